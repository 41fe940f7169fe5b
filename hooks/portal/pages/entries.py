"""The page of one entry: the frame that all kinds share, and what each kind adds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ..body import Heading, Image, Link
from ..entry import Entry
from ..kinds.brand import BrandMeta, Phase
from ..kinds.bulletin import BulletinMeta
from ..kinds.common import Level, ReviewStep
from ..kinds.disclosure import DisclosureMeta
from ..kinds.document import DocumentMeta
from ..kinds.model import LifeStatus, ModelMeta
from ..kinds.news import NewsMeta
from ..kinds.task import TaskMeta
from ..kinds.topic import TopicMeta
from ..kinds.video import VideoMeta
from .cards import Badge, Card, Figure, Ref, TaskRow
from .edition import UNSTATED, Edition, clock, day, minute, validity_badge
from .head import entry_head
from .page import Crumb, Page

_RELATED = 4
"""Entries in each block under an article."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A short list under a heading, with a link to the rest where there is one."""

    title: str
    cards: tuple[Card, ...]
    url: str = ""
    total: int = 0
    """How many there are behind `url`; 0 where that is not said."""


@dataclass(frozen=True, kw_only=True)
class ReprintView:
    """Where a text first appeared."""

    source: str
    url: str
    date: str


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file to download."""

    title: str
    url: str
    size: str
    format: str


@dataclass(frozen=True, kw_only=True)
class AdoptionView:
    """Where else the text was used."""

    level: str
    media: str
    title: str
    url: str
    date: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """What every kind of entry shows."""

    title: str
    subtitle: str
    kind: str
    kind_label: str
    badges: tuple[Badge, ...]
    unit: Ref | None
    published: str
    published_iso: str
    event_date: str
    source: str
    reprint: ReprintView | None
    signatures: tuple[tuple[str, str], ...]
    summary: str
    cover: Figure | None
    body: tuple[Markup | Figure, ...]
    """Safe HTML with the pictures between its pieces, for the template to draw."""
    headings: tuple[Heading, ...]
    minutes: int
    characters: int
    attachments: tuple[AttachmentView, ...]
    change_notes: tuple[tuple[str, str], ...]
    topics: tuple[Ref, ...]
    tags: tuple[Ref, ...]
    adoptions: tuple[AdoptionView, ...]
    newer: Card | None
    older: Card | None
    related: tuple[Block, ...]


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


def entry_page(edition: Edition, entry: Entry) -> Page:
    """The page of any entry but a unit's."""
    model = _model(edition, entry)
    column = edition.columns.get(entry.column)
    return Page(
        url=entry.url,
        template=entry.kind.template,
        title=entry.meta.title,
        section=column.url if column else "",
        trail=(Crumb(title=column.title, url=column.url),) if column else (),
        model=model,
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
            return _brand_page(edition, entry, meta, base)
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


def common(edition: Edition, entry: Entry) -> dict[str, Any]:
    """The values of the fields of `EntryPage` for an entry of any kind."""
    meta = entry.meta
    newer, older = edition.neighbours.get(entry.key, (None, None)) if entry.kind.dated else (None, None)
    unit = edition.unit_ref(meta.unit)
    return {
        "title": meta.title,
        "subtitle": meta.subtitle or "",
        "kind": entry.kind.name,
        "kind_label": entry.kind.label,
        "badges": edition.badges(entry),
        "unit": unit,
        "published": minute(meta.publish_at),
        "published_iso": meta.publish_at.isoformat() if meta.publish_at else "",
        "event_date": day(meta.event_date),
        "source": meta.source or (unit.title if unit else ""),
        "reprint": ReprintView(
            source=meta.reprint.source, url=meta.reprint.url or "", date=day(meta.reprint.date)
        )
        if meta.reprint
        else None,
        "signatures": tuple(_signatures(entry)),
        "summary": meta.summary or "",
        "cover": edition.figure(entry.beside(meta.cover.src), meta.cover.alt) if meta.cover else None,
        "body": body(edition, entry),
        "headings": tuple(heading for heading in entry.body.headings if heading.level <= 3),
        "minutes": edition.minutes(entry),
        "characters": len("".join(entry.body.text.split())),
        "attachments": tuple(_attachments(edition, entry)),
        "change_notes": tuple((day(note.date), note.note) for note in meta.change_notes),
        "topics": tuple(Ref(title=topic.meta.title, url=topic.url) for topic in _topics(edition, entry)),
        "tags": tuple(Ref(title=tag, url=f"tags/{tag}/") for tag in meta.tags),
        "adoptions": tuple(
            AdoptionView(
                level=item.level.label if item.level else "",
                media=item.media,
                title=item.title or "",
                url=item.url or "",
                date=day(item.at),
            )
            for item in meta.adoptions
        ),
        "newer": edition.card(newer) if newer else None,
        "older": edition.card(older) if older else None,
        "related": tuple(_related(edition, entry)),
    }


def body(edition: Edition, entry: Entry) -> tuple[Markup | Figure, ...]:
    """An entry's text with its links as seen from its page, and its pictures between the pieces."""
    root = "../" * entry.url.count("/")
    pieces: list[Markup | Figure] = []
    html: list[str] = []
    for part in entry.body.parts:
        match part:
            case str():
                html.append(part)
            case Link():
                html.append(str(Markup.escape(_address(edition, entry, part, root))))
            case Image():
                pieces += [
                    Markup("".join(html)),
                    edition.figure(entry.beside(part.src), part.alt, part.caption),
                ]
                html = []
    pieces.append(Markup("".join(html)))
    return tuple(piece for piece in pieces if piece)


def _address(edition: Edition, entry: Entry, link: Link, root: str) -> str:
    if link.href.startswith("#"):
        return link.href
    target = edition.places.target(entry, link.href, edition.library.by_key)
    assert target is not None, "reading leaves out entries with dead links"
    path, _, fragment = target.url.partition("#")
    return (root + quote(path) or "./") + (f"#{fragment}" if fragment else "")


def _signatures(entry: Entry) -> list[tuple[str, str]]:
    meta = entry.meta
    named = [("供稿", meta.author), ("摄影", meta.photographer), ("编辑", meta.editor)]
    steps = {review.step: review.by for review in meta.reviews}
    named += [(step.label, (steps[step],)) for step in ReviewStep if step in steps]
    return [(label, "、".join(names)) for label, names in named if names]


def _attachments(edition: Edition, entry: Entry) -> list[AttachmentView]:
    found = []
    for item in entry.meta.attachments:
        path = entry.beside(item.src)
        found.append(
            AttachmentView(
                title=item.title or Path(path).stem,
                url=path,
                size=size(edition.places.sizes.get(path, 0)),
                format=Path(path).suffix[1:].upper(),
            )
        )
    return found


def size(count: int) -> str:
    """A file's size in words: 24 KB, 1.3 MB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def _topics(edition: Edition, entry: Entry) -> tuple[Entry, ...]:
    return edition.shown(f"topics/{topic}" for topic in entry.meta.topics)


def _related(edition: Edition, entry: Entry) -> list[Block]:
    """Same brand, same topic, who mentions this, same unit: each a few, none twice."""
    library = edition.library
    seen = {entry.key}
    mentioning = library.mentioning.get(entry.key, ())
    brands = [other for other in mentioning if isinstance(other.meta, BrandMeta)]
    candidates = [
        ("所属品牌", brands, ""),
        *(
            ("同一品牌", edition.shown(brand.meta.evidence), brand.url)
            for brand in brands
            if isinstance(brand.meta, BrandMeta)
        ),
        *(
            (f"专题：{topic.meta.title}", library.of_topic.get(topic.stem, ()), topic.url)
            for topic in _topics(edition, entry)
        ),
        ("提到本文的稿件", [other for other in mentioning if other not in brands], ""),
    ]
    if (unit := library.unit(entry.meta.unit)) and entry.kind.dated:
        candidates.append(("同一单位", library.of_unit.get(unit.stem, ())[: _RELATED * 3], unit.url))
    blocks = []
    for title, group, url in candidates:
        fresh = [other for other in group if other.key not in seen][:_RELATED]
        seen.update(other.key for other in fresh)
        if fresh:
            blocks.append(Block(title=title, cards=edition.cards(fresh), url=url))
    return blocks


def _model_page(edition: Edition, entry: Entry, meta: ModelMeta, base: dict[str, Any]) -> ModelPage:
    honors = sorted(
        meta.honors, key=lambda honor: (tuple(Level).index(honor.level), -(honor.year or 0), honor.title)
    )
    notice = meta.public_notice
    related = tuple(block for block in base["related"] if block.title != "提到本文的稿件")
    return ModelPage(
        **{**base, "related": related},
        name=meta.name,
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
        mentions=edition.cards(edition.library.mentioning.get(entry.key, ())),
    )


def _brand_page(edition: Edition, entry: Entry, meta: BrandMeta, base: dict[str, Any]) -> BrandPage:
    logo = meta.logo
    return BrandPage(
        **base,
        brand_name=meta.brand_name,
        slogan=meta.slogan or "",
        logo=edition.figure(entry.beside(logo.src), logo.alt) if logo else None,
        logo_meaning=(logo.meaning or "") if logo else "",
        connotation=meta.connotation or "",
        carrier=meta.carrier or "",
        measures=meta.measures,
        results=tuple((item.metric, item.value, day(item.date)) for item in meta.results),
        phases=tuple(phase_views(meta)),
        level=meta.level.label if meta.level else "",
        promoted_to=tuple(ref for key in meta.promoted_to if (ref := edition.unit_ref(key))),
        evidence=edition.proofs(entry),
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
        due_badge=edition.due_badge(meta.next_due),
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
    successor = edition.shown([meta.replaced_by] if meta.replaced_by else [])
    return DocumentPage(
        **base,
        doc_no=meta.doc_no or "",
        issuer=meta.issuer or "",
        issued=day(meta.issued),
        effective=day(meta.effective),
        validity=validity_badge(meta.validity),
        replaced_by=Ref(title=successor[0].meta.title, url=successor[0].url) if successor else None,
        replaces=tuple(
            Ref(title=other.meta.title, url=other.url)
            for other in edition.library.replaced.get(entry.key, ())
        ),
        official_url=meta.official_url or "",
        key_points=meta.key_points,
        official=meta.full_text,
    )


def _video_page(edition: Edition, entry: Entry, meta: VideoMeta, base: dict[str, Any]) -> VideoPage:
    poster = edition.figure(entry.beside(meta.poster), meta.title) if meta.poster else base["cover"]
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
    row = edition.task_row(entry)
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
        proofs=edition.proofs(entry),
    )


def _topic_page(edition: Edition, entry: Entry, meta: TopicMeta, base: dict[str, Any]) -> TopicPage:
    members = edition.library.of_topic.get(entry.stem, ())
    groups = {column.name: column.title for column in edition.nav}
    return TopicPage(
        **base,
        period=period(meta.start, meta.end),
        archived=meta.archived,
        groups=tuple(
            Block(title=title, cards=edition.cards(found))
            for name, title in groups.items()
            if (found := [other for other in members if other.column == name])
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
