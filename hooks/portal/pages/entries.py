"""The page of one entry: what each kind adds to what all share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..entry import Entry
from ..kinds.brand import BrandMeta
from ..kinds.bulletin import BulletinMeta
from ..kinds.disclosure import DisclosureMeta
from ..kinds.document import DocumentMeta
from ..kinds.meta import Level
from ..kinds.model import LifeStatus, ModelMeta
from ..kinds.news import NewsMeta
from ..kinds.task import TaskMeta
from ..kinds.topic import TopicMeta
from ..kinds.video import VideoMeta
from ..library import proofs
from . import shelves
from .article import Block, EntryPage, common, mentions
from .brands import brand_page
from .cards import (
    UNSTATED,
    Badge,
    Card,
    Figure,
    TaskRow,
    cards,
    clock,
    day,
    due_badge,
    entry_ref,
    figure,
    task_row,
    validity_badge,
)
from .codes import Handout, handout
from .edition import Edition
from .head import entry_head
from .page import Crumb, Page
from .shelves import (
    Ref,
    keys_of_topic,
    replaced_by,
    shelf,
    shown,
)
from .subscriptions import feeds


@dataclass(frozen=True, kw_only=True)
class NewsPage(EntryPage):
    """News: what kind of activity, and where."""

    activity: str
    place: str


@dataclass(frozen=True, kw_only=True)
class HonorGroup:
    """The honours of one level: title, who awarded it, year."""

    level: str
    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ModelPage(EntryPage):
    """A model person, post, team, unit or industry."""

    name: str
    headline: str
    """The title without the name it begins with, since the name stands above it."""
    honor_kind: str
    position: str
    honors: tuple[HonorGroup, ...]
    motto: str
    quotes: tuple[str, ...]
    pledge: str
    term: str
    public_notice: str
    life_status: str
    revoked: bool
    mentions: tuple[Card, ...]
    embed: Handout


@dataclass(frozen=True, kw_only=True)
class DisclosurePage(EntryPage):
    """An item of the directory, with its four steps."""

    catalog_no: str
    category: Ref
    item: str
    scope: str
    timing: str
    next_due: str
    due_badge: Badge | None
    way: str
    dept: str
    basis: str
    steps: tuple[tuple[str, str, str], ...]
    pre_disclosure: str
    validity: Badge


@dataclass(frozen=True, kw_only=True)
class DocumentPage(EntryPage):
    """A rule; its own text is set as official documents are."""

    doc_no: str
    issuer: str
    issued: str
    effective: str
    validity: Badge
    replaced_by: Ref | None
    replaces: tuple[Ref, ...]
    official_url: str
    key_points: tuple[str, ...]
    official: bool
    """Whether the body is the document's own text, not a summary."""


@dataclass(frozen=True, kw_only=True)
class VideoPage(EntryPage):
    """A film with its captions and transcript."""

    video_url: str
    video_type: str
    poster: Figure | None
    poster_url: str
    duration: str
    captions_url: str
    transcript: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TaskPage(EntryPage):
    """A task of the plan."""

    row: TaskRow
    path: str
    due: str
    acceptance: str
    owner: str
    cadence: str
    line: Ref
    applies_to: tuple[str, ...]
    rectification: tuple[tuple[str, str], ...]
    proofs: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class BulletinPage(EntryPage):
    """A quarter's bulletin."""

    quarter: str
    doc_no: str


@dataclass(frozen=True, kw_only=True)
class TopicPage(EntryPage):
    """A topic with its entries by column."""

    period: str
    archived: bool
    groups: tuple[Block, ...]


def entry_page(edition: Edition, key: str) -> Page:
    """The page of any entry but a unit's."""
    entry = shelves.entry(edition, key)
    model = _model(edition, entry)
    column = shelf(edition, entry.column)
    return Page(
        url=entry.url,
        template=entry.kind.template,
        title=entry.meta.title,
        section=column.url if column else "",
        trail=(Crumb(title=column.title, url=column.url),) if column else (),
        model=model,
        alternates=feeds(edition, entry.meta.title, entry.url) if entry.kind_name == "topic" else (),
        card=entry.key if entry.kind_name in ("brand", "model") else "",
        modified=day(
            max([note.date for note in entry.meta.change_notes], default=None) or entry.meta.publish_at
        ),
        **entry_head(edition, entry),
    )


def _model(edition: Edition, entry: Entry) -> EntryPage:
    base = common(edition, entry)
    match entry.meta:
        case NewsMeta() as meta:
            activity = meta.activity.label if meta.activity else ""
            return NewsPage(**base, activity=activity, place=meta.place or "")
        case ModelMeta() as meta:
            return _model_page(edition, entry, meta, base)
        case BrandMeta() as meta:
            return brand_page(edition, entry, meta, base)
        case DisclosureMeta() as meta:
            return _disclosure_page(edition, entry, meta, base)
        case DocumentMeta() as meta:
            return _document_page(edition, entry, meta, base)
        case VideoMeta() as meta:
            return _video_page(edition, entry, meta, base)
        case TaskMeta() as meta:
            return _task_page(edition, entry, meta, base)
        case BulletinMeta() as meta:
            return BulletinPage(**base, quarter=quarter_name(meta.quarter), doc_no=meta.doc_no or "")
        case TopicMeta() as meta:
            return _topic_page(edition, entry, meta, base)
        case _:
            return EntryPage(**base)


def _model_page(edition: Edition, entry: Entry, meta: ModelMeta, base: dict[str, Any]) -> ModelPage:
    honors = sorted(
        meta.honors, key=lambda honor: (tuple(Level).index(honor.level), -(honor.year or 0), honor.title)
    )
    notice = meta.public_notice
    return ModelPage(
        **base,
        name=meta.name,
        headline=meta.title.removeprefix(meta.name).lstrip("：:—- "),
        honor_kind=meta.honor_kind.label,
        position=meta.position or "",
        honors=tuple(
            HonorGroup(
                level=level.label,
                items=tuple((item.title, item.awarded_by or "", str(item.year or "")) for item in group),
            )
            for level, group in groupby(honors, key=lambda honor: honor.level)
        ),
        motto=meta.motto or "",
        quotes=meta.quotes,
        pledge=meta.pledge or "",
        term=meta.term or "",
        public_notice=period(notice.start, notice.end) if notice else "",
        life_status=meta.life_status.label if meta.life_status else "",
        revoked=meta.life_status is LifeStatus.REVOKED,
        mentions=cards(edition, mentions(edition, entry.key)[1]),
        embed=handout(edition, entry.key, "model"),
    )


def _disclosure_page(
    edition: Edition, entry: Entry, meta: DisclosureMeta, base: dict[str, Any]
) -> DisclosurePage:
    steps = meta.procedure
    named = (("提出", "propose"), ("审核", "review"), ("审批", "approve"), ("实施", "implement"))
    span = meta.pre_disclosure
    return DisclosurePage(
        **base,
        catalog_no=meta.catalog_no or "",
        category=Ref(title=meta.category.label, url=f"{entry.column}/by-category/{meta.category.value}/"),
        item=meta.item,
        scope=meta.scope.label,
        timing=meta.timing.label if meta.timing else "",
        next_due=day(meta.next_due),
        due_badge=due_badge(edition, meta.next_due),
        way="、".join(meta.way),
        dept=meta.dept or "",
        basis=meta.basis or "",
        steps=tuple(
            (label, step.by, day(step.date))
            for label, name in named
            if steps and (step := getattr(steps, name))
        ),
        pre_disclosure=period(span.start, span.end) if span else "",
        validity=validity_badge(meta.validity),
    )


def _document_page(edition: Edition, entry: Entry, meta: DocumentMeta, base: dict[str, Any]) -> DocumentPage:
    return DocumentPage(
        **base,
        doc_no=meta.doc_no or "",
        issuer=meta.issuer or "",
        issued=day(meta.issued),
        effective=day(meta.effective),
        validity=validity_badge(meta.validity),
        replaced_by=entry_ref(edition, meta.replaced_by) if meta.replaced_by else None,
        replaces=tuple(ref for key in replaced_by(edition, entry.key) if (ref := entry_ref(edition, key))),
        official_url=meta.official_url or "",
        key_points=meta.key_points,
        official=meta.full_text,
    )


def _video_page(edition: Edition, entry: Entry, meta: VideoMeta, base: dict[str, Any]) -> VideoPage:
    poster = figure(edition, entry.beside(meta.poster), meta.title) if meta.poster else base["cover"]
    return VideoPage(
        **base,
        video_url=entry.beside(meta.src),
        video_type="video/webm" if meta.src.lower().endswith(".webm") else "video/mp4",
        poster=poster,
        poster_url=poster.picture.fallback.path if poster else "",
        duration=clock(meta.duration) if meta.duration else "",
        captions_url=entry.beside(meta.captions) if meta.captions else "",
        transcript=tuple(row.strip() for row in (meta.transcript or "").split("\n") if row.strip()),
    )


def _task_page(edition: Edition, entry: Entry, meta: TaskMeta, base: dict[str, Any]) -> TaskPage:
    row = task_row(edition, entry.key)
    found = meta.rectification
    rows = (
        (
            ("问题", found.issue),
            ("整改措施", found.measure),
            ("整改期限", day(found.due)),
            ("完成日期", day(found.closed_at)),
        )
        if found
        else ()
    )
    return TaskPage(
        **base,
        row=row,
        path=row.path,
        due=row.due,
        acceptance=row.acceptance,
        owner=row.owner,
        cadence=row.cadence,
        line=Ref(title=meta.line.label, url=f"{entry.column}/#{meta.line.value}"),
        applies_to=tuple(kind.label for kind in meta.applies_to) or (UNSTATED,),
        rectification=tuple((label, text) for label, text in rows if text),
        proofs=cards(edition, shown(edition, proofs(entry))),
    )


def _topic_page(edition: Edition, entry: Entry, meta: TopicMeta, base: dict[str, Any]) -> TopicPage:
    members = keys_of_topic(edition, entry.stem)
    return TopicPage(
        **base,
        period=period(meta.start, meta.end),
        archived=meta.archived,
        groups=tuple(
            Block(title=column.title, cards=cards(edition, found))
            for column in shelves.shelves(edition)
            if (found := [key for key in members if key.startswith(column.url)])
        ),
    )


def period(start: Any, end: Any) -> str:
    """2026-05-06 至 2026-05-12, or as much of it as is known."""
    if start and end:
        return f"{day(start)} 至 {day(end)}"
    return f"{day(start)} 起" if start else f"至 {day(end)}" if end else ""


def quarter_name(quarter: str) -> str:
    """2026Q1 in words."""
    return f"{quarter[:4]} 年第{'一二三四'[int(quarter[5]) - 1]}季度"
