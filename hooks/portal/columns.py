"""The content folder as a tree of columns (栏目): which files there are, and what each is."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from .fields import EntryRefs, Fields, Line, Names, field
from .kinds import KINDS
from .kinds.common import Kind
from .problem import Problem
from .settings import ColumnType

_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")
_FORBIDDEN = re.compile(r"[<>:\"|?*\\%#\x00-\x1f]")
_MAX_NAME = 180
"""Bytes of a file name: a temporary name must still fit in the 255 that file systems allow."""
_MAX_PATH = 200
"""Characters of a path below content/: Windows allows 260 in all."""


class ColumnFields(Fields):
    """The front matter of a column's `index.md`."""

    title: Line = field("栏目名称", default=..., example="单位动态")
    kind: Line = field("稿件种类", default=..., example="news")
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
    kind: Kind
    fields: ColumnFields

    @property
    def title(self) -> str:
        """What readers see."""
        return self.fields.title

    @property
    def url(self) -> str:
        """From the site's root."""
        return f"{self.name}/"


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The files of the content folder, by what they are; paths are relative to it, with slashes."""

    root: Path
    columns: tuple[str, ...]
    """Folders that have an `index.md`."""
    entries: tuple[str, ...]
    pages: tuple[str, ...]
    """Markdown files at the top, but for the home page's own."""
    others: Mapping[str, int]
    """Everything that is not Markdown, with its size in bytes."""


def scan(root: Path) -> tuple[Tree, tuple[Problem, ...]]:
    """The content folder's files, in order; what is unsafe to read or to publish is left out and told."""
    problems: list[Problem] = []
    files = sorted(_files(root, "", problems))
    problems.extend(_clashes(files))
    markdown = [path for path in files if path.endswith(".md")]
    columns = tuple(
        path.split("/")[0] for path in markdown if path.count("/") == 1 and path.endswith("/index.md")
    )
    tree = Tree(
        root=root,
        columns=columns,
        entries=tuple(_entries(markdown, columns, problems)),
        pages=tuple(path for path in markdown if "/" not in path and path != "index.md"),
        others={path: (root / path).stat().st_size for path in files if not path.endswith(".md")},
    )
    return tree, tuple(problems)


def _files(root: Path, below: str, problems: list[Problem]) -> Iterator[str]:
    """Regular files only: links may lead out of the tree, and a named pipe would hang the reader."""
    for item in os.scandir(root / below):
        path = f"{below}{item.name}"
        if item.name.startswith((".", "~$")) or item.name in ("Thumbs.db", "desktop.ini"):
            continue
        if item.is_symlink():
            problems.append(_whole(path, "这是一个快捷方式（链接），不是文件本身。", "请把文件本身放进来。"))
        elif item.is_dir():
            yield from _files(root, f"{path}/", problems)
        elif not item.is_file():
            problems.append(_whole(path, "这不是普通文件。", "请删去它。"))
        elif problem := _unportable(path):
            problems.append(problem)
        else:
            yield path


def _unportable(path: str) -> Problem | None:
    for name in path.split("/"):
        if _RESERVED.match(name) or _FORBIDDEN.search(name) or name != name.strip(" .") or "\ufffd" in name:
            return _whole(
                path, f"文件名“{name}”在 Windows 或网址里不能用。", "请改名，只用汉字、字母、数字和连字符。"
            )
        if not _encodable(name):
            return _whole(path.encode("utf-8", "replace").decode(), "文件名的编码不对。", "请改名。")
        if len(name.encode()) > _MAX_NAME:
            return _whole(path, "文件名太长了。", f"请改短，汉字不超过 {_MAX_NAME // 3} 个。")
        if unicodedata.normalize("NFC", name) != name:
            return _whole(path, "文件名用了拆开的字符（常见于从苹果电脑复制）。", "请重新输入文件名。")
    if len(path) > _MAX_PATH:
        return _whole(path, "文件夹和文件名加起来太长了。", f"请改短到 {_MAX_PATH} 个字以内。")
    return None


def _encodable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _clashes(files: list[str]) -> Iterator[Problem]:
    """Two Markdown files of one address; addresses that differ by case only are one on many servers."""
    first: dict[str, str] = {}
    for path in files:
        if not path.endswith(".md"):
            continue
        other = first.setdefault(url_of(path).casefold(), path)
        if other != path:
            yield _whole(path, f"和 {other} 的网址相同（或只差大小写）。", "请给其中一个改名。")


def url_of(path: str) -> str:
    """The address of a Markdown file: `news/a.md` and `news/a/index.md` are both `news/a/`."""
    stem = path.removesuffix(".md").removesuffix("/index")
    return "" if stem == "index" else f"{stem}/"


def _entries(markdown: list[str], columns: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    for path in markdown:
        column = path.split("/")[0]
        if "/" not in path or (path.count("/") == 1 and path.endswith("/index.md")):
            continue
        if column in columns:
            yield path
        else:
            problems.append(
                _whole(
                    path,
                    f"文件夹 {column} 还不是栏目。",
                    f"请在 {column} 里放一个 index.md，写明 title 和 kind。",
                )
            )


def make_column(name: str, fields: ColumnFields, line: int) -> tuple[Column | None, tuple[Problem, ...]]:
    """The column of this folder, or the problem with its kind."""
    if kind := KINDS.get(fields.kind):
        return Column(name=name, kind=kind, fields=fields), ()
    near = get_close_matches(fields.kind, KINDS, n=1)
    options = "、".join(f"{kind.name}（{kind.label}）" for kind in KINDS.values())
    remedy = (f"是不是 {near[0]}？" if near else "") + f"可以写：{options}。"
    return None, (
        Problem(path=f"{name}/index.md", line=line, message=f"没有“{fields.kind}”这种稿件。", remedy=remedy),
    )


def beside(path: str, name: str) -> str | None:
    """The file that `name` means in a Markdown file, relative to the content folder; None if it leads out."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / name).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _whole(path: str, message: str, remedy: str) -> Problem:
    return Problem(path=path, line=0, message=message, remedy=remedy)
