"""What one build leaves for the next, in one file.

Entries and pages are pickled in parts, and a part in which nothing has changed is written as it was read:
pickling all of them took longer than the rest of a day's change.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from . import snapshot
from .drawing import Drawings
from .problem import Problem
from .reading import Reading

_PARTS = 64

T = TypeVar("T")
Parts = tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A build that came to its end, and for how long it stands if nothing changes."""

    inputs: bytes
    """The fingerprint of the content, the look and the settings."""
    today: date
    since: datetime
    until: datetime | None
    """When the next entry goes online or offline."""
    release: str
    """The id of what it published."""
    problems: tuple[Problem, ...]
    entries: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Memory:
    """All that a later build may believe."""

    reading: Reading = field(default_factory=Reading)
    drawings: Drawings = field(default_factory=Drawings)
    outcome: Outcome | None = None
    entry_parts: Parts = ()
    """The entries of `reading`, pickled, where all this was recalled."""
    page_parts: Parts = ()
    """The pages of `drawings`, likewise."""


def place(cache: Path, content: Path, site: Path) -> Path:
    """Where the memory of builds of this content into this site is kept."""
    name = hashlib.sha256(repr((str(content.resolve()), str(site.absolute()))).encode()).hexdigest()[:16]
    return cache / f"memory-{name}"


def recall(file: Path, program: str) -> Memory:
    """What was remembered, or nothing; entries and pages are still in their parts."""
    memory = snapshot.load(file, program) or Memory()
    assert isinstance(memory, Memory)
    return memory


def unpack(memory: Memory) -> Memory:
    """The same with its entries and pages: where nothing changed, nobody asks for them."""
    return replace(
        memory,
        reading=replace(memory.reading, entries=_together(memory.entry_parts)),
        drawings=replace(memory.drawings, pages=_together(memory.page_parts)),
    )


def remember(file: Path, program: str, memory: Memory, before: Memory) -> Memory:
    """Keep this for the next build, and return it.

    `before` is what was recalled: its parts are kept where they are the same.
    """
    reading, drawings = memory.reading, memory.drawings
    memory = replace(
        memory,
        entry_parts=tuple(_parts(reading.entries, before.reading.entries, before.entry_parts)),
        page_parts=tuple(_parts(drawings.pages, before.drawings.pages, before.page_parts)),
    )
    kept = replace(memory, reading=replace(reading, entries={}), drawings=replace(drawings, pages={}))
    snapshot.save(file, program, kept)
    return memory


def _together(parts: Parts) -> dict[str, Any]:
    """What is in all parts, by name."""
    return {name: found for part in parts for name, found in pickle.loads(part).items()}


def _parts(all_of_it: Mapping[str, T], before: Mapping[str, T], as_it_was: Parts) -> Iterator[bytes]:
    """Everything, pickled: each thing in the part that its name decides."""
    changed = {name for name, found in all_of_it.items() if before.get(name) is not found}
    gone = before.keys() - all_of_it
    anew = set(map(_part, changed | gone)) if as_it_was else set(range(_PARTS))
    groups: dict[int, dict[str, T]] = {number: {} for number in anew}
    for name, found in all_of_it.items():
        if (number := _part(name)) in groups:
            groups[number][name] = found
    for number in range(_PARTS):
        if number in groups:
            yield pickle.dumps(groups[number], protocol=pickle.HIGHEST_PROTOCOL)
        else:
            yield as_it_was[number]


def _part(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) % _PARTS
