"""How entries appear in lists: one card or row for each kind of list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..entry import Entry
from ..kinds.brand import BrandMeta, Phase
from ..kinds.disclosure import DisclosureMeta
from ..kinds.document import DocumentMeta
from ..kinds.meta import Level, Meta, Validity
from ..kinds.model import LifeStatus, ModelMeta
from ..kinds.news import NewsMeta
from ..kinds.story import StoryMeta
from ..kinds.task import State, TaskMeta
from ..kinds.topic import TopicMeta
from ..kinds.video import VideoMeta
from ..library import disclosure_of, unit_name
from ..pictures import Picture
from . import shelves
from .edition import Edition, derived, question
from .shelves import Ref, column_ref, keys_of_unit

UNSTATED = "未明确"
"""What a reader sees where the plan leaves something open; nothing is invented."""
_VALIDITY_TONES = {Validity.CURRENT: "ok", Validity.REVISED: "warn", Validity.REPEALED: "muted"}
_EXCERPT = 90
"""Characters of a text that stand in for a missing summary."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture with the words for those who do not see it."""

    picture: Picture
    alt: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A word beside a title. Tones: sample, pinned, ok, warn, late, muted."""

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
    category: str
    """The category's code."""
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
    line: str
    """The code of the project or work it belongs to."""
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
    counted: bool
    """Samples are not. (DESIGN: samples)"""


def cards(edition: Edition, keys: Iterable[str]) -> tuple[Card, ...]:
    """Entries as lists show them."""
    return tuple(card(edition, key) for key in keys)


@derived
def card(edition: Edition, key: str) -> Card:
    """An entry as lists show it."""
    entry = shelves.entry(edition, key)
    meta = entry.meta
    common: dict[str, Any] = {
        "title": meta.title,
        "url": entry.url,
        "kind": entry.kind.name,
        "column": column_ref(edition, entry.column),
        "date": day(meta.publish_at),
        "unit": unit_ref(edition, meta.unit),
        "summary": summary(entry),
        "figure": cover(edition, entry),
        "badges": badges(edition, entry),
        "facts": _facts(edition, entry, meta),
    }
    match meta:
        case ModelMeta():
            return ModelCard(
                **common,
                name=meta.name,
                honor_kind=meta.honor_kind.label,
                position=meta.position or "",
                motto=meta.motto or "",
            )
        case BrandMeta():
            logo = meta.logo
            return BrandCard(
                **common,
                brand_name=meta.brand_name,
                slogan=meta.slogan or "",
                logo=figure(edition, entry.beside(logo.src), logo.alt) if logo else None,
                phase=meta.phase.label,
                phase_index=tuple(Phase).index(meta.phase),
                level=meta.level.label if meta.level else "",
            )
        case DocumentMeta():
            return DocumentCard(
                **common,
                doc_no=meta.doc_no or "",
                issuer=meta.issuer or "",
                issued=day(meta.issued),
                effective=day(meta.effective),
                validity=validity_badge(meta.validity),
            )
        case _:
            return Card(**common)


def brand_of(edition: Edition, unit: str) -> BrandCard | None:
    """A unit's brand, the newest if it has several."""
    for key in keys_of_unit(edition, unit, "brand")[:1]:
        found = card(edition, key)
        assert isinstance(found, BrandCard)
        return found
    return None


def _facts(edition: Edition, entry: Entry, meta: Meta) -> tuple[str, ...]:
    """The few words by which a kind's entries are told apart in a list."""
    match meta:
        case NewsMeta():
            return (meta.activity.label,) if meta.activity else ()
        case ModelMeta():
            return (meta.honor_kind.label, *honours_by_level(meta)[:1])
        case BrandMeta():
            return (meta.phase.label, *([meta.level.label] if meta.level else []))
        case StoryMeta():
            return (f"约 {minutes(edition, entry)} 分钟",)
        case VideoMeta():
            return (clock(meta.duration),) if meta.duration else ()
        case TaskMeta():
            return (meta.line.label, meta.state.label)
        case DisclosureMeta():
            return (meta.category.label,)
        case DocumentMeta():
            return (meta.validity.label,) if meta.validity else ()
        case TopicMeta():
            return ("已结束",) if meta.archived else ()
        case _:
            return ()


@question
def disclosure_row(edition: Edition, key: str) -> DisclosureRow:
    """A line of the directory; an item that is not for everybody shows its line only."""
    library = edition.library
    public = library.by_key.get(key)
    entry = public or next(entry for entry in library.internal if entry.key == key)
    meta = disclosure_of(entry)
    return DisclosureRow(
        number=meta.catalog_no or "",
        item=meta.item,
        category=meta.category.value,
        url=entry.url if public else "",
        scope=meta.scope.label,
        timing=meta.timing.label if meta.timing else "",
        way="、".join(meta.way),
        dept=meta.dept or "",
        basis=meta.basis or "",
        updated=day(meta.publish_at),
        due=day(meta.next_due),
        due_badge=due_badge(edition, meta.next_due),
        badges=badges(edition, entry),
    )


@question
def task_row(edition: Edition, key: str) -> TaskRow:
    """A task as the board shows it."""
    entry = edition.library.by_key[key]
    meta = entry.meta
    assert isinstance(meta, TaskMeta)
    owner = unit_ref(edition, meta.owner_unit)
    who = " ".join(part for part in (owner.title if owner else "", meta.owner_post or "") if part)
    late = (
        isinstance(meta.due, date) and meta.due < edition.today and meta.state in (State.PLANNED, State.DOING)
    )
    return TaskRow(
        title=meta.title,
        url=entry.url,
        line=meta.line.value,
        state=meta.state.value,
        state_label=meta.state.label,
        path=meta.path or UNSTATED,
        due=str(meta.due) if meta.due else UNSTATED,
        late=late,
        acceptance=meta.acceptance or UNSTATED,
        owner=who or UNSTATED,
        cadence=meta.cadence.label if meta.cadence else "",
        proofs=tuple(ref for proof in meta.proofs if (ref := entry_ref(edition, proof))),
        badges=badges(edition, entry),
        counted=not meta.sample,
    )


@question
def due_badge(edition: Edition, due: date | None) -> Badge | None:
    """How a due date stands today: overdue, soon, or nothing to say."""
    if due is None:
        return None
    days = (due - edition.today).days
    if days < 0:
        return Badge(label=f"逾期 {-days} 天", tone="late")
    if days == 0:
        return Badge(label="今天到期", tone="warn")
    return Badge(label=f"{days} 天后到期", tone="warn") if days <= edition.settings.due_soon_days else None


def badges(edition: Edition, entry: Entry) -> tuple[Badge, ...]:
    """The words beside a title in every list."""
    meta = entry.meta
    found = []
    if meta.sample:
        found.append(Badge(label="示例", tone="sample"))
    if is_pinned(edition, meta.pinned_until):
        found.append(Badge(label="置顶", tone="pinned"))
    if isinstance(meta, ModelMeta) and meta.life_status is LifeStatus.REVOKED:
        found.append(Badge(label="荣誉已撤销", tone="muted"))
    if meta.reprint:
        found.append(Badge(label="转载", tone="muted"))
    return tuple(found)


@question
def is_pinned(edition: Edition, until: date | None) -> bool:
    """Whether something pinned until this day still is."""
    return until is not None and until >= edition.today


@question
def unit_ref(edition: Edition, key: str | None) -> Ref | None:
    """A link to a unit that has a page, by its short name."""
    unit = edition.library.unit(key)
    return Ref(title=unit_name(unit), url=unit.url) if unit else None


@question
def entry_ref(edition: Edition, key: str) -> Ref | None:
    """A link to an entry that has a page, by its title."""
    entry = edition.library.by_key.get(key)
    return Ref(title=entry.meta.title, url=entry.url) if entry else None


@question
def picture(edition: Edition, path: str) -> Picture:
    """The picture made of an original in the content folder."""
    return edition.library.pictures[path]


def cover(edition: Edition, entry: Entry) -> Figure | None:
    """The picture that stands for an entry: its cover, else a film's poster."""
    meta = entry.meta
    if meta.cover:
        return figure(edition, entry.beside(meta.cover.src), meta.cover.alt)
    if isinstance(meta, VideoMeta) and meta.poster:
        return figure(edition, entry.beside(meta.poster), f"视频画面：{meta.title}")
    return None


def figure(edition: Edition, path: str, alt: str, caption: str = "") -> Figure:
    """A picture of the content folder with its words."""
    return Figure(picture=picture(edition, path), alt=alt, caption=caption)


def minutes(edition: Edition, entry: Entry) -> int:
    """Reading time, in minutes, at least one."""
    return max(1, round(entry.characters / edition.settings.reading_speed))


def summary(entry: Entry, length: int = _EXCERPT) -> str:
    """What the author wrote, or the text's beginning, of this many characters."""
    if entry.meta.summary:
        return entry.meta.summary
    text = entry.opening
    return text if len(text) <= length else text[: length - 1] + "…"


def day(moment: date | datetime | None) -> str:
    """2026-03-06, or nothing."""
    return moment.isoformat()[:10] if moment else ""


def minute(moment: datetime | None) -> str:
    """2026-03-06 09:30, or nothing."""
    return moment.isoformat(" ")[:16] if moment else ""


def clock(seconds: int) -> str:
    """A length of time, 1:05."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def validity_badge(validity: Validity | None) -> Badge:
    """现行, 修订 or 废止, with its tone; a text of which that is not known says so."""
    if validity is None:
        return Badge(label="效力未注明", tone="muted")
    return Badge(label=validity.label, tone=_VALIDITY_TONES[validity])


def honours_by_level(meta: ModelMeta) -> tuple[str, ...]:
    """The levels a model has honours of, the highest first."""
    levels = {honor.level for honor in meta.honors}
    return tuple(level.label for level in Level if level in levels)
