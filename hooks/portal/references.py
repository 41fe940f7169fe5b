"""Where the links between entries lead, and what is wrong with those that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from .body import Link
from .columns import Column, beside, url_of
from .entry import Entry, Role
from .kinds.document import DocumentMeta
from .library import proofs, units_named
from .problem import Problem


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
    sizes: Mapping[str, int]
    """Of the files that are not Markdown, in bytes."""

    def target(self, entry: Entry, href: str, public: Mapping[str, Entry] | None = None) -> Target | None:
        """Where a link leads, None if nowhere; only to entries in `public`, by key, if it is given."""
        parts = urlsplit(href)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        name = unquote(parts.path)
        if not name:
            return (
                Target(url=entry.url + fragment, key=entry.key)
                if self._anchored(entry, parts.fragment)
                else None
            )
        path = name.strip("/") if name.startswith("/") else beside(entry.path, name)
        if path is None:
            return None
        if any(use.path == path and use.role is not Role.PICTURE for use in entry.files):
            return Target(url=path)
        if path in ("", "index.md", "."):
            return Target(url="")
        if (column := path.removesuffix(".md").removesuffix("/index")) in self.columns:
            return Target(url=self.columns[column].url)
        return self._entry_target(path, parts.fragment, public)

    def _entry_target(self, path: str, fragment: str, public: Mapping[str, Entry] | None) -> Target | None:
        stem = path.removesuffix(".md")
        for candidate in (f"{stem}.md", f"{stem}/index.md"):
            column = self.columns.get(candidate.split("/")[0])
            fallback = Target(url=column.url if column else "", hidden=True)
            if candidate in self.unreadable:
                return fallback
            if (entry := self.entries.get(candidate)) is None:
                continue
            if public is not None and entry.key not in public:
                return fallback
            if not self._anchored(entry, fragment):
                return None
            return Target(url=entry.url + (f"#{fragment}" if fragment else ""), key=entry.key)
        return None

    def _anchored(self, entry: Entry, fragment: str) -> bool:
        wanted = unquote(fragment)
        return (
            not wanted
            or any(heading.id == wanted for heading in entry.body.headings)
            or wanted.startswith("fn")
        )

    def doubts(self, entry: Entry) -> Iterator[Problem]:
        """Every reference of this entry that leads nowhere, with the nearest thing that exists."""
        for name, key in units_named(entry):
            if not self._known(f"units/{key}"):
                yield self._missing(entry, entry.line(name), "单位", key, "units")
        for key in entry.meta.topics:
            if not self._known(f"topics/{key}"):
                yield self._missing(entry, entry.line("topics"), "专题", key, "topics")
        for key in self._named_entries(entry):
            if not self._known(key):
                yield self._no_entry(entry, key)
        for link in entry.body.links:
            if self.target(entry, link.href) is None:
                yield self._dead(entry, link)

    def _named_entries(self, entry: Entry) -> tuple[str, ...]:
        successor = entry.meta.replaced_by if isinstance(entry.meta, DocumentMeta) else None
        return (*proofs(entry), *([successor] if successor else []))

    def _known(self, key: str) -> bool:
        return any(
            path in self.entries or path in self.unreadable for path in (f"{key}.md", f"{key}/index.md")
        )

    def _missing(self, entry: Entry, line: int, what: str, key: str, folder: str) -> Problem:
        known = {other.stem: other.meta.title for other in self.entries.values() if other.column == folder}
        by_title = {title: stem for stem, title in known.items()}
        near = get_close_matches(key, [*known, *by_title], n=1, cutoff=0.5)
        stem = by_title.get(near[0], near[0]) if near else ""
        remedy = (
            f"是不是 {stem}（{known[stem]}）？"
            if stem
            else f"请写 {folder} 文件夹里已有文件的名字，不带 .md。"
        )
        return Problem(path=entry.path, line=line, message=f"没有“{key}”这个{what}。", remedy=remedy)

    def _no_entry(self, entry: Entry, key: str) -> Problem:
        near = get_close_matches(key, [url_of(path).rstrip("/") for path in self.entries], n=1, cutoff=0.6)
        field = next(name for name in ("evidence", "proofs", "replaced_by") if name in entry.lines)
        remedy = f"是不是 {near[0]}？" if near else "请写稿件在 content 里的路径，不带 .md。"
        return Problem(path=entry.path, line=entry.line(field), message=f"找不到稿件“{key}”。", remedy=remedy)

    def _dead(self, entry: Entry, link: Link) -> Problem:
        name = unquote(urlsplit(link.href).path)
        if "#" in link.href and self.target(entry, link.href.split("#")[0]) is not None:
            remedy = "目标稿件里没有这个小标题，请核对 # 后面的文字。"
        elif beside(entry.path, name) is None:
            remedy = "链接指到了 content 文件夹外面，请改成里面的稿件。"
        elif name.rsplit(".", 1)[-1].lower() != "md" and "." in name.rsplit("/", 1)[-1]:
            remedy = "要供读者下载的文件，请写进 attachments。"
        else:
            stems = [path.rsplit("/", 1)[-1] for path in self.entries]
            near = get_close_matches(name.rsplit("/", 1)[-1], stems, n=1, cutoff=0.6)
            full = next((path for path in self.entries if near and path.endswith(f"/{near[0]}")), "")
            remedy = f"是不是 {full}？" if full else "请核对路径；链到别的稿件时写它的 .md 文件。"
        return Problem(
            path=entry.path, line=link.line, message=f"链接“{link.href}”找不到目标。", remedy=remedy
        )
