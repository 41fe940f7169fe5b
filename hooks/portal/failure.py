"""What ends a command: one line in Chinese, with the way out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager


class Failure(Exception):
    """Something other than a post is wrong, and the command cannot go on; the text is for who ran it."""


_FULL = ("磁盘空间不够", "请清理磁盘，再运行一次。")
_FORBIDDEN = (
    "没有读写的权限",
    "请让管理员开放权限；如果有程序正开着这里的文件，请先关掉。",
)
_TAKEN = ("这个位置上已经有另一个文件", "请给它改名，或移走。")
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: ("磁盘是只读的", "请让管理员检查磁盘。"),
    errno.EFBIG: ("文件超过了系统允许的大小", "请让管理员放宽限制，或换一个磁盘。"),
    errno.EEXIST: _TAKEN,
    errno.ENOTDIR: _TAKEN,
    errno.EISDIR: _TAKEN,
    errno.ENAMETOOLONG: ("文件名太长", "请把稿件的文件名改短。"),
    errno.ENOENT: ("文件不见了", "请看看它是不是刚被移走或改名，再运行一次。"),
}


@contextmanager
def explained() -> Iterator[None]:
    """What the system refuses meanwhile is a `Failure`."""
    try:
        yield
    except OSError as error:
        raise Failure(f"没有做完：{reason(error)}") from error
    except (BrokenExecutor, MemoryError) as error:
        raise Failure(
            "没有做完：内存不够，或有人结束了正在工作的进程。请腾出内存（例如用 --workers 1），再运行一次。"
        ) from error


@contextmanager
def located(place: str) -> Iterator[None]:
    """What the system refuses meanwhile happened here, if it does not say where."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or place
        raise


def reason(error: OSError) -> str:
    """What an error of the file system means, where it happened and what to do."""
    meaning, remedy = _REASONS.get(
        error.errno or 0,
        (f"读写文件时出错，{error.strerror or type(error).__name__}", "请检查磁盘，再运行一次。"),
    )
    place = f"（{error.filename2 or error.filename}）" if error.filename else ""
    return f"{meaning}{place}。{remedy}"
