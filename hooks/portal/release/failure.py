"""Why a release could not be made, in one Chinese line with the way out."""

from __future__ import annotations

import errno


class ReleaseFailed(Exception):
    """The site could not be written or switched; the old one is as it was. The message says what to do."""


class ForeignFolder(ReleaseFailed):
    """The target holds files that are not the portal's."""


class MissingFile(Exception):
    """A file called unchanged that the live site does not have, or has no longer as it was made.

    The caller knows what belongs there, and releases again with the file's content.
    """

    def __init__(self, path: str) -> None:
        super().__init__(f"现有的网站里没有这个文件，或它被改过：{path}")
        self.path = path


_FULL = ("磁盘空间不够", "请清理磁盘，再生成一次。")
_FORBIDDEN = (
    "没有写入的权限",
    "请让管理员开放写入权限；如果有程序正开着网站里的文件，请先关掉。",
)
_TAKEN = ("有两个文件要放在同一个位置", "请给其中一个改名。")
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: ("磁盘是只读的", "请让管理员检查磁盘。"),
    errno.EEXIST: _TAKEN,
    errno.ENOTDIR: _TAKEN,
    errno.ENAMETOOLONG: ("文件名太长", "请把稿件的文件名改短。"),
    errno.ENOENT: ("文件不见了", "请看看它是不是刚被移走或改名，再生成一次。"),
}


def failure(error: OSError) -> ReleaseFailed:
    """What an error of the file system means for whoever builds the site."""
    reason, remedy = _REASONS.get(
        error.errno or 0, (f"读写文件时出错，{error.strerror}", "请检查磁盘，再生成一次。")
    )
    place = f"（{error.filename2 or error.filename}）" if error.filename else ""
    return ReleaseFailed(f"网站没有更新，原来的网站没有变：{reason}{place}。{remedy}")
