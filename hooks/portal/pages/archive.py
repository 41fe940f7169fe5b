"""The archive: everything dated, by year and month, by column, by unit, by tag."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..entry import Entry
from .cards import Card, Ref
from .columns import ColumnPage, Pager, pager
from .edition import Edition, day
from .head import open_graph, site_tags
from .page import Crumb, Page

ARCHIVE = Crumb(title="检索与归档", url="archive/")
TAGS = Crumb(title="标签", url="tags/")

Months = dict[tuple[int, int], list[Entry]]


@dataclass(frozen=True, kw_only=True)
class ArchiveYear:
    """A year as a calendar of counts: (month, count, address or "")."""

    year: int
    url: str
    count: int
    months: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """The way into the archive without a search."""

    title: str
    total: int
    years: tuple[ArchiveYear, ...]
    columns: tuple[tuple[Ref, int], ...]
    units: tuple[tuple[Ref, int], ...]
    tags: Ref


@dataclass(frozen=True, kw_only=True)
class PeriodPage:
    """One month or one year of the archive, with links to the ones before and after."""

    title: str
    total: int
    cards: tuple[Card, ...]
    pager: Pager
    siblings: tuple[Ref, ...]


@dataclass(frozen=True, kw_only=True)
class TagsPage:
    """All tags, the most used first."""

    title: str
    tags: tuple[tuple[Ref, int], ...]


def archive_pages(edition: Edition) -> Iterator[Page]:
    """The archive's front, and its months."""
    months: Months = defaultdict(list)
    for entry in edition.library.entries:
        if entry.kind.dated and entry.meta.publish_at:
            months[entry.meta.publish_at.year, entry.meta.publish_at.month].append(entry)
    yield _front(edition, months)
    years: dict[str, list[Entry]] = defaultdict(list)
    for (year, _), group in sorted(months.items(), reverse=True):
        years[_year_url(year)] += group
    by_month = {month_url(month): group for month, group in sorted(months.items(), reverse=True)}
    for groups in (years, by_month):
        order = list(groups)
        for newer, url, older in zip((None, *order), order, (*order[1:], None), strict=False):
            siblings = tuple(Ref(title=_name(near), url=near) for near in (newer, older) if near)
            for number, shown, pages in _paged(edition, url, groups[url]):
                model = PeriodPage(
                    title=_name(url),
                    total=len(groups[url]),
                    cards=edition.cards(shown),
                    pager=pages,
                    siblings=siblings,
                )
                yield _page(edition, "archive_month.html", url, number, model, (ARCHIVE,))


def month_url(month: tuple[int, int]) -> str:
    """archive/2026/03/"""
    return f"archive/{month[0]}/{month[1]:02}/"


def _year_url(year: int) -> str:
    return f"archive/{year}/"


def _name(url: str) -> str:
    """A year or month by its address."""
    _, year, *month, _ = url.split("/")
    return f"{year} 年 {int(month[0])} 月" if month else f"{year} 年"


def _front(edition: Edition, months: Months) -> Page:
    years = sorted({year for year, _ in months}, reverse=True)
    model = ArchivePage(
        title=ARCHIVE.title,
        total=sum(len(group) for group in months.values()),
        years=tuple(_year(year, months) for year in years),
        columns=tuple(
            (Ref(title=column.title, url=column.url), count)
            for column in edition.nav
            if column.kind.dated and (count := len(edition.entries(column.name)))
        ),
        units=tuple(_units(edition)),
        tags=Ref(title=TAGS.title, url=TAGS.url),
    )
    return _page(edition, "archive.html", ARCHIVE.url, 1, model, ())


def _year(year: int, months: Months) -> ArchiveYear:
    counts = [(month, len(months.get((year, month), ()))) for month in range(1, 13)]
    return ArchiveYear(
        year=year,
        url=_year_url(year),
        count=sum(count for _, count in counts),
        months=tuple((month, count, month_url((year, month)) if count else "") for month, count in counts),
    )


def _units(edition: Edition) -> list[tuple[Ref, int]]:
    found = []
    for unit in edition.entries("units"):
        count = sum(entry.kind.dated for entry in edition.library.of_unit.get(unit.stem, ()))
        if count and (ref := edition.unit_ref(unit.stem)):
            found.append((ref, count))
    return sorted(found, key=lambda item: (-item[1], item[0].url))


def _tags(edition: Edition) -> tuple[tuple[Ref, int], ...]:
    counts = Counter({tag: len(group) for tag, group in edition.library.of_tag.items()})
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((Ref(title=tag, url=f"{TAGS.url}{tag}/"), count) for tag, count in ordered)


def tag_pages(edition: Edition) -> Iterator[Page]:
    """The list of tags, and each tag's entries."""
    tags = _tags(edition)
    yield _page(edition, "tags.html", TAGS.url, 1, TagsPage(title=TAGS.title, tags=tags), (ARCHIVE,))
    for ref, count in tags:
        for number, shown, pages in _paged(edition, ref.url, list(edition.library.of_tag[ref.title])):
            model = ColumnPage(
                title=f"标签：{ref.title}",
                description="",
                total=count,
                cards=edition.cards(shown),
                facets=(),
                current="",
                all_url=TAGS.url,
                pager=pages,
            )
            yield _page(edition, "column.html", ref.url, number, model, (ARCHIVE, TAGS))


def _paged(edition: Edition, url: str, entries: list[Entry]) -> Iterator[tuple[int, list[Entry], Pager]]:
    size = edition.settings.page_size
    pages = -(-len(entries) // size)
    for number in range(1, pages + 1):
        yield number, entries[(number - 1) * size : number * size], pager(url, number, pages)


def _page(
    edition: Edition,
    template: str,
    url: str,
    number: int,
    model: ArchivePage | PeriodPage | TagsPage | ColumnPage,
    trail: tuple[Crumb, ...],
) -> Page:
    title = f"{model.title}（第 {number} 页）" if number > 1 else model.title
    description = f"{edition.settings.site_name}{model.title}，按年月、栏目、单位和标签查找全部稿件。"
    return Page(
        url=url if number == 1 else f"{url}page/{number}/",
        template=template,
        title=title,
        section=ARCHIVE.url,
        trail=trail,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, title, url, "website", description),
        model=model,
        modified=day(edition.library.entries[0].meta.publish_at) if edition.library.entries else "",
    )
