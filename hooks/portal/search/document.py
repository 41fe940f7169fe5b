"""What of each entry is searched and shown: only what its page shows to everybody."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from ..entry import Entry
from ..fields import BEIJING, Choice
from ..kinds.brand import BrandMeta, Phase
from ..kinds.disclosure import Category, DisclosureMeta
from ..kinds.meta import Level, Meta
from ..kinds.model import ModelMeta
from ..kinds.unit import UnitMeta
from ..kinds.video import VideoMeta
from ..library import Library, unit_name
from .blocks import deflate, inflate
from .letters import decode, encode
from .normalise import STOP, may_join, normalise_all, simplified

_WORDS = (
    "name short brand_name subtitle doc_no catalog_no item issuer dept source position owner_post activity "
    "place slogan motto connotation carrier measures quotes pledge key_points path acceptance "
    "author photographer editor tags keywords"
).split()
"""Fields that a page shows in words, whatever kinds have them; and keywords, given to be found by."""
_TABLES: Mapping[str, tuple[str, type[Choice] | None]] = {
    "column": ("栏目", None),
    "unit": ("单位", None),
    "year": ("年份", None),
    "honour": ("荣誉级别", Level),
    "phase": ("品牌阶段", Phase),
    "category": ("公开类别", Category),
}
FACETS: Mapping[str, str] = {name: label for name, (label, _) in _TABLES.items()}
"""The facets with their labels."""

Facets = Mapping[str, tuple[str, ...]]
"""Of each facet, the values of one document."""
Labels = Mapping[str, Mapping[str, str]]
"""Of each facet, its values in the order of lists, with what readers see."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """An entry as search knows it; a page of results is made of these."""

    url: str
    title: str
    date: str
    """2026-03-06, by Beijing's clock."""
    time: int
    """Seconds since 1970; the newest come first, ties by path."""
    path: str
    kind: str
    thumb: tuple[str, int, int] | None
    """Address, width, height."""
    sample: bool
    facets: Facets
    parts: tuple[str, ...]
    """The summary, other short texts, and last the body; a term stands within one of them or the title."""

    @property
    def order(self) -> tuple[int, str]:
        """The newest first."""
        return -self.time, self.path

    @property
    def text(self) -> tuple[str, str]:
        """Title and other parts as they are searched, each part with a stop at its end."""
        return searched([self])[0]

    @property
    def head(self) -> bytes:
        """What a result shows besides texts, with the traditional characters that are in these."""
        known = simplified()
        there = {one for text in (self.title, *self.parts) for one in _traditional().findall(text)}
        said = vars(self) | {"map": {one: known[one] for one in sorted(there & known.keys())}}
        del said["title"], said["parts"]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    def codes(self, alphabet: str) -> str:
        """The alphabet for the document's texts.

        A character of the alphabet that normalising joins to its neighbours has no code here: the alphabet
        that readers get keeps a character only while some document has it as it is searched.
        """
        texts = (self.title, *self.parts)
        if not any(map(may_join, texts)):
            return alphabet
        unsearched = {*"".join(texts)} - {*"".join(self.text)}
        joined = {ord(one): "\0" for one in unsearched if one in alphabet}
        return alphabet.translate(joined) if joined else alphabet


def searched(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """The texts of all these documents."""
    texts = [[document.title, *filter(None, document.parts)] for document in documents]
    normal = iter(normalise_all([text for some in texts for text in some]))
    return [(next(normal) + STOP, "".join(next(normal) + STOP for _ in rest)) for _, *rest in texts]


@cache
def _traditional() -> re.Pattern[str]:
    """Finds them, and all beyond the first plane: to name single ones of these takes twenty times as long."""
    return re.compile(f"[{''.join(one for one in simplified() if ord(one) >> 16 == 0)}\U00010000-\U0010ffff]")


def make_records(alphabet: str, documents: Sequence[Document]) -> list[bytes]:
    """The files that the browser gets of some documents, for a worker process."""
    made: list[bytes] = []
    for codes, run in groupby(documents, lambda document: document.codes(alphabet)):
        some = [*run]
        texts = encode([(document.title, *document.parts) for document in some], codes)
        made += [deflate(document.head + b"\0", text) for document, text in zip(some, texts, strict=True)]
    return made


def read_record(data: bytes, alphabet: str) -> Document:
    """The document in a file that `make_records` made."""
    head, _, texts = inflate(data).partition(b"\0")
    said = json.loads(head.decode("utf-8", "surrogatepass"))
    del said["map"]
    title, *parts = decode(texts, alphabet)
    said["facets"] = {name: tuple(values) for name, values in said["facets"].items()}
    said["thumb"] = tuple(said["thumb"]) if said["thumb"] else None
    return Document(**said, title=title, parts=tuple(parts))


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A document that is made when it is needed."""

    path: str
    order: tuple[int, str]
    fingerprint: bytes
    """Differs when the document does."""
    document: Callable[[], Document] = field(repr=False, compare=False)


def listed(library: Library) -> list[Listed]:
    """All entries the public may see, the newest first."""
    names = cache(lambda unit: _unit_names(library.unit(unit)))
    found = (_listed(library, entry, names(entry.meta.unit)) for entry in library.entries)
    return sorted(found, key=attrgetter("order"))


def _listed(library: Library, entry: Entry, names: tuple[str, ...]) -> Listed:
    said = (entry.path, entry.kind_name, entry.digest, names, _thumb(library, entry))
    return Listed(
        path=entry.path,
        order=(-_time(entry), entry.path),
        fingerprint=hashlib.blake2b(repr(said).encode(), digest_size=16).digest(),
        document=partial(_document, library, entry),
    )


def labels(library: Library) -> Labels:
    """The values of all facets that entries have, in the order of lists."""
    there: dict[str, set[str]] = {name: set() for name in FACETS}
    there["column"] = {*library.in_column}
    there["unit"] = {key for key in library.of_unit if library.unit(key)}
    there["year"] = {_day(entry)[:4] for entry in library.entries}
    for entry in library.entries:
        for name, values in _facets_of_kind(entry.meta):
            there[name].update(values)
    units = {key: unit for key in sorted(there["unit"]) if (unit := library.unit(key))}
    known: dict[str, dict[str, str]] = {
        "column": {column.name: column.title for column in library.columns},
        "unit": {key: unit_name(unit) for key, unit in units.items()},
        "year": {year: f"{year}年" for year in sorted(there["year"] - {""}, reverse=True)},
    }
    for name, (_, choice) in _TABLES.items():
        if choice:
            known[name] = {member.value: member.label for member in choice}
    return {
        name: {value: label for value, label in known[name].items() if value in there[name]}
        for name in FACETS
    }


def _document(library: Library, entry: Entry) -> Document:
    meta = entry.meta
    unit = library.unit(meta.unit)
    words = dict.fromkeys((*_unit_names(unit), *_words(entry)))
    return Document(
        url=entry.url,
        title=meta.title,
        date=_day(entry),
        time=_time(entry),
        path=entry.path,
        kind=entry.kind_name,
        thumb=_thumb(library, entry),
        sample=meta.sample,
        facets={name: values for name, values in _facets(entry, unit) if values},
        parts=(meta.summary or "", *words, library.body(entry).text),
    )


def _time(entry: Entry) -> int:
    return int(-entry.order[0]) if entry.meta.publish_at else 0


def _day(entry: Entry) -> str:
    when = entry.meta.publish_at
    return when.astimezone(BEIJING).date().isoformat() if when else ""


def _unit_names(unit: Entry | None) -> tuple[str, ...]:
    if unit and isinstance(unit.meta, UnitMeta):
        return tuple(name for name in (unit.meta.name, unit.meta.short) if name)
    return ()


def _words(entry: Entry) -> Iterator[str]:
    for name in _fields_in_words(type(entry.meta)):
        if value := getattr(entry.meta, name):
            yield from map(_said, value if isinstance(value, tuple) else (value,))
    if isinstance(entry.meta, ModelMeta):
        yield from (honour.title for honour in entry.meta.honors)


@cache
def _fields_in_words(meta: type[Meta]) -> tuple[str, ...]:
    return tuple(name for name in _WORDS if name in meta.model_fields)


def _said(value: Any) -> str:
    return value.label if isinstance(value, Choice) else str(value)


def _facets(entry: Entry, unit: Entry | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    date = _day(entry)
    yield "column", (entry.column,) if entry.column else ()
    yield "unit", (unit.stem,) if unit else ()
    yield "year", (date[:4],) if date else ()
    yield from _facets_of_kind(entry.meta)


def _facets_of_kind(meta: Meta) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(meta, ModelMeta):
        yield "honour", tuple(sorted({honour.level.value for honour in meta.honors}))
    if isinstance(meta, BrandMeta):
        yield "phase", (meta.phase.value,)
    if isinstance(meta, DisclosureMeta):
        yield "category", (meta.category.value,)


def _thumb(library: Library, entry: Entry) -> tuple[str, int, int] | None:
    meta = entry.meta
    name = meta.cover.src if meta.cover else meta.poster if isinstance(meta, VideoMeta) else None
    picture = library.pictures.get(entry.beside(name)) if name else None
    if picture is None:
        return None
    small = picture.variants[0]
    return small.path, small.width, small.height
