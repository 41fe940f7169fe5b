"""What a release consists of: every file with its size and hash, in a file of its own that names no date.

    {"portal_manifest": 1,
    "files": [
    {"path": "index.html", "size": 812, "sha256": "9f86d081…"}
    ],
    "sources": [
    {"path": "news/a.md", "sha256": "60303ae2…"}
    ]}

It is JSON for whoever reads it. We read it by lines, each of which must be of this form: so a manifest from
a server that somebody else has taken over costs no more memory than its length and names no path to mischief.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import ge
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST = "manifest.json"
"""Its name in the root of a release; by it a folder is known to be one, and to be complete."""

_HEAD = '{"portal_manifest": 1,\n"files": [\n'
_MIDDLE = '],\n"sources": [\n'
_TAIL = "]}\n"
_PART = r'(?!\.\.?(?:/|"|\Z))[^/"\\\x00-\x1f\x7f-\x9f\ud800-\udfff]+'
_PATH = rf"(?![A-Za-z]:){_PART}(?:/{_PART})*"
_SAFE = re.compile(_PATH)
_FILE = re.compile(rf'\{{"path": "({_PATH})", "size": (0|[1-9]\d{{0,14}}), "sha256": "([0-9a-f]{{64}})"\}}')
_LISTED = re.compile(rb'^\{"path": "([^"]+)", "size": ', re.MULTILINE)
_SOURCE = re.compile(rf'\{{"path": "({_PATH})", "sha256": "([0-9a-f]{{64}})"\}}')


class BadManifest(ValueError):
    """Not a manifest of the portal; the message is in Chinese."""


class File(NamedTuple):
    """What a manifest says of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The files of a release, and the published sources that they were made from."""

    files: Mapping[str, File]
    """By path from the site's root; all but the manifest itself."""
    sources: Mapping[str, str]
    """SHA-256 by path below content/."""

    def dump(self) -> bytes:
        """The same bytes for the same content, on any day."""
        files = (
            f'{{"path": "{path}", "size": {file.size}, "sha256": "{file.sha256}"}}'
            for path, file in sorted(self.files.items())
        )
        sources = (
            f'{{"path": "{path}", "sha256": "{sha256}"}}' for path, sha256 in sorted(self.sources.items())
        )
        return f"{_HEAD}{_lines(files)}{_MIDDLE}{_lines(sources)}{_TAIL}".encode()


def _lines(items: Iterator[str]) -> str:
    text = ",\n".join(items)
    return f"{text}\n" if text else ""


@lru_cache(maxsize=1)  # a build asks twice for that of the live site
def load(data: bytes) -> Manifest:
    """The manifest in these bytes; raises `BadManifest` unless each line is as we would have written it."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BadManifest("清单不是 UTF-8 文本。") from None
    if not text.startswith(_HEAD):
        raise BadManifest("清单不是门户生成的。")
    above, middle, below = text.removeprefix(_HEAD).partition(_MIDDLE)
    files, sources = _items(_FILE, above), _items(_SOURCE, below.removesuffix(_TAIL))
    if files is None or sources is None or not middle or not below.endswith(_TAIL):
        raise BadManifest(f"清单第 {_wrong_line(text)} 行不对，可能被改过，或没有传完整。")
    for items in (files, sources):
        paths = [item[0] for item in items]
        if any(map(ge, paths, paths[1:])):
            raise BadManifest("清单里的顺序不对或有重复，可能被改过。")
    return Manifest(
        files={path: File(int(size), sha256) for path, size, sha256 in files},
        sources=dict(sources),
    )


def _items(form: re.Pattern[str], text: str) -> list[Any] | None:
    """What stands in lines of this form with commas between them; nothing where there is anything else."""
    if not text:
        return []
    size = form.groups + 1
    pieces = form.split(text)
    between = pieces[::size]
    if between != ["", *[",\n"] * (len(between) - 2), "\n"]:
        return None
    return [*zip(*(pieces[place::size] for place in range(1, size)), strict=True)]


def _wrong_line(text: str) -> int:
    """The number of the first line that is not one of a manifest's, or of the one after the last."""
    ours = {*f"{_HEAD}{_MIDDLE}{_TAIL}".splitlines()}
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        item = line.removesuffix(",")
        if line not in ours and not (_FILE.fullmatch(item) or _SOURCE.fullmatch(item)):
            return number
    return len(lines)


def paths_in(data: bytes, other: bytes) -> tuple[set[str], set[str]]:
    """The files that a manifest lists: those of which another says the same in so many bytes, and the rest.

    That takes half the time of reading it: nothing is checked, not even the paths. Raises `BadManifest` where
    it is none of ours.
    """
    if not data.startswith(_HEAD.encode()):
        raise BadManifest("清单不是门户生成的。")
    lines = {*data.split(b"\n")}
    same = lines.intersection(other.split(b"\n"))
    return _listed(same), _listed(lines - same)


def _listed(lines: set[bytes]) -> set[str]:
    return {path.decode() for path in _LISTED.findall(b"\n".join(lines))}


def is_safe(path: str) -> bool:
    """Whether a path leads to one place inside a folder on every system, and can stand in a manifest."""
    return _SAFE.fullmatch(path) is not None


def measure(path: str | Path) -> File:
    """The size and hash of a file as it lies there."""
    with open(path, "rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return File(stream.tell(), sha256)


def walk(folder: str | Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder but folders, by path from there; no link is followed."""
    waiting = [("", os.fspath(folder))]
    while waiting:
        prefix, here = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    yield prefix + entry.name, entry
