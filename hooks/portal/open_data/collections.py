"""The API: all entries of a kind in pages of records, and the index that says what there is.

A collection runs from the oldest entry to the newest, so that a new one changes its last page and no other.
Paths and fields are frozen: fields are only added, and a withdrawn entry leaves a record that says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from ..entry import Entry
from ..kinds import KINDS
from ..pages import TextPlan
from ..pages.edition import Edition, question
from ..pages.head import absolute
from ..pages.page import Text
from ..pages.shelves import Shelf, nav, shelves
from ..pages.subscriptions import API, API_INDEX, calendar_url, feed_urls
from .records import COLLECTIONS, address, json_text, record
from .schemas import schema_of, schema_url

MOST = 200
"""Records on a page."""


def collection_plans(edition: Edition) -> Iterator[TextPlan]:
    """The index, the pages of each collection, and their schemas."""
    yield API_INDEX, index
    for kind, count in sizes(edition):
        for number in range(1, pages(count) + 1):
            yield page_url(kind, number), partial(page, kind=kind, number=number)
        yield schema_url(kind), partial(schema, kind=kind)


def page_url(kind: str, number: int) -> str:
    """The address of a page of a collection, from 1."""
    return f"{API}{COLLECTIONS[kind]}/{number}.json"


def pages(count: int) -> int:
    """How many pages so many records take; an empty collection has an empty page."""
    return max(1, -(-count // MOST))


@question
def sizes(edition: Edition) -> tuple[tuple[str, int], ...]:
    """How many records there are of each kind."""
    found = _by_kind(edition)
    return tuple((kind, len(found.get(kind, ()))) for kind in KINDS)


@question
def members(edition: Edition, kind: str, number: int) -> tuple[Entry, ...]:
    """The entries on a page; those that were withdrawn keep their places."""
    return _by_kind(edition).get(kind, ())[(number - 1) * MOST : number * MOST]


@question
def is_last(edition: Edition, kind: str, number: int) -> bool:
    """Whether no page follows this one."""
    return len(_by_kind(edition).get(kind, ())) <= number * MOST


@question
def _by_kind(edition: Edition) -> Mapping[str, tuple[Entry, ...]]:
    library = edition.library
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted((*library.entries, *library.withdrawn), key=attrgetter("order"), reverse=True):
        found[entry.kind_name].append(entry)
    return {kind: tuple(group) for kind, group in found.items()}


def page(edition: Edition, kind: str, number: int) -> Text:
    """One page of a collection."""
    previous = address(edition, page_url(kind, number - 1)) if number > 1 else None
    following = None if is_last(edition, kind, number) else address(edition, page_url(kind, number + 1))
    return json_text(
        page_url(kind, number),
        {
            "collection": COLLECTIONS[kind],
            "page": number,
            "previous": previous,
            "next": following,
            "items": [record(edition, entry) for entry in members(edition, kind, number)],
        },
    )


def schema(edition: Edition, kind: str) -> Text:
    """What the pages of a collection hold, as JSON Schema."""
    return json_text(schema_url(kind), schema_of(kind))


def index(edition: Edition) -> Text:
    """What there is, and where."""
    settings = edition.settings
    listed = nav(edition)
    columns = [*listed, *(column for column in shelves(edition) if column not in listed)]
    return json_text(
        API_INDEX,
        {
            "version": 1,
            "name": settings.site_name,
            "description": settings.description,
            "language": "zh-CN",
            "home": absolute(edition, "") or None,
            "feeds": _feeds(edition, ""),
            "collections": [_collection(edition, kind, count) for kind, count in sizes(edition)],
            "columns": [_column(edition, column) for column in columns],
        },
    )


def _collection(edition: Edition, kind: str, count: int) -> dict[str, Any]:
    return {
        "name": COLLECTIONS[kind],
        "kind": kind,
        "label": KINDS[kind].label,
        "count": count,
        "pages": pages(count),
        "first": address(edition, page_url(kind, 1)),
        "last": address(edition, page_url(kind, pages(count))),
        "schema": address(edition, schema_url(kind)),
    }


def _column(edition: Edition, column: Shelf) -> dict[str, Any]:
    calendar = calendar_url(column)
    return {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "kind": column.kind_name,
        "url": address(edition, column.url),
        "feeds": _feeds(edition, column.url),
        "calendar": address(edition, calendar) if calendar else None,
    }


def _feeds(edition: Edition, url: str) -> dict[str, str] | None:
    """The feeds of a page; none while the site does not know its own address."""
    (_, atom), (_, json_feed) = feed_urls(url)
    found = {"atom": absolute(edition, atom), "json": absolute(edition, json_feed)}
    return found if all(found.values()) else None
