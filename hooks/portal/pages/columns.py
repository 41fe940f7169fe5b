"""A column's list: all its entries, or those of one unit, year, level …, in pages of a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..entry import Entry
from ..kinds.disclosure import Category
from ..kinds.document import DocumentMeta
from ..kinds.meta import Facet
from ..kinds.unit import UnitKind, UnitMeta
from ..library import disclosure_of, unit_name
from .board import Board, board
from .cards import Badge, Card, DisclosureRow, badges, brand_of, cards, disclosure_row, task_row
from .codes import Handout, handout
from .edition import Edition, question
from .head import column_tags, open_graph
from .page import Crumb, Page
from .shelves import Keys, Ref, Shelf, keys_of_unit, shelf
from .subscriptions import calendars, feeds


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
    embed: Handout | None = None
    """On the first page of the whole column."""


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
    kind: str
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
class FacetCount:
    """A facet's values in order: (value, label, how many entries)."""

    name: str
    label: str
    values: tuple[tuple[str, str, int], ...]


_WHOLE = ("disclosure", "task", "unit")
"""Kinds whose lists stand on one page: a directory, a board, a register."""


@question
def facets(edition: Edition, column: str) -> tuple[FacetCount, ...]:
    """The ways to browse a column that lead somewhere."""
    return tuple(
        FacetCount(
            name=facet.name,
            label=facet.label,
            values=tuple((value, facet.labels(value), len(keys)) for value, keys in groups.items()),
        )
        for facet, groups in _groups(edition, column).values()
        if groups
    )


@question
def listing(edition: Edition, column: str, facet: str, value: str) -> Keys:
    """A column's entries, or those of one value of a facet, as the column orders them."""
    return _groups(edition, column)[facet][1][value] if facet else _in_order(edition, column)


@question
def _groups(edition: Edition, column: str) -> Mapping[str, tuple[Facet, Mapping[str, Keys]]]:
    entries = [edition.library.by_key[key] for key in _in_order(edition, column)]
    kind = edition.library.kind_in(column)
    own = (_unit_facet(edition), _YEAR) if kind.dated else ()
    return {facet.name: (facet, _by_value(facet, entries)) for facet in (*own, *kind.facets)}


@question
def _in_order(edition: Edition, column: str) -> Keys:
    """Pinned ones first, then newest first; undated kinds by path, which officers choose."""
    entries = edition.library.in_column.get(column, ())
    if not edition.library.kind_in(column).dated:
        return tuple(entry.key for entry in sorted(entries, key=lambda entry: entry.path))
    today = edition.today
    pinned = [entry for entry in entries if entry.meta.pinned_until and entry.meta.pinned_until >= today]
    first = {entry.key for entry in pinned}
    return tuple(entry.key for entry in (*pinned, *(entry for entry in entries if entry.key not in first)))


def _unit_facet(edition: Edition) -> Facet:
    """By unit, for units that have a page."""
    units = {unit.stem: unit_name(unit) for unit in edition.library.in_column.get("units", ())}
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


_YEAR = Facet(name="year", label="年份", values=_year, labels=lambda year: f"{year} 年")


def _by_value(facet: Facet, entries: list[Entry]) -> Mapping[str, Keys]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for value in facet.values(entry.meta):
            found[value].append(entry.key)
    rank = {value: number for number, value in enumerate(facet.order)}
    ordered = sorted(found, key=lambda value: (rank.get(value, len(rank)), value), reverse=facet is _YEAR)
    return {value: tuple(found[value]) for value in ordered}


def facet_url(column: str, facet: str, value: str) -> str:
    """The address of a column's entries of one value; of the whole column, without a facet."""
    return f"{column}/by-{facet}/{value}/" if facet else f"{column}/"


def page_url(url: str, number: int) -> str:
    """The address of one page of a list; the first is the list's own."""
    return url if number == 1 else f"{url}page/{number}/"


def page_count(edition: Edition, total: int, kind: str = "") -> int:
    """How many pages a list of this many entries takes."""
    return 1 if kind in _WHOLE else max(1, -(-total // edition.settings.page_size))


def pager(url: str, number: int, pages: int) -> Pager:
    """First, last, and the pages around this one."""
    near = sorted({1, *range(max(1, number - 2), min(pages, number + 2) + 1), pages})
    items: list[tuple[str, str, bool]] = []
    for before, page in zip([0, *near], near, strict=False):
        if page - before > 1:
            items.append(("…", "", False))
        items.append((str(page), page_url(url, page), page == number))
    return Pager(
        number=number,
        pages=pages,
        previous_url=page_url(url, number - 1) if number > 1 else "",
        next_url=page_url(url, number + 1) if number < pages else "",
        items=tuple(items),
    )


def column_page(edition: Edition, name: str, facet: str, value: str, number: int) -> Page:
    """One page of a column, or of its entries of one value of a facet."""
    column = shelf(edition, name)
    assert column is not None
    keys = listing(edition, name, facet, value)
    url = facet_url(name, facet, value)
    pages = page_count(edition, len(keys), column.kind_name)
    size = edition.settings.page_size if pages > 1 else len(keys)
    counts = facets(edition, name)
    label = next((f"{found.label}：{_label(found, value)}" for found in counts if found.name == facet), "")
    base: dict[str, Any] = {
        "title": column.title,
        "description": column.description,
        "total": len(keys),
        "cards": cards(edition, keys[(number - 1) * size : number * size]),
        "facets": _facet_views(name, counts, facet, value),
        "current": label,
        "all_url": column.url,
        "pager": pager(url, number, pages),
        "embed": handout(edition, name, "column")
        if column.kind.dated and url == column.url and number == 1
        else None,
    }
    return _page(edition, column, _model(edition, column, keys, base), url, number)


def _label(facet: FacetCount, value: str) -> str:
    return next(label for code, label, _ in facet.values if code == value)


@lru_cache(maxsize=1)  # a list of many pages shows them on each
def _facet_views(
    column: str, counts: tuple[FacetCount, ...], facet: str, value: str
) -> tuple[FacetView, ...]:
    return tuple(
        FacetView(
            name=found.name,
            label=found.label,
            options=tuple(
                Option(
                    label=label,
                    url=facet_url(column, found.name, code),
                    count=count,
                    current=(found.name, code) == (facet, value),
                )
                for code, label, count in found.values
            ),
        )
        for found in counts
    )


def _page(edition: Edition, column: Shelf, model: ColumnPage, url: str, number: int) -> Page:
    title = f"{column.title}：{model.current.partition('：')[2]}" if model.current else column.title
    title = f"{title}（第 {number} 页）" if number > 1 else title
    address = page_url(url, number)
    return Page(
        url=address,
        template=column.kind.list_template,
        title=title,
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),) if model.current or number > 1 else (),
        description=column.description,
        meta=column_tags(edition, column),
        open_graph=open_graph(edition, title, address, "website", column.description),
        model=model,
        alternates=(*feeds(edition, column.title, column.url), *calendars(column)),
        card=column.name if model.embed else "",
        modified=max((shown.date for shown in model.cards), default=""),
    )


def _model(edition: Edition, column: Shelf, keys: Keys, values: dict[str, Any]) -> ColumnPage:
    match column.kind_name:
        case "brand":
            return BrandsPage(**values, coverage=Ref(title="一单位一品牌", url=f"{column.url}coverage/"))
        case "disclosure":
            return _directory(edition, column, keys, values)
        case "task":
            return BoardPage(**values, board=board([task_row(edition, key) for key in keys], column.url))
        case "unit":
            return UnitsPage(**values, groups=_unit_groups([unit_row(edition, key) for key in keys]))
        case _:
            return ColumnPage(**values)


@question
def internal_items(edition: Edition, column: str) -> Keys:
    """The items of a directory that are not for everybody and keep their line."""
    return tuple(entry.key for entry in edition.library.internal if entry.column == column)


@question
def _catalog_order(edition: Edition, keys: Keys) -> Keys:
    """By catalogue number, then by path."""
    library = edition.library
    items = {**{entry.key: entry for entry in library.internal}, **library.by_key}
    return tuple(sorted(keys, key=lambda key: (disclosure_of(items[key]).catalog_no or "~", items[key].path)))


def _directory(edition: Edition, column: Shelf, keys: Keys, values: dict[str, Any]) -> DirectoryPage:
    internal = () if values["current"] else internal_items(edition, column.name)
    rows = [disclosure_row(edition, key) for key in _catalog_order(edition, (*keys, *internal))]
    tones = [row.due_badge.tone for row in rows if row.due_badge]
    return DirectoryPage(
        **{**values, "total": len(rows)},
        groups=tuple(
            (category.label, category.value, found)
            for category in Category
            if (found := tuple(row for row in rows if row.category == category.value))
        ),
        due_soon=tones.count("warn"),
        overdue=tones.count("late"),
    )


@question
def unit_row(edition: Edition, key: str) -> UnitRow:
    """A unit in the list of units."""
    unit = edition.library.by_key[key]
    meta = unit.meta
    assert isinstance(meta, UnitMeta)
    brand = brand_of(edition, unit.stem)
    return UnitRow(
        name=meta.name,
        url=unit.url,
        kind=meta.unit_kind.label,
        party_org=meta.party_org.label if meta.party_org else "",
        pilot=meta.pilot,
        brand=Ref(title=brand.brand_name, url=brand.url) if brand else None,
        phase=brand.phase if brand else "",
        news=len(keys_of_unit(edition, unit.stem, "news")),
        badges=badges(edition, unit),
    )


def _unit_groups(rows: list[UnitRow]) -> tuple[tuple[str, tuple[UnitRow, ...]], ...]:
    groups = ((kind.label, tuple(row for row in rows if row.kind == kind.label)) for kind in UnitKind)
    return tuple(group for group in groups if group[1])
