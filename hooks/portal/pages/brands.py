"""The page of a branded project: what it stands for, and how far it has come in the six phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..entry import Entry
from ..kinds.brand import BrandMeta, Phase
from ..library import proofs
from .article import EntryPage
from .cards import Card, Figure, cards, day, figure, unit_ref
from .codes import Handout, handout
from .edition import Edition
from .shelves import Ref, shown


@dataclass(frozen=True, kw_only=True)
class PhaseView:
    """One of the six phases; its state is done, current or todo."""

    label: str
    date: str
    state: str


@dataclass(frozen=True, kw_only=True)
class BrandPage(EntryPage):
    """A branded project."""

    brand_name: str
    slogan: str
    logo: Figure | None
    logo_meaning: str
    connotation: str
    carrier: str
    measures: tuple[str, ...]
    results: tuple[tuple[str, str, str], ...]
    phases: tuple[PhaseView, ...]
    level: str
    promoted_to: tuple[Ref, ...]
    evidence: tuple[Card, ...]
    embed: Handout


def brand_page(edition: Edition, entry: Entry, meta: BrandMeta, base: dict[str, Any]) -> BrandPage:
    """The page of a brand; `base` is what it shares with all entries."""
    logo = meta.logo
    return BrandPage(
        **base,
        brand_name=meta.brand_name,
        slogan=meta.slogan or "",
        logo=figure(edition, entry.beside(logo.src), logo.alt) if logo else None,
        logo_meaning=(logo.meaning or "") if logo else "",
        connotation=meta.connotation or "",
        carrier=meta.carrier or "",
        measures=meta.measures,
        results=tuple((item.metric, item.value, day(item.date)) for item in meta.results),
        phases=tuple(phase_views(meta)),
        level=meta.level.label if meta.level else "",
        promoted_to=tuple(ref for key in meta.promoted_to if (ref := unit_ref(edition, key))),
        evidence=cards(edition, shown(edition, proofs(entry))),
        embed=handout(edition, entry.key, "brand"),
    )


def phase_views(meta: BrandMeta) -> list[PhaseView]:
    """The six phases in order, each with its date and whether it lies behind or ahead."""
    order = tuple(Phase)
    current = order.index(meta.phase)
    states = ("done", "current", "todo")
    return [
        PhaseView(
            label=phase.label,
            date=day(meta.phases.get(phase)),
            state=states[(number > current) - (number < current) + 1],
        )
        for number, phase in enumerate(order)
    ]
