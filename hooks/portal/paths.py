"""Paths in the content folder: which names are fit for one, and which addresses they become."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from .problem import Problem

_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")
_FORBIDDEN = re.compile(
    r"[<>:\"|?*\\%#\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]"
)
"""What Windows or an address cannot hold, what nobody can see, and bytes that are no UTF-8."""
_MAX_NAME = 180
"""Bytes of a file name: a temporary name must still fit in the 255 that file systems allow."""
_MAX_PATH = 200
"""Characters of a path below content/: Windows allows 260 in all."""
_OWN_FOLDERS = r"(?:archive|tags|search|sitemap|assets|404|embed|api|_[^/]*)"
_IN_OWN_NAMES = r"(?:.*/)?(?:index\.html|feed\.xml|feed\.json|due\.ics)/.*"
_OWN = re.compile(
    rf"{_OWN_FOLDERS}(?:/.*)?|.*\.[a-z]\w*|{_IN_OWN_NAMES}"
    r"|[^/]+/(?:.*/)?(?:by-[^/]*|page)(?:/.*)?|[^/]+/coverage"
)
"""Addresses that the portal makes itself."""
_OWN_FILE = re.compile(rf"robots\.txt|{_OWN_FOLDERS}/.*|{_IN_OWN_NAMES}")
"""Where a file published as it is would be in the way of the portal's own, or be cached as they are."""


@lru_cache(maxsize=200_000)
def unfit(path: str, *, folder: bool) -> Problem | None:
    """What is wrong with the name of a file or folder, the last part of `path`."""
    name = path.rsplit("/", 1)[-1]
    return _unportable(path, name) or (_misnamed_folder(path) if folder else _misnamed_file(path, name))


def _unportable(path: str, name: str) -> Problem | None:
    stem = name.removesuffix(".md")
    if _FORBIDDEN.search(name) or _DEVICE.match(name) or name != name.strip(" .") or stem != stem.strip(" ."):
        shown = _printable(name)
        remedy = "请改名，只用汉字、字母、数字和连字符。"
        return of_path(path, f"文件名“{shown}”在 Windows 或网址里不能用。", remedy)
    if len(name.encode()) > _MAX_NAME:
        return of_path(path, "文件名太长了。", f"请改短，汉字不超过 {_MAX_NAME // 3} 个。")
    if unicodedata.normalize("NFC", name) != name:
        return of_path(path, "文件名用了拆开的字符（常见于从苹果电脑复制）。", "请重新输入文件名。")
    if len(path) > _MAX_PATH:
        return of_path(path, "文件夹和文件名加起来太长了。", f"请改短到 {_MAX_PATH} 个字以内。")
    return None


def _misnamed_folder(path: str) -> Problem | None:
    if path.endswith(".md"):
        return of_path(path, "这是文件夹，名字却以 .md 结尾。", "请去掉文件夹名字里的 .md。")
    return None


def _misnamed_file(path: str, name: str) -> Problem | None:
    """A post that would be taken for something else, or for the portal's own page."""
    stem, _, suffix = name.rpartition(".")
    if suffix != "md" and suffix.lower() in ("md", "markdown", "mdown"):
        return of_path(path, f"稿件的文件名不能以 .{suffix} 结尾。", f"请改名为 {stem}.md。")
    if name != "index.md" and name.lower() == "index.md":
        return of_path(path, "index.md 要全部小写。", "请改名为 index.md。")
    if suffix == "md" and _OWN.fullmatch(url_of(path).rstrip("/").casefold()):
        return of_path(path, "这个网址门户自己要用。", "请给文件（或文件夹）改一个名字。")
    return None


def is_own(path: str) -> bool:
    """Whether the portal itself needs the place that a file would be published in."""
    return _OWN_FILE.fullmatch(path.casefold()) is not None


def url_of(path: str) -> str:
    """The address of a Markdown file: `news/a.md` and `news/a/index.md` are both `news/a/`."""
    stem = path.removesuffix(".md").removesuffix("/index")
    return "" if stem == "index" else f"{stem}/"


def beside(path: str, name: str) -> str | None:
    """The file that a Markdown file calls `name`, relative to the content folder; None if it leads out.

    `name` may be percent-encoded, as in an address, and start from the content folder with a slash.
    """
    name = unquote(name)
    parts: list[str] = [] if name.startswith("/") else path.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def of_path(path: str, message: str, remedy: str) -> Problem:
    """A problem of a file or folder as a whole, whatever bytes its name is made of."""
    return Problem(path=_printable(path), line=0, message=message, remedy=remedy)


def _printable(path: str) -> str:
    return _FORBIDDEN.sub(lambda found: found[0] if found[0].isprintable() else "\ufffd", path)
