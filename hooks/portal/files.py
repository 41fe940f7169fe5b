"""The files that an entry shows or offers, and what is wrong with those that it cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from .paths import is_own
from .pictures import inspect_picture
from .problem import Problem


class Role(StrEnum):
    """What a file beside an entry is used as."""

    PICTURE = "图片"
    ATTACHMENT = "附件"
    FILM = "视频"
    CAPTIONS = "字幕"


@dataclass(frozen=True, kw_only=True)
class FileUse:
    """A file that an entry shows or offers, relative to the content folder."""

    role: Role
    path: str
    line: int

    @property
    def name(self) -> str:
        """Without its folder."""
        return self.path.rsplit("/", 1)[-1]


_OLD_OFFICE = rb"\xd0\xcf\x11\xe0|\{\\rtf|PK"
_TEXT = rb"(?!\s*<[a-zA-Z!?])"
_FORMATS: dict[Role, dict[str, bytes]] = {
    Role.ATTACHMENT: {
        "pdf": rb".{0,1000}%PDF",
        "doc": _OLD_OFFICE,
        "docx": rb"PK",
        "xls": _OLD_OFFICE,
        "xlsx": rb"PK",
        "ppt": _OLD_OFFICE,
        "pptx": rb"PK",
        "wps": _OLD_OFFICE,
        "et": _OLD_OFFICE,
        "csv": _TEXT,
        "txt": _TEXT,
        "zip": rb"PK",
    },
    Role.FILM: {"mp4": rb".{4}ftyp", "webm": rb"\x1a\x45\xdf\xa3"},
    Role.CAPTIONS: {"vtt": rb"(?:\xef\xbb\xbf)?WEBVTT"},
}
"""By suffix, how the content begins: a web page with another suffix could still be run by a browser."""

_PLACE_MARKS = (b"\xa9xyz", b"location.ISO6709")
"""How MP4 and QuickTime files hold a place: the old way and Apple's."""
_BLOCK = 1 << 20


def doubts(root: Path, known: Collection[str], path: str, uses: tuple[FileUse, ...]) -> Iterator[Problem]:
    """What is wrong with the files that the entry at `path` names; `known` are all that are safe to read."""
    for use in uses:
        try:
            yield from list(_doubts(root, known, path, use))
        except OSError:
            yield Problem(
                path=path,
                line=use.line,
                message=f"{use.role}“{use.name}”打不开。",
                remedy="请检查它是否还在、是否有权限读取。",
            )


def _doubts(root: Path, known: Collection[str], path: str, use: FileUse) -> Iterator[Problem]:
    say = partial(Problem, path=path, line=use.line)
    if use.path not in known:
        yield say(message=f"找不到{use.role}“{use.path}”。", remedy=_nearby(known, use.path))
    elif use.role is Role.PICTURE:
        with (root / use.path).open("rb") as stream:
            yield from (of_picture(problem, path, use) for problem in inspect_picture(use.path, stream))
    elif (start := _FORMATS[use.role].get(use.name.rpartition(".")[2].lower())) is None:
        allowed = "、".join(_FORMATS[use.role])
        yield say(message=f"{use.role}“{use.name}”的格式不能发布。", remedy=f"可以用：{allowed}。")
    elif is_own(use.path):
        yield say(
            message=f"{use.role}“{use.path}”的位置门户自己要用。",
            remedy="请给文件改名，或移到稿件所在的文件夹。",
        )
    elif not re.match(start, _head(root / use.path), re.DOTALL):
        yield say(
            message=f"{use.role}“{use.name}”是空的，或内容和扩展名不符。",
            remedy="请在电脑上打开核对，再另存一份。",
        )
    elif use.role is Role.FILM and _tells_where(root / use.path):
        yield say(
            message=f"视频“{use.name}”里记着拍摄地点。",
            remedy="请用剪辑软件重新导出一份，去掉位置信息。",
        )


def of_picture(problem: Problem, path: str, use: FileUse) -> Problem:
    """A picture's problem, told where the entry shows the picture."""
    return replace(problem, path=path, line=use.line, message=f"图片“{use.name}”：{problem.message}")


def _tells_where(film: Path) -> bool:
    """Whether a film says where it was taken, as phones have it; films are published as they are."""
    before = b""
    with film.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if any(mark in before + block for mark in _PLACE_MARKS):
                return True
            before = block[-64:]
    return False


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(1100)


def _nearby(known: Collection[str], path: str) -> str:
    twin = next((other for other in known if other.casefold() == path.casefold()), None)
    if twin:
        return f"文件夹里的是“{twin.rsplit('/', 1)[-1]}”，大小写要一致。"
    return "请把文件放到稿件旁边，并核对文件名。"
