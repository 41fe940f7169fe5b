"""The index of the site: a large part, and a small one of what has changed since that was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from .blocks import deflate
from .document import FACETS, Document, Labels
from .normalise import simplified
from .part import Part, build_part, directories

VERSION = 1
POINTER = "search/index.json"
_BLOCK = 4000
"""Documents named in a block of the large part."""


def whole(
    documents: Sequence[Document], labels: Labels, executor: Executor, salt: str
) -> Iterator[tuple[str, bytes]]:
    """All files of an index made from nothing."""
    part, files = build_part(documents, executor, _BLOCK, salt)
    yield from files
    root, frame = directories(part, **common(labels))
    yield from frame.items()
    yield from tables()
    yield POINTER, pointer([root])


def common(labels: Labels) -> dict[str, Any]:
    """What the last root says for the whole index."""
    return {
        "facets": {name: list(values.items()) for name, values in labels.items()},
        "labels": dict(FACETS),
        "map": _map()[0],
    }


def tables() -> Iterator[tuple[str, bytes]]:
    """The table of traditional characters."""
    name, data = _map()
    yield f"search/v{VERSION}/{name}.bin", data


def _map() -> tuple[str, bytes]:
    data = deflate(json.dumps(dict(simplified()), ensure_ascii=False, separators=(",", ":")).encode())
    return f"simplified-{hashlib.sha256(data).hexdigest()[:12]}", data


def pointer(roots: Sequence[str]) -> bytes:
    """The file with the fixed name; `roots` are the paths of the parts' roots."""
    prefix = f"search/v{VERSION}/"
    parts = [root.removeprefix(prefix).removesuffix(".bin") for root in roots]
    return json.dumps({"version": VERSION, "parts": parts}, separators=(",", ":")).encode()


__all__ = ["POINTER", "VERSION", "Mapping", "Part", "common", "pointer", "tables", "whole"]
