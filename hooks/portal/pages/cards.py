"""How entries appear in lists: one card or row for each kind of list."""

from __future__ import annotations

from dataclasses import dataclass

from ..pictures import Picture


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A link to another page of the site, by its address from the root."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture with the words for those who do not see it."""

    picture: Picture
    alt: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A word beside a title. Tones: sample, pinned, ok, warn, late, muted, red."""

    label: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """An entry in any list."""

    title: str
    url: str
    kind: str
    """The kind's name, "news"."""
    column: Ref
    date: str = ""
    """2026-03-06"""
    unit: Ref | None = None
    summary: str = ""
    figure: Figure | None = None
    badges: tuple[Badge, ...] = ()
    facts: tuple[str, ...] = ()
    """Short facts of the kind: "主题党日", "约 2 分钟", "1:05"."""


@dataclass(frozen=True, kw_only=True)
class ModelCard(Card):
    """A model, as a portrait with one sentence."""

    name: str
    honor_kind: str
    position: str = ""
    motto: str = ""


@dataclass(frozen=True, kw_only=True)
class BrandCard(Card):
    """A brand, as its mark, name and slogan."""

    brand_name: str
    slogan: str = ""
    logo: Figure | None = None
    phase: str
    phase_index: int
    """0 for 申报 … 5 for 推广."""
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentCard(Card):
    """A document, by number, issuer, dates and validity."""

    doc_no: str = ""
    issuer: str = ""
    issued: str = ""
    effective: str = ""
    validity: Badge


@dataclass(frozen=True, kw_only=True)
class DisclosureRow:
    """One line of the directory (NORMS: Disclosure).

    `url` is empty where the item is not open to the public: then the line is all there is.
    """

    number: str
    item: str
    url: str
    scope: str
    timing: str = ""
    way: str = ""
    dept: str = ""
    basis: str = ""
    updated: str = ""
    due: str = ""
    due_badge: Badge | None = None
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One task on the board; what the plan leaves open reads 未明确."""

    title: str
    url: str
    state: str
    """The code: planned, doing, done, accepted, closed."""
    state_label: str
    path: str
    due: str
    late: bool
    acceptance: str
    owner: str
    cadence: str = ""
    proofs: tuple[Ref, ...] = ()
    badges: tuple[Badge, ...] = ()
