"""All entries the public may see, and the indices that answer what a page can ask about them.

Every index is built once, in one pass; nothing here costs entries × pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from .body import Body
from .columns import Column, HomeFields
from .entry import Entry
from .kinds.brand import BrandMeta
from .kinds.disclosure import DisclosureMeta
from .kinds.document import DocumentMeta
from .kinds.meta import Kind
from .kinds.task import TaskMeta
from .kinds.unit import UnitMeta
from .pictures import Picture

Index = Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, kw_only=True)
class Library:
    """What the site shows, in order: entries newest first, ties by path."""

    home: HomeFields
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]
    """Entries of which only a notice is left."""
    internal: tuple[Entry, ...]
    """Disclosed items that are not for everybody, of which the directory may keep a line."""
    pictures: Mapping[str, Picture]
    """By the original's path in the content folder."""
    body: Callable[[Entry], Body] = field(repr=False, compare=False)
    """The text of an entry; it may have to be read anew."""
    by_key: Mapping[str, Entry] = field(repr=False)
    in_column: Index = field(repr=False)
    of_unit: Index = field(repr=False)
    of_topic: Index = field(repr=False)
    of_tag: Index = field(repr=False)
    mentioning: Index = field(repr=False)
    """For an entry's key, the entries that link to it or name it as their proof."""
    replaced: Index = field(repr=False)
    """For a document's key, the documents it replaces."""

    def unit(self, key: str | None) -> Entry | None:
        """The unit of this key, if it has a page."""
        return self.by_key.get(f"units/{key}") if key else None

    def column(self, name: str) -> Column | None:
        """The column in this folder."""
        return next((column for column in self.columns if column.name == name), None)

    def kind_in(self, name: str) -> Kind:
        """The kind of the entries in this folder."""
        return next(column.kind for column in self.columns if column.name == name)

    def of_kind(self, kind: str) -> tuple[Column, ...]:
        """The columns that hold entries of this kind."""
        return tuple(column for column in self.columns if column.kind.name == kind)


def make_library(
    *,
    home: HomeFields,
    columns: tuple[Column, ...],
    entries: Iterable[Entry],
    withdrawn: Iterable[Entry] = (),
    internal: Iterable[Entry] = (),
    pictures: Mapping[str, Picture],
    body: Callable[[Entry], Body],
    links: Callable[[Entry], Iterable[str]],
) -> Library:
    """The library of these entries; `links` gives the keys of the entries that an entry's body links to."""
    ordered = tuple(sorted(entries, key=attrgetter("order")))
    return Library(
        home=home,
        columns=columns,
        entries=ordered,
        withdrawn=tuple(sorted(withdrawn, key=attrgetter("order"))),
        internal=tuple(sorted(internal, key=attrgetter("order"))),
        pictures=pictures,
        body=body,
        by_key={entry.key: entry for entry in ordered},
        in_column=_index(ordered, lambda entry: (entry.column,)),
        of_unit=_index(ordered, lambda entry: (entry.meta.unit,) if entry.meta.unit else ()),
        of_topic=_index(ordered, lambda entry: entry.meta.topics),
        of_tag=_index(ordered, lambda entry: entry.meta.tags),
        mentioning=_index(ordered, lambda entry: (*links(entry), *proofs(entry))),
        replaced=_index(ordered, _successors),
    )


def proofs(entry: Entry) -> tuple[str, ...]:
    """The keys of the entries that an entry names as its evidence."""
    match entry.meta:
        case BrandMeta() as meta:
            return meta.evidence
        case TaskMeta() as meta:
            return meta.proofs
        case _:
            return ()


def units_named(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The fields of an entry that name a unit, with the keys they name."""
    named = [("unit", entry.meta.unit)]
    if isinstance(entry.meta, BrandMeta):
        named += [("promoted_to", key) for key in entry.meta.promoted_to]
    if isinstance(entry.meta, TaskMeta):
        named.append(("owner_unit", entry.meta.owner_unit))
    return tuple((field, key) for field, key in named if key)


def entries_named(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The fields of an entry that name another entry, with the keys they name."""
    meta = entry.meta
    field = "evidence" if isinstance(meta, BrandMeta) else "proofs"
    return (
        *((field, key) for key in proofs(entry)),
        *(("replaced_by", key) for key in _successors(entry)),
    )


def unit_name(entry: Entry) -> str:
    """A unit as lists show it."""
    assert isinstance(entry.meta, UnitMeta)
    return entry.meta.short or entry.meta.name


def disclosure_of(entry: Entry) -> DisclosureMeta:
    """The fields of a disclosed item."""
    assert isinstance(entry.meta, DisclosureMeta)
    return entry.meta


def _successors(entry: Entry) -> tuple[str, ...]:
    meta = entry.meta
    return (meta.replaced_by,) if isinstance(meta, DocumentMeta) and meta.replaced_by else ()


def _index(entries: Iterable[Entry], keys: Callable[[Entry], tuple[str, ...]]) -> Index:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if named := keys(entry):
            for key in dict.fromkeys(named):
                found[key].append(entry)
    return {key: tuple(group) for key, group in found.items()}
