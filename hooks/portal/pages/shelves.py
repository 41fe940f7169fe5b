"""The columns as pages see them, and the lists of entries that the library keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from ..columns import Column
from ..entry import Entry
from ..kinds import KINDS
from ..kinds.meta import Kind
from .edition import Edition, question

Keys = tuple[str, ...]
"""The keys of entries, in the order of a list."""


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A link to another page of the site, by its address from the root."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A column: what it is called and what it holds."""

    name: str
    title: str
    url: str
    kind_name: str
    description: str
    keywords: tuple[str, ...]
    column_type: str

    @property
    def kind(self) -> Kind:
        """What its entries are."""
        return KINDS[self.kind_name]

    @property
    def ref(self) -> Ref:
        """A link to it."""
        return Ref(title=self.title, url=self.url)


@question
def shelves(edition: Edition) -> tuple[Shelf, ...]:
    """All columns, by folder."""
    return tuple(_shelf(column) for column in edition.library.columns)


@question
def shelf(edition: Edition, name: str) -> Shelf | None:
    """The column in this folder; plain pages are in none."""
    column = edition.library.column(name)
    return _shelf(column) if column else None


def nav(edition: Edition) -> tuple[Shelf, ...]:
    """The columns of the navigation bar, in the order of the settings, else by folder."""
    order = {name: number for number, name in enumerate(edition.settings.nav)}
    listed = [column for column in shelves(edition) if not order or column.name in order]
    return tuple(sorted(listed, key=lambda column: (order.get(column.name, 0), column.name)))


def of_kind(edition: Edition, kind: str) -> tuple[Shelf, ...]:
    """The columns that hold entries of this kind."""
    return tuple(column for column in shelves(edition) if column.kind_name == kind)


def column_ref(edition: Edition, name: str) -> Ref:
    """A link to a column; plain pages, which have none, lead to the home page."""
    column = shelf(edition, name)
    return column.ref if column else Ref(title="首页", url="")


@question
def entry(edition: Edition, key: str) -> Entry:
    """All of an entry, for its own page."""
    return edition.library.by_key[key]


@question
def keys_in(edition: Edition, column: str) -> Keys:
    """A column's entries, newest first."""
    return _keys(edition.library.in_column.get(column, ()))


@question
def keys_of_kind(edition: Edition, kind: str, most: int) -> Keys:
    """The newest entries of a kind over all its columns, at most this many."""
    columns = [column.name for column in edition.library.of_kind(kind)]
    found = [other for name in columns for other in edition.library.in_column.get(name, ())[:most]]
    return _keys(tuple(sorted(found, key=attrgetter("order"))[:most]))


@question
def keys_of_topic(edition: Edition, topic: str) -> Keys:
    """A topic's entries, newest first."""
    return _keys(edition.library.of_topic.get(topic, ()))


@question
def first_of_topic(edition: Edition, topic: str, most: int) -> Keys:
    """A topic's newest entries."""
    return _keys(edition.library.of_topic.get(topic, ())[:most])


@question
def keys_of_unit(edition: Edition, unit: str, kind: str) -> Keys:
    """A unit's entries of one kind, newest first."""
    return _keys(tuple(other for other in edition.library.of_unit.get(unit, ()) if other.kind_name == kind))


@question
def first_of_unit(edition: Edition, unit: str, most: int) -> Keys:
    """A unit's newest entries of all kinds."""
    return _keys(edition.library.of_unit.get(unit, ())[:most])


@question
def mentioning(edition: Edition, key: str) -> Keys:
    """The entries that link to this one or name it as their proof, newest first; plain pages do not count."""
    return tuple(other.key for other in edition.library.mentioning.get(key, ()) if other.column)


@question
def replaced_by(edition: Edition, key: str) -> Keys:
    """The documents that this one replaces."""
    return _keys(edition.library.replaced.get(key, ()))


@question
def shown(edition: Edition, keys: Keys) -> Keys:
    """Those of these entries that have a page."""
    return tuple(key for key in keys if key in edition.library.by_key)


@question
def kind_of(edition: Edition, key: str) -> str:
    """The name of an entry's kind."""
    return edition.library.by_key[key].kind_name


@question
def neighbours(edition: Edition, key: str) -> tuple[str | None, str | None]:
    """The next newer and the next older entry of the same column."""
    return _all_neighbours(edition).get(key, (None, None))


@question
def _all_neighbours(edition: Edition) -> Mapping[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {}
    for group in edition.library.in_column.values():
        keys = _keys(group)
        for newer, key, older in zip((None, *keys), keys, (*keys[1:], None), strict=False):
            found[key] = (newer, older)
    return found


def _keys(entries: tuple[Entry, ...]) -> Keys:
    return tuple(other.key for other in entries)


def _shelf(column: Column) -> Shelf:
    fields = column.fields
    return Shelf(
        name=column.name,
        title=fields.title,
        url=column.url,
        kind_name=column.kind.name,
        description=fields.description or "",
        keywords=fields.keywords,
        column_type=fields.column_type.label if fields.column_type else "",
    )
