"""A folder of pictures made before: a shortcut that is checked at each use and may be deleted at any time.

A record is named after the recipe and the original's content, and holds its own digest and the picture; the
variants lie beside it. Whatever does not agree with its digest is as good as missing. Files appear whole, by
renaming, so several processes may share the folder.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from .variants import RECIPE, Picture, Variant


def cached_file(cache: Path, variant: Variant) -> Path:
    """The file of a variant in the cache, for the writer of the site."""
    return cache / Path(variant.path).name


def record_of(cache: Path, original: bytes) -> Path:
    """Where the cache remembers what became of an original, by today's recipe."""
    return cache / f"{hashlib.sha256(RECIPE.encode() + original).hexdigest()}.json"


def recall(record: Path) -> Picture | None:
    """The picture of a record, if all of it is there and whole."""
    try:
        digest, _, text = record.read_bytes().partition(b"\n")
        picture = _form().validate_json(text)
    except (OSError, ValidationError):
        return None
    whole = digest == _digest(text) and all(is_whole(record.parent, variant) for variant in picture.files)
    return picture if whole else None


def keep(record: Path, picture: Picture, files: Mapping[Variant, bytes]) -> None:
    """Remember a picture and its files; the record comes last, so that it speaks of files that are there."""
    record.parent.mkdir(parents=True, exist_ok=True)
    for variant, data in files.items():
        if not is_whole(record.parent, variant):
            _write(cached_file(record.parent, variant), data)
    text = _form().dump_json(picture)
    _write(record, _digest(text) + b"\n" + text)


@once
def _form() -> TypeAdapter[Picture]:
    """A picture as it is recorded; made when it is needed, since that takes long."""
    return TypeAdapter(Picture)


def is_whole(cache: Path, variant: Variant) -> bool:
    """Whether the cache has the file of a variant, byte for byte."""
    file = cached_file(cache, variant)
    try:
        return file.stat().st_size == variant.size and _digest(file.read_bytes()) == variant.sha256.encode()
    except OSError:
        return False


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _write(file: Path, data: bytes) -> None:
    unfinished = file.with_name(f"{secrets.token_hex(6)}.tmp")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
