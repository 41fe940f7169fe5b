"""A unit's own page, and 一单位一品牌: which units have a brand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, islice

from markupsafe import Markup

from ..kinds.brand import Phase
from ..kinds.task import TaskMeta
from ..kinds.unit import UnitMeta
from .article import body
from .board import Chart
from .cards import (
    Badge,
    BrandCard,
    Card,
    DisclosureRow,
    Figure,
    ModelCard,
    TaskRow,
    badges,
    brand_of,
    card,
    cards,
    day,
    disclosure_row,
    task_row,
)
from .codes import Handout, handout
from .columns import facet_url, unit_row
from .edition import Edition, question
from .head import column_tags, entry_head, open_graph
from .page import Crumb, Page
from .shelves import Keys, Ref, column_ref, entry, keys_in, keys_of_unit, shelf
from .subscriptions import feeds

_MONTHS = 3
_OTHER_KINDS = ("story", "video", "document", "bulletin")


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """What a unit is, and all that it has on the portal."""

    title: str
    key: str
    """In the registry, and among the filters of the archive."""
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
    embed: Handout


def unit_page(edition: Edition, key: str) -> Page:
    """The page of one unit."""
    unit = entry(edition, key)
    meta = unit.meta
    assert isinstance(meta, UnitMeta)
    months = news_months(edition, unit.stem, _MONTHS)
    models = cards(edition, keys_of_unit(edition, unit.stem, "model"))
    other = [found for kind in _OTHER_KINDS for found in keys_of_unit(edition, unit.stem, kind)]
    model = UnitPage(
        title=meta.name,
        key=unit.stem,
        name=meta.name,
        short=meta.short or "",
        kind=meta.unit_kind.label,
        party_org=meta.party_org.label if meta.party_org else "",
        pilot=meta.pilot,
        badges=badges(edition, unit),
        site_url=meta.site_url or "",
        phone=meta.phone or "",
        body=body(edition, unit),
        brand=brand_of(edition, unit.stem),
        counts=counts(edition, unit.stem),
        months=tuple((month, cards(edition, keys)) for month, keys in months),
        all_news_url=facet_url(months[0][1][0].split("/")[0], "unit", unit.stem) if months else "",
        models=tuple(item for item in models if isinstance(item, ModelCard)),
        disclosure=tuple(
            disclosure_row(edition, item) for item in keys_of_unit(edition, unit.stem, "disclosure")
        ),
        tasks=tuple(task_row(edition, task) for task in tasks_of(edition, unit.stem)),
        other=tuple(sorted(cards(edition, other), key=lambda item: item.date, reverse=True)),
        embed=handout(edition, key, "unit"),
    )
    column = column_ref(edition, unit.column)
    return Page(
        url=unit.url,
        template=unit.kind.template,
        title=meta.name,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        model=model,
        alternates=feeds(edition, meta.name, unit.url),
        card=key,
        modified=card(edition, months[0][1][0]).date if months else day(meta.publish_at),
        **entry_head(edition, unit),
    )


@question
def counts(edition: Edition, unit: str) -> tuple[tuple[str, int], ...]:
    """How many entries a unit has in each column, in the columns' order."""
    found = Counter(other.column for other in edition.library.of_unit.get(unit, ()))
    return tuple(
        (column.title, found[column.name]) for column in edition.library.columns if found[column.name]
    )


@question
def news_months(edition: Edition, unit: str, most: int) -> tuple[tuple[str, Keys], ...]:
    """A unit's latest months with news, and the news of each."""
    news = [other for other in edition.library.of_unit.get(unit, ()) if other.kind_name == "news"]
    groups = groupby(news, key=lambda other: day(other.meta.publish_at)[:7])
    return tuple((month, tuple(other.key for other in group)) for month, group in islice(groups, most))


@question
def tasks_of(edition: Edition, unit: str) -> Keys:
    """The tasks that a unit owns."""
    return tuple(
        other.key
        for column in edition.library.of_kind("task")
        for other in sorted(edition.library.in_column.get(column.name, ()), key=lambda other: other.path)
        if isinstance(other.meta, TaskMeta) and unit in (other.meta.owner_unit, other.meta.unit)
    )


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


def coverage_page(edition: Edition, name: str) -> Page:
    """一单位一品牌. (directive, 二（二）: 先期形成“一单位一品牌”)"""
    column = shelf(edition, name)
    assert column is not None
    units = [unit_row(edition, key) for key in sorted(keys_in(edition, "units"))]
    rows = tuple(
        (Ref(title=unit.name, url=unit.url), unit.kind, brand_of(edition, _stem(unit.url))) for unit in units
    )
    samples = [any(badge.tone == "sample" for badge in unit.badges) for unit in units]
    real = [row for row, sample in zip(rows, samples, strict=True) if not sample]
    covered = sum(brand is not None for _, _, brand in real)
    in_phase = Counter(brand.phase for _, _, brand in rows if brand)
    phases = [(phase.label, in_phase[phase.label]) for phase in Phase]
    title, url = "一单位一品牌", f"{column.url}coverage/"
    description = "各单位有没有党建品牌、进行到哪个阶段，一览可见。示例单位列在表里，不计入覆盖率。"
    return Page(
        url=url,
        template="coverage.html",
        title=title,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        description=description,
        meta=column_tags(edition, column),
        open_graph=open_graph(edition, title, url, "website", description),
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


def _stem(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]
