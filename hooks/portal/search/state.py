"""What one index leaves for the next, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Labels
from .part import Part


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
