"""The archive: everything dated, by year and month, by column, by unit, by tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .cards import Card, cards, day, unit_ref
from .columns import ColumnPage, Pager, page_count, page_url, pager
from .edition import Edition, question
from .head import open_graph, site_tags
from .page import Crumb, Page
from .shelves import Keys, Ref, keys_in, nav

ARCHIVE = Crumb(title="检索与归档", url="archive/")
TAGS = Crumb(title="标签", url="tags/")


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


@question
def periods(edition: Edition) -> tuple[tuple[str, int], ...]:
    """The years and months that hold something, the newest first: (address, how many entries)."""
    return tuple((url, len(keys)) for url, keys in _by_period(edition).items())


@question
def of_period(edition: Edition, url: str) -> Keys:
    """The entries of a year or month, newest first."""
    return _by_period(edition)[url]


@question
def _by_period(edition: Edition) -> Mapping[str, Keys]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in edition.library.entries:
        if entry.kind.dated and entry.meta.publish_at:
            moment = entry.meta.publish_at
            found[_period_url(moment.year)].append(entry.key)
            found[_period_url(moment.year, moment.month)].append(entry.key)
    return {url: tuple(found[url]) for url in sorted(found, reverse=True)}


def _period_url(year: int, month: int = 0) -> str:
    """archive/2026/ or archive/2026/03/"""
    return f"{ARCHIVE.url}{year}/{month:02}/" if month else f"{ARCHIVE.url}{year}/"


def _name(url: str) -> str:
    """A year or month by its address."""
    _, year, *month, _ = url.split("/")
    return f"{year} 年 {int(month[0])} 月" if month else f"{year} 年"


def period_page(edition: Edition, url: str, number: int) -> Page:
    """One page of a year or month."""
    keys = of_period(edition, url)
    order = [other for other, _ in periods(edition) if other.count("/") == url.count("/")]
    place = order.index(url)
    near = [*order[max(place - 1, 0) : place], *order[place + 1 : place + 2]]
    size = edition.settings.page_size
    model = PeriodPage(
        title=_name(url),
        total=len(keys),
        cards=cards(edition, keys[(number - 1) * size : number * size]),
        pager=pager(url, number, page_count(edition, len(keys))),
        siblings=tuple(Ref(title=_name(other), url=other) for other in near),
    )
    return _page(edition, "archive_month.html", url, number, model, (ARCHIVE,))


def archive_page(edition: Edition) -> Page:
    """The archive's front: years as calendars, columns, units, tags."""
    counts = dict(periods(edition))
    years = [url for url in counts if url.count("/") == 2]
    columns = [
        (column.ref, len(keys_in(edition, column.name))) for column in nav(edition) if column.kind.dated
    ]
    model = ArchivePage(
        title=ARCHIVE.title,
        total=sum(counts[url] for url in years),
        years=tuple(_year(url, counts) for url in years),
        columns=tuple((ref, count) for ref, count in columns if count),
        units=units_by_count(edition),
        tags=Ref(title=TAGS.title, url=TAGS.url),
    )
    return _page(edition, "archive.html", ARCHIVE.url, 1, model, ())


def _year(url: str, counts: dict[str, int]) -> ArchiveYear:
    year = int(url.split("/")[1])
    months = [(month, _period_url(year, month)) for month in range(1, 13)]
    return ArchiveYear(
        year=year,
        url=url,
        count=counts[url],
        months=tuple((month, counts.get(at, 0), at if at in counts else "") for month, at in months),
    )


@question
def units_by_count(edition: Edition) -> tuple[tuple[Ref, int], ...]:
    """The units that published something, the most active first."""
    library = edition.library
    found = []
    for unit in library.in_column.get("units", ()):
        count = sum(entry.kind.dated for entry in library.of_unit.get(unit.stem, ()))
        if count and (ref := unit_ref(edition, unit.stem)):
            found.append((ref, count))
    return tuple(sorted(found, key=lambda item: (-item[1], item[0].url)))


@question
def tags(edition: Edition) -> tuple[tuple[str, int], ...]:
    """All tags, the most used first."""
    counts = [(tag, len(group)) for tag, group in edition.library.of_tag.items()]
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))


@question
def of_tag(edition: Edition, tag: str) -> Keys:
    """A tag's entries, newest first."""
    return tuple(entry.key for entry in edition.library.of_tag[tag])


def tag_url(tag: str) -> str:
    """The address of a tag's list."""
    return f"{TAGS.url}{tag}/"


def tags_page(edition: Edition) -> Page:
    """The list of tags."""
    found = tuple((Ref(title=tag, url=tag_url(tag)), count) for tag, count in tags(edition))
    return _page(edition, "tags.html", TAGS.url, 1, TagsPage(title=TAGS.title, tags=found), (ARCHIVE,))


def tag_page(edition: Edition, tag: str, number: int) -> Page:
    """One page of a tag's entries."""
    keys, url, size = of_tag(edition, tag), tag_url(tag), edition.settings.page_size
    model = ColumnPage(
        title=f"标签：{tag}",
        description="",
        total=len(keys),
        cards=cards(edition, keys[(number - 1) * size : number * size]),
        facets=(),
        current="",
        all_url=TAGS.url,
        pager=pager(url, number, page_count(edition, len(keys))),
    )
    return _page(edition, "column.html", url, number, model, (ARCHIVE, TAGS))


@question
def newest_day(edition: Edition) -> str:
    """The day of the newest entry."""
    entries = edition.library.entries
    return day(entries[0].meta.publish_at) if entries else ""


def _page(
    edition: Edition,
    template: str,
    url: str,
    number: int,
    model: ArchivePage | PeriodPage | TagsPage | ColumnPage,
    trail: tuple[Crumb, ...],
) -> Page:
    title = f"{model.title}（第 {number} 页）" if number > 1 else model.title
    description = f"{title}：按年月、栏目、单位和标签查找{edition.settings.site_name}的全部稿件。"
    address = page_url(url, number)
    return Page(
        url=address,
        template=template,
        title=title,
        section=ARCHIVE.url,
        trail=trail,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, title, address, "website", description),
        model=model,
        modified=newest_day(edition),
    )
