"""An entry: one Markdown file, read, validated and rendered; nothing here knows other entries."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from .body import Body, Heading, Link, render_body
from .decoding import MAX_BYTES, decode
from .fields import BEIJING, Fields
from .files import FileUse, Role
from .front_matter import Source, parse_source
from .kinds import KINDS
from .kinds.brand import BrandMeta
from .kinds.meta import Kind, Meta
from .kinds.video import VideoMeta
from .paths import beside, url_of
from .problem import Problem, errors
from .publication import digest_of, seal_of
from .validation import sound_part, validate

F = TypeVar("F", bound=Fields)

_LONG_AGO = datetime(1900, 1, 1, tzinfo=BEIJING)
_OPENING = 200
"""Characters."""
_FOR_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_BLOCK = 1 << 15
"""Bytes: nearly every post is shorter, and to ask for a million takes four times as long."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post, page, unit or item of the portal."""

    path: str
    """news/2026/a.md"""
    url: str
    """news/2026/a/"""
    kind_name: str
    column: str
    """The folder of its column; empty for a plain page."""
    meta: Meta
    opening: str
    """The text's first words, as many as a summary may need."""
    characters: int
    """How much there is to read, without blanks."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    """The links in its body that the site has to resolve."""
    seal: str
    """SHA-256 of what a final review seals."""
    digest: str
    """SHA-256 of all that the file says: it differs when any page of the entry may."""
    files: tuple[FileUse, ...]
    lines: Mapping[str, int]
    """The line of each top-level field that is there."""

    @property
    def kind(self) -> Kind:
        """Its kind; looked up by name, since kinds hold functions that no other process can be sent."""
        return KINDS[self.kind_name]

    @cached_property
    def key(self) -> str:
        """The path without its suffix, by which other entries refer to this one."""
        return self.url.rstrip("/")

    @property
    def stem(self) -> str:
        """The last part of the key: a unit's or topic's own key."""
        return self.key.rsplit("/", 1)[-1]

    @cached_property
    def order(self) -> tuple[float, str]:
        """Where it stands among entries, which are shown newest first; its path decides between equals."""
        return -(self.meta.publish_at or _LONG_AGO).timestamp(), self.path

    def line(self, field: str) -> int:
        """The line of a field; 1 where it is left out."""
        return self.lines.get(field, 1)

    def beside(self, name: str) -> str:
        """A file named in the front matter, relative to the content folder."""
        return beside(self.path, name) or name


@dataclass(frozen=True, kw_only=True)
class Read:
    """What reading a file gave; an entry and its body only where nothing in the file is an error."""

    entry: Entry | None = None
    body: Body | None = None
    problems: tuple[Problem, ...] = ()
    files: tuple[FileUse, ...] = ()
    """What it names, whether or not the rest of it is right."""
    sha256: bytes = b""
    """Of the file's bytes; empty where it could not be read."""
    sound_part: Entry | None = None
    """What is right in a file with mistakes: where it leads nowhere, that can be told with the rest."""


def read_fields(
    root: Path, path: str, fields: type[F]
) -> tuple[F | None, Source | None, tuple[Problem, ...]]:
    """A file's front matter as fields of this type; nothing but problems where it cannot be had."""
    source, problems = _take_apart(read_bytes(root, path), path)
    if source is None:
        return None, None, problems
    found, wrong = validate(source, fields, path)
    return found, source, (*problems, *wrong)


def read_bytes(root: Path, path: str) -> bytes | None:
    """A file's bytes, of too long a post not all of them; None where it cannot be read.

    To read ten thousand posts by file objects takes twice as long.
    """
    data = b""
    try:
        file = os.open(f"{root}/{path}", _FOR_READING)
        try:
            while len(data) <= MAX_BYTES and (block := os.read(file, _BLOCK)):
                data += block
        finally:
            os.close(file)
    except OSError:
        return None
    return data


def sha256_of(data: bytes | None) -> bytes:
    """The hash of a file's bytes; empty where it could not be read."""
    return b"" if data is None else hashlib.sha256(data).digest()


def _take_apart(data: bytes | None, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    if data is None:
        return None, (
            Problem(path=path, line=0, message="文件打不开。", remedy="请检查它是否还在、是否有权限读取。"),
        )
    text, problems = decode(data, path)
    if errors(problems):
        return None, problems
    source, wrong = parse_source(text, path)
    return source, (*problems, *wrong)


def read_entry(root: Path, path: str, kind_name: str) -> Read:
    """The entry in a file, and all that is wrong with it as far as the file itself tells."""
    data = read_bytes(root, path)
    digest = sha256_of(data)
    source, problems = _take_apart(data, path)
    if source is None:
        return Read(problems=problems, sha256=digest)
    meta, wrong = validate(source, KINDS[kind_name].meta, path)
    body, unclear = render_body(source.body, path, source.body_line)
    problems = (*problems, *wrong, *unclear)
    files = tuple(_uses(meta, body, path, source)) if meta else ()
    if meta is None or errors(problems):
        right = meta or sound_part(source, KINDS[kind_name].meta)
        part = _entry(path, kind_name, right, body, source, files)
        return Read(problems=problems, files=files, sha256=digest, sound_part=part)
    entry = _entry(path, kind_name, meta, body, source, files)
    return Read(entry=entry, body=body, problems=problems, files=files, sha256=digest)


def _entry(
    path: str, kind_name: str, meta: Meta, body: Body, source: Source, files: tuple[FileUse, ...]
) -> Entry:
    seal = seal_of(source.values, source.body)
    return Entry(
        path=path,
        url=url_of(path),
        kind_name=kind_name,
        column=path.split("/")[0] if "/" in path else "",
        meta=meta,
        opening=" ".join(body.text[: _OPENING * 2].split())[:_OPENING],
        characters=len("".join(body.text.split())),
        headings=body.headings,
        links=body.links,
        seal=seal,
        digest=digest_of(source.values, seal),
        files=files,
        lines={str(at[0]): line for at, line in source.lines.items() if len(at) == 1},
    )


def _uses(meta: Meta, body: Body, path: str, source: Source) -> Iterator[FileUse]:
    """Every file that the entry names, in the front matter first."""
    named: list[tuple[Role, str | None, tuple[str | int, ...]]] = [
        (Role.PICTURE, meta.cover.src if meta.cover else None, ("cover", "src"))
    ]
    if isinstance(meta, BrandMeta):
        named.append((Role.PICTURE, meta.logo.src if meta.logo else None, ("logo", "src")))
    if isinstance(meta, VideoMeta):
        named += [(Role.FILM, meta.src, ("src",)), (Role.PICTURE, meta.poster, ("poster",))]
        named.append((Role.CAPTIONS, meta.captions, ("captions",)))
    named += [
        (Role.ATTACHMENT, item.src, ("attachments", number)) for number, item in enumerate(meta.attachments)
    ]
    for role, name, at in named:
        if name is not None:
            yield FileUse(role=role, path=beside(path, name) or name, line=source.line(at))
    for image in body.images:
        yield FileUse(role=Role.PICTURE, path=beside(path, image.src) or image.src, line=image.line)
