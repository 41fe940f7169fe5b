"""All pages of the site: where each is, and how to make it when it has to be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .archive import ARCHIVE, TAGS, archive_page, period_page, periods, tag_page, tag_url, tags, tags_page
from .columns import column_page, facet_url, facets, listing, page_count, page_url
from .edition import Edition, question
from .embed_guide import embed_guide
from .embeds import EMBED, MISSING, embed_page, embedded, missing_card
from .entries import entry_page
from .furniture import SITEMAP, missing_page, sitemap_page
from .home import home_page
from .page import Page, Text
from .shelves import Keys, Shelf, shelves
from .subscriptions import EMBED_GUIDE
from .units import coverage_page, unit_page
from .withdrawn import withdrawn_page

Plan = tuple[str, Callable[[Edition], Page | Text]]
"""An address, and what makes what is there."""
PagePlan = tuple[str, Callable[[Edition], Page]]
TextPlan = tuple[str, Callable[[Edition], Text]]


def plans(edition: Edition) -> Iterator[PagePlan]:
    """Every page of an edition, in an order that does not change from build to build."""
    yield "", home_page
    for column in shelves(edition):
        yield from _column_plans(edition, column)
    for key, kind in entry_keys(edition):
        yield f"{key}/", partial(unit_page if kind == "unit" else entry_page, key=key)
    for key in withdrawn_keys(edition):
        yield f"{key}/", partial(withdrawn_page, key=key)
    yield ARCHIVE.url, archive_page
    for url, total in periods(edition):
        for number in _numbers(edition, total):
            yield page_url(url, number), partial(period_page, url=url, number=number)
    yield TAGS.url, tags_page
    for tag, total in tags(edition):
        for number in _numbers(edition, total):
            yield page_url(tag_url(tag), number), partial(tag_page, tag=tag, number=number)
    yield EMBED_GUIDE, embed_guide
    for key, kind in embedded(edition):
        yield f"{EMBED}{key}/", partial(embed_page, key=key, kind=kind)
    yield MISSING, missing_card
    yield SITEMAP.url, sitemap_page
    yield "404.html", missing_page


def _column_plans(edition: Edition, column: Shelf) -> Iterator[PagePlan]:
    parts = [(facet.name, value) for facet in facets(edition, column.name) for value, _, _ in facet.values]
    for facet, value in [("", ""), *parts]:
        total = len(listing(edition, column.name, facet, value))
        url = facet_url(column.name, facet, value)
        for number in _numbers(edition, total, column.kind_name):
            make = partial(column_page, name=column.name, facet=facet, value=value, number=number)
            yield page_url(url, number), make
    if column.kind_name == "brand":
        yield f"{column.url}coverage/", partial(coverage_page, name=column.name)


def _numbers(edition: Edition, total: int, kind: str = "") -> range:
    return range(1, page_count(edition, total, kind) + 1)


@question
def entry_keys(edition: Edition) -> tuple[tuple[str, str], ...]:
    """All entries that have a page, with their kinds."""
    return tuple((entry.key, entry.kind_name) for entry in edition.library.entries)


@question
def withdrawn_keys(edition: Edition) -> Keys:
    """The entries of which a notice is left."""
    return tuple(entry.key for entry in edition.library.withdrawn)
