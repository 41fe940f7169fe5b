"""What one index leaves for the next, in a file of its own: believed if whole and of the same program."""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .document import Labels
from .part import Part

_HASH = 32


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a document is in the index."""

    fingerprint: bytes
    part: int
    """0 in the large part, 1 in the small one."""
    number: int


@dataclass(frozen=True, kw_only=True)
class State:
    """The index as it was published; its files themselves are read from the live site."""

    parts: tuple[Part, ...]
    places: dict[str, Place]
    """By the path of the document's entry."""
    labels: Labels
    files: dict[str, str]
    """The SHA-256 of each file, by its path on the site."""


def recall(file: Path, program: str) -> State | None:
    """What was remembered, if it can be believed."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    head = _head(data[len(program) + _HASH :], program)
    if not data.startswith(head):
        return None
    state = pickle.loads(data[len(head) :])
    assert isinstance(state, State)
    return state


def remember(file: Path, program: str, state: State) -> None:
    """Keep this for the next build; if there is no room for it, the next build is only slower."""
    data = pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL)
    fresh = file.with_name(f".{secrets.token_hex(6)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(_head(data, program) + data)
        os.replace(fresh, file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def _head(data: bytes, program: str) -> bytes:
    return program.encode() + hashlib.sha256(data).digest()
