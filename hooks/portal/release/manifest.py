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
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.json"
"""Its name in the root of a release; by it a folder is known to be one, and to be complete."""

_HEAD = '{"portal_manifest": 1,\n"files": [\n'
_MIDDLE = '],\n"sources": [\n'
_TAIL = "]}\n"
_PART = r'(?!\.\.?(?:/|"|\Z))[^/"\\\x00-\x1f\x7f-\x9f\ud800-\udfff]+'
_PATH = rf"(?![A-Za-z]:){_PART}(?:/{_PART})*"
_SAFE = re.compile(_PATH)
_FILE = re.compile(rf'\{{"path": "({_PATH})", "size": (\d{{1,15}}), "sha256": "([0-9a-f]{{64}})"\}},?\n')
_SOURCE = re.compile(rf'\{{"path": "({_PATH})", "sha256": "([0-9a-f]{{64}})"\}},?\n')


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


def load(data: bytes) -> Manifest:
    """The manifest in these bytes; raises `BadManifest` unless each line is as we would have written it."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BadManifest("清单不是 UTF-8 文本。") from None
    if not text.startswith(_HEAD):
        raise BadManifest("清单不是门户生成的。")
    files: dict[str, File] = {}
    place = len(_HEAD)
    while found := _FILE.match(text, place):
        files[found[1]] = File(int(found[2]), found[3])
        place = found.end()
    sources: dict[str, str] = {}
    if text.startswith(_MIDDLE, place):
        place += len(_MIDDLE)
        while found := _SOURCE.match(text, place):
            sources[found[1]] = found[2]
            place = found.end()
    manifest = Manifest(files=files, sources=sources)
    if text[place:] != _TAIL:
        line = text.count("\n", 0, place) + 1
        raise BadManifest(f"清单第 {line} 行不对，可能被改过，或没有传完整。")
    if manifest.dump() != data:
        raise BadManifest("清单里的顺序不对或有重复，可能被改过。")
    return manifest


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
