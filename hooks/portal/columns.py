"""The content folder as a tree of columns (栏目): which files there are, and what each is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from .fields import EntryRefs, Fields, Line, Names, field, nearest, quoted, wrong
from .kinds import KINDS
from .kinds.meta import Kind
from .paths import of_path, unfit, url_of
from .problem import Problem
from .settings import ColumnType

_NOBODYS = ("Thumbs.db", "desktop.ini")


def _kind(value: object) -> str:
    """A kind's name; its label is accepted too."""
    by_label = {kind.label: kind.name for kind in KINDS.values()}
    text = str(value or "").strip()
    if (name := by_label.get(text, text)) in KINDS:
        return name
    near = nearest(text, [*KINDS, *by_label])
    hint = f"是不是 {near}？" if near else ""
    options = "、".join(f"{kind.name}（{kind.label}）" for kind in KINDS.values())
    raise wrong(f"写成了{quoted(value)}，没有这种稿件。", f"{hint}可以写：{options}。")


class ColumnFields(Fields):
    """The front matter of a column's `index.md`."""

    title: Line = field("栏目名称", default=..., example="单位动态")
    kind: Annotated[str, BeforeValidator(_kind)] = field("稿件种类", default=..., example="news")
    column_type: ColumnType | None = field("栏目类型", "动态、通知、制度或历史")
    description: Line | None = field("栏目说明")
    keywords: Names = field("栏目关键词", default=())
    owner: Line | None = field("负责部门")


class HomeFields(Fields):
    """The front matter of `content/index.md`."""

    title: Line = field("网站标题", default=...)
    kind: Line | None = field("种类")
    description: Line | None = field("网站说明")
    lead: EntryRefs = field("头条", "稿件在 content 里的路径；不填就用最新的", default=())


@dataclass(frozen=True, kw_only=True)
class Column:
    """A folder of entries of one kind."""

    name: str
    """The folder, which is also the address."""
    fields: ColumnFields

    @property
    def kind(self) -> Kind:
        """What its entries are."""
        return KINDS[self.fields.kind]

    @property
    def title(self) -> str:
        """What readers see."""
        return self.fields.title

    @property
    def url(self) -> str:
        """From the site's root."""
        return f"{self.name}/"


class Stamp(NamedTuple):
    """What the file system says of a file: while all of it is the same, so is the content.

    The time of the last change to the inode cannot be set back, so a file that was only touched is
    read again and one that was changed is never taken for the old one.
    """

    size: int
    """In bytes."""
    changed: int
    modified: int
    inode: int


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The files of the content folder, by what they are; paths are relative to it, with slashes."""

    root: Path
    home: bool
    """Whether there is an `index.md` for the home page."""
    columns: tuple[str, ...]
    """Folders that have an `index.md`."""
    entries: tuple[str, ...]
    """Markdown files below the folders, but for the columns' own."""
    pages: tuple[str, ...]
    """Markdown files at the top, but for the home page's own."""
    others: Mapping[str, Stamp]
    """Everything that is not Markdown."""

    @property
    def indices(self) -> tuple[str, ...]:
        """The `index.md` of the columns and of the home page."""
        return (*(f"{name}/index.md" for name in self.columns), *["index.md"] * self.home)


def scan(root: Path) -> tuple[Tree, tuple[Problem, ...]]:
    """The content folder's files, in order; what is unsafe to read or to publish is left out and told."""
    problems: list[Problem] = []
    files = list(_one_address_each(sorted(_files(root, "", problems)), problems))
    markdown = [path for path in files if path.endswith(".md")]
    indices = [path for path in markdown if path.count("/") == 1 and path.endswith("/index.md")]
    columns = tuple(path.split("/")[0] for path in indices)
    entries = tuple(path for path in markdown if "/" in path and path not in indices)
    problems.extend(_outside(entries, columns))
    tree = Tree(
        root=root,
        home="index.md" in markdown,
        columns=columns,
        entries=entries,
        pages=tuple(path for path in markdown if "/" not in path and path != "index.md"),
        others={
            path: stamp for path in files if not path.endswith(".md") and (stamp := stamp_of(root / path))
        },
    )
    return tree, tuple(problems)


def stamp_of(file: Path) -> Stamp | None:
    """Nothing for a file that went away since its folder was listed, as those that programs save through."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return Stamp(status.st_size, status.st_ctime_ns, status.st_mtime_ns, status.st_ino)


def _files(root: Path, below: str, problems: list[Problem]) -> Iterator[str]:
    """Regular files only: links may lead out of the tree, and a named pipe would hang the reader."""
    try:
        items = list(os.scandir(root / below))
    except OSError:
        problems.append(of_path(below or ".", "这个文件夹打不开。", "请检查它是否还在、是否有权限读取。"))
        return
    for item in items:
        path = f"{below}{item.name}"
        if item.name.startswith((".", "~$")) or item.name in _NOBODYS:
            continue
        if problem := _unsafe(item, path):
            problems.append(problem)
        elif item.is_dir():
            yield from _files(root, f"{path}/", problems)
        else:
            yield path


def _unsafe(item: os.DirEntry[str], path: str) -> Problem | None:
    """What is wrong with a file or a folder by its sort and its name."""
    if item.is_symlink():
        return of_path(path, "这是一个快捷方式（链接），不是文件本身。", "请把文件本身放进来。")
    if not (item.is_dir() or item.is_file()):
        return of_path(path, "这不是普通文件。", "请删去它。")
    return unfit(path, folder=item.is_dir())


def _one_address_each(files: list[str], problems: list[Problem]) -> Iterator[str]:
    """The first of the files that share an address; on many servers case does not tell two apart."""
    first: dict[str, str] = {}
    for path in files:
        address = url_of(path) if path.endswith(".md") else path
        if (other := first.setdefault(address.casefold(), path)) == path:
            yield path
        else:
            problems.append(of_path(path, f"和 {other} 的网址相同（或只差大小写）。", "请给其中一个改名。"))


def _outside(entries: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Problem]:
    """Folders with entries that are no column yet."""
    for folder, count in Counter(path.split("/")[0] for path in entries).items():
        if folder not in columns:
            message = f"文件夹 {folder} 还不是栏目，里面的 {count} 篇稿件不会发布。"
            yield of_path(folder, message, f"请在 {folder} 里放一个 index.md，写明 title 和 kind。")
