"""Where the links between entries lead, and what is wrong with those that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, relpath
from urllib.parse import unquote, urlsplit

from .body import Link
from .body.anchors import ID_PREFIX
from .columns import Column, HomeFields, Stamp
from .entry import Entry
from .fields import nearest, quoted
from .files import Role
from .kinds.unit import UnitMeta
from .library import entries_named, units_named
from .paths import beside
from .problem import Problem

_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a link leads: an address from the site's root, with its fragment."""

    url: str
    key: str = ""
    """The entry it leads to, if it is one."""
    hidden: bool = False
    """The entry is there but not for the public, so the link leads to its column."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Everything in the content folder that a link can lead to."""

    entries: Mapping[str, Entry]
    """By path: all that could be read, public or not."""
    columns: Mapping[str, Column]
    unreadable: frozenset[str]
    """Paths of entries with mistakes of their own: there, but left out."""
    files: Mapping[str, Stamp]
    """The files that are not Markdown."""

    def target(self, entry: Entry, href: str, public: Mapping[str, Entry] | None = None) -> Target | None:
        """Where a link leads, None if nowhere; only to entries in `public`, by key, if it is given."""
        parts = urlsplit(href)
        if not parts.path:
            return _within(entry, parts.fragment)
        path = beside(entry.path, parts.path)
        if path is None:
            return None
        if any(use.path == path and use.role is not Role.PICTURE for use in entry.files):
            return Target(url=path)
        if path in ("", "index.md"):
            return Target(url="")
        if (column := path.removesuffix(".md").removesuffix("/index")) in self.columns:
            return Target(url=self.columns[column].url)
        return self._entry_target(path, parts.fragment, public)

    def _entry_target(self, path: str, fragment: str, public: Mapping[str, Entry] | None) -> Target | None:
        found = self._path_of(path.removesuffix(".md"))
        if found is None:
            return None
        entry = self.entries.get(found)
        if entry is None or (public is not None and entry.key not in public):
            column = self.columns.get(found.split("/")[0])
            return Target(url=column.url if column else "", hidden=True)
        return _within(entry, fragment)

    def _path_of(self, key: str) -> str | None:
        """The file of the entry with this key, readable or not."""
        for path in (f"{key}.md", f"{key}/index.md"):
            if path in self.entries or path in self.unreadable:
                return path
        return None

    def doubts(self, entry: Entry) -> Iterator[Problem]:
        """Every reference of this entry that leads nowhere, with the nearest thing that exists."""
        for name, key in units_named(entry):
            if self._path_of(f"units/{key}") is None:
                yield self._missing(entry, entry.line(name), "单位", key, "units")
        for key in entry.meta.topics:
            if self._path_of(f"topics/{key}") is None:
                yield self._missing(entry, entry.line("topics"), "专题", key, "topics")
        for name, key in entries_named(entry):
            if self._path_of(key) is None:
                yield self._no_entry(entry.path, entry.line(name), key)
        for link in entry.links:
            if self.target(entry, link.href) is None:
                yield self._dead(entry, link)

    def home_doubts(self, home: HomeFields) -> Iterator[Problem]:
        """Every lead story of the home page that is not there."""
        for key in home.lead:
            if self._path_of(key) is None:
                yield self._no_entry("index.md", 0, key)

    def _missing(self, entry: Entry, line: int, what: str, key: str, folder: str) -> Problem:
        stems = {
            name: other for other in self.entries.values() if other.column == folder for name in _names(other)
        }
        near = nearest(key.removesuffix(".md").rsplit("/", 1)[-1], stems, 0.5)
        remedy = (
            f"是不是 {stems[near].stem}（{stems[near].meta.title}）？"
            if near
            else f"请写 {folder} 文件夹里已有文件的名字，不带 .md。"
        )
        return Problem(path=entry.path, line=line, message=f"没有{quoted(key)}这个{what}。", remedy=remedy)

    def _no_entry(self, path: str, line: int, key: str) -> Problem:
        near = self._named(key.rpartition("/")[2])
        remedy = f"是不是 {near.key}？" if near else "请写稿件在 content 里的路径，不带 .md。"
        return Problem(path=path, line=line, message=f"找不到稿件{quoted(key)}。", remedy=remedy)

    def _dead(self, entry: Entry, link: Link) -> Problem:
        message = f"链接{quoted(unquote(link.href))}找不到目标。"
        return Problem(
            path=entry.path, line=link.line, message=message, remedy=self._way_out(entry, link.href)
        )

    def _way_out(self, entry: Entry, href: str) -> str:
        """What to write instead of a link that leads nowhere."""
        path = beside(entry.path, urlsplit(href).path)
        if path is None:
            return "链接指到了 content 文件夹外面，请改成里面的稿件。"
        if "#" in href and self.target(entry, href.split("#")[0]) is not None:
            return "目标稿件里没有这个小标题，请核对 # 后面的文字。"
        if path in self.files:
            return "要供读者下载的文件，请写进 attachments。"
        stem, dot, suffix = path.removesuffix("/index.md").rpartition("/")[2].rpartition(".")
        if dot and suffix.lower() not in ("md", "html"):
            return "要供读者下载的文件，请放在稿件旁边，并写进 attachments。"
        if near := self._named(stem or suffix):
            return f"是不是 {relpath(near.path, dirname(entry.path) or '.')}？"
        return "请核对路径；链到别的稿件时写它的 .md 文件。"

    def _named(self, stem: str) -> Entry | None:
        """The entry most likely meant by this name."""
        by_stem = {entry.stem: entry for entry in self.entries.values()}
        near = nearest(stem, by_stem)
        return by_stem[near] if near else None


def _within(entry: Entry, fragment: str) -> Target | None:
    """A place in an entry: a heading by its id or its words, however its blanks and signs are spelt."""
    wanted = unquote(fragment)
    if not wanted:
        return Target(url=entry.url, key=entry.key)
    plain = _plain(wanted.removeprefix(ID_PREFIX))
    for heading in entry.headings:
        if plain and plain in (_plain(heading.id.removeprefix(ID_PREFIX)), _plain(heading.text)):
            return Target(url=f"{entry.url}#{heading.id}", key=entry.key)
    return None


def _plain(words: str) -> str:
    return _NO_WORD.sub("", words).lower()


def _names(entry: Entry) -> tuple[str, ...]:
    """What an author may call a unit or a topic."""
    meta = entry.meta
    own = (meta.name, meta.short or "") if isinstance(meta, UnitMeta) else ()
    return tuple(name for name in (entry.stem, meta.title, *own) if name)
