"""Pictures for the web: officers' photos in sizes that load fast and tell nothing about who took them.

An original is never published. From each come WebP pictures in several widths and one JPEG (PNG, if it is
transparent) for old browsers, without EXIF, GPS, XMP, colour profile or comments, under names made of their
content. They lie in a cache folder; the writer of the site copies them from there:

    pictures, problems = make_pictures(content, ["news/a/1.jpg"], cache, executor)
    for variant in pictures["news/a/1.jpg"].files:
        copyfile(cached_file(cache, variant), site / variant.path)
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from ..problem import Problem, errors
from .cache import cached_file, is_whole, keep, recall, record_of
from .inspection import DAMAGED, MAX_BYTES, UNREADABLE, fault, inspect_picture
from .variants import Picture, Variant, decode, develop

__all__ = [
    "Picture",
    "Variant",
    "cached_file",
    "inspect_picture",
    "is_whole",
    "make_picture",
    "make_pictures",
]


def make_pictures(
    content: Path, sources: Iterable[str], cache: Path, executor: Executor
) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """Make the pictures at these paths below `content`; one with an error is missing from the result.

    Problems come in the order of the paths. Those that `inspect_picture` finds are among them.
    """
    ordered = sorted(set(sources))
    made = list(executor.map(partial(make_picture, content, cache), ordered, chunksize=4))
    pictures = {source: picture for source, (picture, _) in zip(ordered, made, strict=True) if picture}
    return pictures, tuple(problem for _, problems in made for problem in problems)


def make_picture(content: Path, cache: Path, source: str) -> tuple[Picture | None, tuple[Problem, ...]]:
    """Make the picture at one path below `content`, or take it from the cache; `None` after an error."""
    try:
        data = _read(content, source)
    except (OSError, ValueError, RuntimeError):  # the latter two: a NUL in the path, a link to itself
        return None, (fault(source, UNREADABLE),)
    problems = inspect_picture(source, io.BytesIO(data))
    if errors(problems):
        return None, problems
    record = record_of(cache, data)
    if picture := recall(record):
        return picture, problems
    with warnings.catch_warnings(action="ignore"):  # Pillow's, in English, of what matters to nobody here
        try:
            image = decode(data)
        except Exception:  # Pillow's readers raise whatever broken bytes lead them into
            return None, (fault(source, DAMAGED),)
        picture, files = develop(image)
    keep(record, picture, files)
    return picture, problems


def _read(content: Path, source: str) -> bytes:
    """The bytes of a file inside `content` that is no pipe or device, enough to see if it is too large."""
    path = (content / source).resolve(strict=True)
    if not path.is_relative_to(content.resolve()) or not path.is_file():
        raise FileNotFoundError(source)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
