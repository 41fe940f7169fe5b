"""A unit's own page, and 一单位一品牌: which units have a brand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..columns import Column
from ..entry import Entry
from ..kinds.brand import Phase
from ..kinds.task import TaskMeta
from ..kinds.unit import UnitMeta
from .board import Chart
from .cards import Badge, BrandCard, Card, DisclosureRow, Figure, ModelCard, Ref, TaskRow
from .columns import facet_url, unit_facet
from .edition import Edition, day
from .entries import body
from .head import column_tags, entry_head, open_graph
from .page import Crumb, Page

_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """What a unit is, and all that it has on the portal."""

    title: str
    name: str
    short: str
    kind: str
    party_org: str
    pilot: bool
    badges: tuple[Badge, ...]
    site_url: str
    phone: str
    body: tuple[Markup | Figure, ...]
    brand: BrandCard | None
    counts: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, tuple[Card, ...]], ...]
    """The latest months with news, as 2026-03."""
    all_news_url: str
    """The list of this unit's news alone."""
    models: tuple[ModelCard, ...]
    disclosure: tuple[DisclosureRow, ...]
    tasks: tuple[TaskRow, ...]
    other: tuple[Card, ...]
    """Stories, videos, documents of the unit."""


def unit_page(edition: Edition, entry: Entry) -> Page:
    """The page of one unit."""
    meta = entry.meta
    assert isinstance(meta, UnitMeta)
    own = edition.library.of_unit.get(entry.stem, ())
    cards = edition.cards(own)
    news = [other for other in own if other.kind.name == "news"]
    tasks = [
        other
        for column in edition.library.of_kind("task")
        for other in edition.entries(column.name)
        if isinstance(other.meta, TaskMeta) and entry.stem in (other.meta.owner_unit, other.meta.unit)
    ]
    model = UnitPage(
        title=meta.name,
        name=meta.name,
        short=meta.short or "",
        kind=meta.unit_kind.label,
        party_org=meta.party_org.label if meta.party_org else "",
        pilot=meta.pilot,
        badges=edition.badges(entry),
        site_url=meta.site_url or "",
        phone=meta.phone or "",
        body=body(edition, entry),
        brand=next((card for card in cards if isinstance(card, BrandCard)), None),
        counts=tuple(_counts(edition, own)),
        months=tuple(_months(edition, news)),
        all_news_url=_all_news_url(edition, entry, news),
        models=tuple(card for card in cards if isinstance(card, ModelCard)),
        disclosure=tuple(edition.disclosure_row(other) for other in own if other.kind.name == "disclosure"),
        tasks=tuple(edition.task_row(other) for other in tasks),
        other=tuple(card for card in cards if card.kind in ("story", "video", "document", "bulletin")),
    )
    column = edition.columns[entry.column]
    return Page(
        url=entry.url,
        template=entry.kind.template,
        title=meta.name,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        model=model,
        modified=day(own[0].meta.publish_at if own else meta.publish_at),
        **entry_head(edition, entry),
    )


def _counts(edition: Edition, own: tuple[Entry, ...]) -> list[tuple[str, int]]:
    found = []
    for column in edition.nav:
        if count := sum(entry.column == column.name for entry in own):
            found.append((column.title, count))
    return found


def _months(edition: Edition, news: list[Entry]) -> list[tuple[str, tuple[Card, ...]]]:
    groups = groupby(news, key=lambda entry: day(entry.meta.publish_at)[:7])
    return [(month, edition.cards(group)) for month, group in groups][:_MONTHS]


def _all_news_url(edition: Edition, unit: Entry, news: list[Entry]) -> str:
    """In the column that holds the most recent of it; nothing while there is no news."""
    return facet_url(edition.columns[news[0].column], unit_facet(edition), unit.stem) if news else ""


@dataclass(frozen=True, kw_only=True)
class CoveragePage:
    """Which units have a brand, in which phase, and which have none; samples are shown, not counted."""

    title: str
    covered: int
    total: int
    percent: int
    chart: Chart
    rows: tuple[tuple[Ref, str, BrandCard | None], ...]
    """A unit, what sort it is, and its brand."""


def coverage_page(edition: Edition, column: Column) -> Page:
    """一单位一品牌. (directive, 二（二）: 先期形成“一单位一品牌”)"""
    units = sorted(edition.entries("units"), key=lambda unit: unit.path)
    brands = {
        entry.meta.unit: edition.card(entry)
        for entry in reversed(edition.entries(column.name))
        if entry.meta.unit
    }
    rows = tuple(_coverage_row(edition, unit, brands.get(unit.stem)) for unit in units)
    real = [row for row, unit in zip(rows, units, strict=True) if not unit.meta.sample]
    covered = sum(brand is not None for _, _, brand in real)
    in_phase = Counter(brand.phase for _, _, brand in rows if brand)
    phases = [(phase.label, in_phase[phase.label]) for phase in Phase]
    title = "一单位一品牌"
    description = "各单位有没有党建品牌、进行到哪个阶段，一览可见。"
    return Page(
        url=f"{column.url}coverage/",
        template="coverage.html",
        title=title,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        description=description,
        meta=column_tags(edition, column),
        open_graph=open_graph(edition, title, f"{column.url}coverage/", "website", description),
        model=CoveragePage(
            title=title,
            covered=covered,
            total=len(real),
            percent=round(100 * covered / len(real)) if real else 0,
            chart=Chart(
                title="各阶段的品牌数（含示例）",
                desc="；".join(f"{label} {count} 个" for label, count in phases),
                series=("品牌数",),
                rows=tuple((label, (count,)) for label, count in phases),
            ),
            rows=rows,
        ),
    )


def _coverage_row(edition: Edition, unit: Entry, brand: Card | None) -> tuple[Ref, str, BrandCard | None]:
    meta = unit.meta
    assert isinstance(meta, UnitMeta)
    ref = Ref(title=meta.name, url=unit.url)
    return ref, meta.unit_kind.label, brand if isinstance(brand, BrandCard) else None
