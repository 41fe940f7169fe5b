"""The site on one day: what the builders of pages look at, and how they see entries in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from ..columns import Column
from ..entry import Entry
from ..fields import BEIJING
from ..kinds.brand import BrandMeta, Phase
from ..kinds.common import Level, Meta, Validity
from ..kinds.disclosure import DisclosureMeta
from ..kinds.document import DocumentMeta
from ..kinds.model import LifeStatus, ModelMeta
from ..kinds.news import NewsMeta
from ..kinds.story import StoryMeta
from ..kinds.task import State, TaskMeta
from ..kinds.topic import TopicMeta
from ..kinds.video import VideoMeta
from ..library import Library, disclosure_of, proofs, unit_name
from ..references import Places
from ..settings import Settings
from .cards import Badge, BrandCard, Card, DisclosureRow, DocumentCard, Figure, ModelCard, Ref, TaskRow

UNSTATED = "未明确"
"""What a reader sees where the plan leaves something open. (issue: never invented)"""

_VALIDITY_TONES = {Validity.CURRENT: "ok", Validity.REVISED: "warn", Validity.REPEALED: "muted"}


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The library, the settings and the day; everything a page shows comes from here."""

    library: Library
    places: Places
    settings: Settings
    now: datetime
    _cards: dict[str, Card] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """By folder."""
        return {column.name: column for column in self.library.columns}

    @cached_property
    def nav(self) -> tuple[Column, ...]:
        """The navigation bar, in the order of the settings, then by folder; columns without entries too."""
        order = {name: number for number, name in enumerate(self.settings.nav)}
        listed = (column for column in self.library.columns if not order or column.name in order)
        return tuple(sorted(listed, key=lambda column: (order.get(column.name, 0), column.name)))

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Entry | None, Entry | None]]:
        """For each entry's key, the next newer and the next older one of its column."""
        found: dict[str, tuple[Entry | None, Entry | None]] = {}
        for group in self.library.in_column.values():
            for newer, entry, older in zip((None, *group), group, (*group[1:], None), strict=False):
                found[entry.key] = (newer, older)
        return found

    def entries(self, column: str) -> tuple[Entry, ...]:
        """A column's entries, newest first."""
        return self.library.in_column.get(column, ())

    def card(self, entry: Entry) -> Card:
        """An entry as lists show it; made once."""
        if (made := self._cards.get(entry.key)) is None:
            made = self._cards[entry.key] = _card(self, entry)
        return made

    def cards(self, entries: Iterable[Entry]) -> tuple[Card, ...]:
        """Entries as lists show them."""
        return tuple(self.card(entry) for entry in entries)

    def unit_ref(self, key: str | None) -> Ref | None:
        """A link to a unit, by its short name."""
        unit = self.library.unit(key)
        return Ref(title=unit_name(unit), url=unit.url) if unit else None

    def column_ref(self, entry: Entry) -> Ref:
        """A link to an entry's column; a plain page has none but the home page."""
        column = self.columns.get(entry.column)
        return Ref(title=column.title, url=column.url) if column else Ref(title="首页", url="")

    def figure(self, path: str, alt: str, caption: str = "") -> Figure:
        """A picture of the content folder with its words."""
        return Figure(picture=self.library.pictures[path], alt=alt, caption=caption)

    def minutes(self, entry: Entry) -> int:
        """Reading time, in minutes, at least one."""
        return max(1, round(len("".join(entry.body.text.split())) / self.settings.reading_speed))

    def summary(self, entry: Entry, length: int = 90) -> str:
        """What the author wrote, or the text's beginning, of this many characters."""
        if entry.meta.summary:
            return entry.meta.summary
        text = " ".join(entry.body.text.split())
        return text if len(text) <= length else text[: length - 1] + "…"

    def badges(self, entry: Entry) -> tuple[Badge, ...]:
        """The words beside a title in every list."""
        meta = entry.meta
        found = []
        if meta.sample:
            found.append(Badge(label="示例", tone="sample"))
        if meta.pinned_until and meta.pinned_until >= self.today:
            found.append(Badge(label="置顶", tone="pinned"))
        if isinstance(meta, ModelMeta) and meta.life_status is LifeStatus.REVOKED:
            found.append(Badge(label="荣誉已撤销", tone="muted"))
        if meta.reprint:
            found.append(Badge(label="转载", tone="muted"))
        return tuple(found)

    def disclosure_row(self, entry: Entry) -> DisclosureRow:
        """A line of the directory; an item that is not for everybody shows its line only."""
        meta = disclosure_of(entry)
        public = entry.key in self.library.by_key
        return DisclosureRow(
            number=meta.catalog_no or "",
            item=meta.item,
            url=entry.url if public else "",
            scope=meta.scope.label,
            timing=meta.timing.label if meta.timing else "",
            way="、".join(meta.way),
            dept=meta.dept or "",
            basis=meta.basis or "",
            updated=day(meta.publish_at),
            due=day(meta.next_due),
            due_badge=self.due_badge(meta.next_due),
            badges=self.badges(entry),
        )

    def due_badge(self, due: date | None) -> Badge | None:
        """How a due date stands today: overdue, soon, or nothing to say."""
        if due is None:
            return None
        days = (due - self.today).days
        if days < 0:
            return Badge(label=f"逾期 {-days} 天", tone="late")
        if days == 0:
            return Badge(label="今天到期", tone="warn")
        return Badge(label=f"{days} 天后到期", tone="warn") if days <= self.settings.due_soon_days else None

    def task_row(self, entry: Entry) -> TaskRow:
        """A task as the board shows it."""
        meta = entry.meta
        assert isinstance(meta, TaskMeta)
        owner = self.unit_ref(meta.owner_unit)
        who = " ".join(part for part in (owner.title if owner else "", meta.owner_post or "") if part)
        return TaskRow(
            title=meta.title,
            url=entry.url,
            state=meta.state.value,
            state_label=meta.state.label,
            path=meta.path or UNSTATED,
            due=str(meta.due) if meta.due else UNSTATED,
            late=self.is_late(meta),
            acceptance=meta.acceptance or UNSTATED,
            owner=who or UNSTATED,
            cadence=meta.cadence.label if meta.cadence else "",
            proofs=tuple(
                Ref(title=proof.meta.title, url=proof.url)
                for key in meta.proofs
                if (proof := self.library.by_key.get(key))
            ),
            badges=self.badges(entry),
        )

    def is_late(self, meta: TaskMeta) -> bool:
        """Past its date and not done."""
        return (
            isinstance(meta.due, date)
            and meta.due < self.today
            and meta.state in (State.PLANNED, State.DOING)
        )

    def shown(self, keys: Iterable[str]) -> tuple[Entry, ...]:
        """The entries of these keys that have a page."""
        return tuple(entry for key in keys if (entry := self.library.by_key.get(key)))

    def proofs(self, entry: Entry) -> tuple[Card, ...]:
        """An entry's evidence, as far as the public may see it."""
        return self.cards(self.shown(proofs(entry)))


def day(moment: date | datetime | None) -> str:
    """2026-03-06, or nothing."""
    return moment.strftime("%Y-%m-%d") if moment else ""


def minute(moment: datetime | None) -> str:
    """2026-03-06 09:30, or nothing."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


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


def _card(edition: Edition, entry: Entry) -> Card:
    meta = entry.meta
    cover = meta.cover
    common: dict[str, Any] = {
        "title": meta.title,
        "url": entry.url,
        "kind": entry.kind.name,
        "column": edition.column_ref(entry),
        "date": day(meta.publish_at),
        "unit": edition.unit_ref(meta.unit),
        "summary": edition.summary(entry),
        "figure": edition.figure(entry.beside(cover.src), cover.alt) if cover else None,
        "badges": edition.badges(entry),
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
                logo=edition.figure(entry.beside(logo.src), logo.alt) if logo else None,
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
            return (f"约 {edition.minutes(entry)} 分钟",)
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
