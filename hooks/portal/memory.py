"""What one build leaves for the next, in one file: believed only if whole, and of the same program.

The file is a line that names the program, the hash of the rest, and the rest, pickled. It may be
deleted or damaged at any time: what cannot be believed is made anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from .drawing import Drawings
from .problem import Problem
from .reading import Reading

_HASH = 32


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
    return memory


def remember(file: Path, program: str, memory: Memory) -> None:
    """Keep this for the next build; if there is no room for it, the next build is only slower."""
    data = pickle.dumps(memory, protocol=pickle.HIGHEST_PROTOCOL)
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
