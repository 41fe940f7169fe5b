"""What one build leaves for the next, in one file: believed only if whole, and of the same program.

The file is a line that names the program, the hash of the rest, and the rest, pickled. It may be
deleted or damaged at any time: what cannot be believed is made anew. Entries are pickled in parts, and a
part of which no entry has changed is written as it was read: pickling all of them took longer than the
rest of a day's change.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zlib import crc32

from .drawing import Drawings
from .problem import Problem
from .reading import Reading, Remembered

_HASH = 32
_PARTS = 64


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
    parts: tuple[bytes, ...] = ()
    """The entries of `reading` as they were pickled, where all this was recalled."""


def place(cache: Path, content: Path, site: Path) -> Path:
    """Where the memory of builds of this content into this site is kept."""
    name = hashlib.sha256(repr((str(content.resolve()), str(site.absolute()))).encode()).hexdigest()[:16]
    return cache / f"memory-{name}"


def recall(file: Path, program: str) -> Memory:
    """What was remembered, or nothing."""
    try:
        head, _, rest = file.read_bytes().partition(b"\n")
    except OSError:
        return Memory()
    if head != program.encode() or hashlib.sha256(rest[_HASH:]).digest() != rest[:_HASH]:
        return Memory()
    memory = pickle.loads(rest[_HASH:])
    assert isinstance(memory, Memory)
    entries = {path: found for part in memory.parts for path, found in pickle.loads(part).items()}
    return replace(memory, reading=replace(memory.reading, entries=entries))


def remember(file: Path, program: str, memory: Memory, before: Memory) -> Memory:
    """Keep this for the next build, and return it; if there is no room for it, that build is only slower.

    `before` is what was recalled: its parts are kept where they are the same.
    """
    memory = replace(memory, parts=tuple(_parts(memory.reading.entries, before)))
    kept = replace(memory, reading=replace(memory.reading, entries={}))
    data = pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL)
    fresh = file.with_name(f".{secrets.token_hex(6)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("xb") as stream:
            stream.write(program.encode() + b"\n" + hashlib.sha256(data).digest())
            stream.write(data)
        os.replace(fresh, file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
    return memory


def _parts(entries: Mapping[str, Remembered], before: Memory) -> Iterator[bytes]:
    """The entries, pickled: each in the part that its path decides."""
    known = before.reading.entries
    changed = {path for path, found in entries.items() if known.get(path) is not found}
    gone = known.keys() - entries
    anew = set(map(_part, changed | gone)) if before.parts else set(range(_PARTS))
    groups: dict[int, dict[str, Remembered]] = {number: {} for number in anew}
    for path, found in entries.items():
        if (number := _part(path)) in groups:
            groups[number][path] = found
    for number in range(_PARTS):
        if number in groups:
            yield pickle.dumps(groups[number], protocol=pickle.HIGHEST_PROTOCOL)
        else:
            yield before.parts[number]


def _part(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % _PARTS
