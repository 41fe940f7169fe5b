"""A column's list: all its entries, or those of one unit, year, level …, in pages of a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..columns import Column
from ..entry import Entry
from ..kinds.common import Facet
from ..kinds.disclosure import Category
from ..kinds.document import DocumentMeta
from ..kinds.unit import UnitKind, UnitMeta
from ..library import disclosure_of, unit_name
from .board import Board, board
from .cards import Badge, BrandCard, Card, DisclosureRow, Ref
from .edition import Edition
from .head import column_tags, open_graph
from .page import Crumb, Page


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a facet, with how many entries have it."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class FacetView:
    """One way to browse, and its values."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Pager:
    """Where in a list of pages one is; items are (label, address or "", current)."""

    number: int
    pages: int
    previous_url: str
    next_url: str
    items: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class ColumnPage:
    """One page of a column's list."""

    title: str
    description: str
    total: int
    cards: tuple[Card, ...]
    facets: tuple[FacetView, ...]
    current: str
    """"年份：2026", or nothing for the whole column."""
    all_url: str
    pager: Pager


@dataclass(frozen=True, kw_only=True)
class BrandsPage(ColumnPage):
    """The wall of brands."""

    coverage: Ref


@dataclass(frozen=True, kw_only=True)
class DirectoryPage(ColumnPage):
    """The disclosure directory: category, anchor, rows."""

    groups: tuple[tuple[str, str, tuple[DisclosureRow, ...]], ...]
    due_soon: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class BoardPage(ColumnPage):
    """The 3+2 board."""

    board: Board


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit in the list of units."""

    name: str
    url: str
    party_org: str
    pilot: bool
    brand: Ref | None
    phase: str
    news: int
    badges: tuple[Badge, ...]


@dataclass(frozen=True, kw_only=True)
class UnitsPage(ColumnPage):
    """The units by what sort they are."""

    groups: tuple[tuple[str, tuple[UnitRow, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class _Slice:
    """Some of a column's entries: where their list stands and what it is called."""

    url: str
    current: str
    facet: str
    value: str
    entries: tuple[Entry, ...]


def column_pages(edition: Edition, column: Column) -> Iterator[Page]:
    """The whole column, then its part for each value of each facet, each in as many pages as it needs."""
    entries = _in_order(edition, column)
    facets = (*_own_facets(edition, column), *column.kind.facets)
    groups = {facet.name: _by_value(facet, entries) for facet in facets}
    yield from _paged(
        edition,
        column,
        facets,
        groups,
        _Slice(url=column.url, current="", facet="", value="", entries=entries),
    )
    for facet in facets:
        for value, group in groups[facet.name].items():
            part = _Slice(
                url=facet_url(column, facet, value),
                current=f"{facet.label}：{facet.labels(value)}",
                facet=facet.name,
                value=value,
                entries=group,
            )
            yield from _paged(edition, column, facets, groups, part)


def facet_url(column: Column, facet: Facet, value: str) -> str:
    """The address of a column's entries of one value."""
    return f"{column.url}by-{facet.name}/{value}/"


def pager(url: str, number: int, pages: int) -> Pager:
    """First, last, and the pages around this one."""

    def at(page: int) -> str:
        return url if page == 1 else f"{url}page/{page}/"

    near = [page for page in range(1, pages + 1) if page in (1, pages) or abs(page - number) <= 2]
    items: list[tuple[str, str, bool]] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before > 1:
            items.append(("…", "", False))
        items.append((str(page), at(page), page == number))
    return Pager(
        number=number,
        pages=pages,
        previous_url=at(number - 1) if number > 1 else "",
        next_url=at(number + 1) if number < pages else "",
        items=tuple(items),
    )


def _in_order(edition: Edition, column: Column) -> tuple[Entry, ...]:
    """Pinned ones first, then newest first; undated kinds by path, which officers choose."""
    entries = edition.entries(column.name)
    if not column.kind.dated:
        return tuple(sorted(entries, key=lambda entry: entry.path))
    today = edition.today
    return tuple(
        sorted(entries, key=lambda entry: not (entry.meta.pinned_until and entry.meta.pinned_until >= today))
    )


def _own_facets(edition: Edition, column: Column) -> tuple[Facet, ...]:
    if not column.kind.dated:
        return ()
    return (
        unit_facet(edition),
        Facet(name="year", label="年份", values=_year, labels=lambda year: f"{year} 年"),
    )


def unit_facet(edition: Edition) -> Facet:
    """The facet that every dated kind has: by unit, for units that have a page."""
    units = {unit.stem: unit_name(unit) for unit in edition.entries("units")}
    return Facet(
        name="unit",
        label="单位",
        values=lambda meta: (meta.unit,) if meta.unit in units else (),
        labels=lambda key: units[key],
    )


def _year(meta: object) -> tuple[str, ...]:
    """The year a document was issued, else the year an entry was published."""
    moment = getattr(meta, "issued", None) if isinstance(meta, DocumentMeta) else None
    moment = moment or getattr(meta, "publish_at", None)
    return (str(moment.year),) if moment else ()


def _by_value(facet: Facet, entries: tuple[Entry, ...]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for value in facet.values(entry.meta):
            found[value].append(entry)
    rank = {value: number for number, value in enumerate(facet.order)}
    newest = facet.name == "year"
    ordered = sorted(found, key=lambda value: (rank.get(value, len(rank)), value), reverse=newest)
    return {value: tuple(found[value]) for value in ordered}


def _paged(
    edition: Edition,
    column: Column,
    facets: tuple[Facet, ...],
    groups: dict[str, dict[str, tuple[Entry, ...]]],
    part: _Slice,
) -> Iterator[Page]:
    size = (
        len(part.entries)
        if column.kind.name in ("disclosure", "task", "unit")
        else edition.settings.page_size
    )
    pages = max(1, -(-len(part.entries) // max(size, 1)))
    views = tuple(
        FacetView(
            name=facet.name,
            label=facet.label,
            options=tuple(
                Option(
                    label=facet.labels(value),
                    url=facet_url(column, facet, value),
                    count=len(group),
                    current=(facet.name, value) == (part.facet, part.value),
                )
                for value, group in groups[facet.name].items()
            ),
        )
        for facet in facets
        if groups[facet.name]
    )
    for number in range(1, pages + 1):
        shown = part.entries[(number - 1) * size : number * size]
        base = {
            "title": column.title,
            "description": column.fields.description or "",
            "total": len(part.entries),
            "cards": edition.cards(shown),
            "facets": views,
            "current": part.current,
            "all_url": column.url,
            "pager": pager(part.url, number, pages),
        }
        yield _page(edition, column, part, number, _model(edition, column, part, base))


def _page(edition: Edition, column: Column, part: _Slice, number: int, model: ColumnPage) -> Page:
    title = f"{column.title}：{part.current.split('：')[1]}" if part.current else column.title
    title = f"{title}（第 {number} 页）" if number > 1 else title
    newest = max((entry.meta.publish_at for entry in part.entries if entry.meta.publish_at), default=None)
    return Page(
        url=part.url if number == 1 else f"{part.url}page/{number}/",
        template=column.kind.list_template,
        title=title,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),) if part.current or number > 1 else (),
        description=column.fields.description or "",
        meta=column_tags(edition, column),
        open_graph=open_graph(edition, title, part.url, "website", column.fields.description or ""),
        model=model,
        modified=newest.strftime("%Y-%m-%d") if newest else "",
    )


def _model(edition: Edition, column: Column, part: _Slice, values: dict[str, Any]) -> ColumnPage:
    match column.kind.name:
        case "brand":
            return BrandsPage(**values, coverage=Ref(title="一单位一品牌", url=f"{column.url}coverage/"))
        case "disclosure":
            return _directory(edition, column, part, values)
        case "task":
            return BoardPage(**values, board=board(edition, part.entries, column.url))
        case "unit":
            return UnitsPage(**values, groups=_unit_groups(edition, part.entries))
        case _:
            return ColumnPage(**values)


def _directory(edition: Edition, column: Column, part: _Slice, values: dict[str, Any]) -> DirectoryPage:
    internal = [entry for entry in edition.library.internal if entry.column == column.name and not part.facet]
    items = sorted(
        (*part.entries, *internal), key=lambda entry: (disclosure_of(entry).catalog_no or "~", entry.path)
    )
    rows = [(disclosure_of(entry), edition.disclosure_row(entry)) for entry in items]
    badges = [row.due_badge for _, row in rows if row.due_badge]
    return DirectoryPage(
        **{**values, "total": len(rows)},
        groups=tuple(
            (category.label, category.value, found)
            for category in Category
            if (found := tuple(row for meta, row in rows if meta.category is category))
        ),
        due_soon=sum(badge.tone == "warn" for badge in badges),
        overdue=sum(badge.tone == "late" for badge in badges),
    )


def _unit_groups(edition: Edition, units: tuple[Entry, ...]) -> tuple[tuple[str, tuple[UnitRow, ...]], ...]:
    rows: dict[str, list[UnitRow]] = {kind.label: [] for kind in UnitKind}
    for unit in units:
        meta = unit.meta
        assert isinstance(meta, UnitMeta)
        own = edition.library.of_unit.get(unit.stem, ())
        brand = next((card for entry in own if isinstance(card := edition.card(entry), BrandCard)), None)
        rows[meta.unit_kind.label].append(
            UnitRow(
                name=meta.name,
                url=unit.url,
                party_org=meta.party_org.label if meta.party_org else "",
                pilot=meta.pilot,
                brand=Ref(title=brand.brand_name, url=brand.url) if brand else None,
                phase=brand.phase if brand else "",
                news=sum(entry.kind.name == "news" for entry in own),
                badges=edition.badges(unit),
            )
        )
    return tuple((label, tuple(group)) for label, group in rows.items() if group)
