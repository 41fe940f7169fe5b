"""Why a release could not be made, in one Chinese line with the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..failure import Failure, reason


class ReleaseFailed(Failure):
    """The site could not be written or switched; the old one is as it was. The message says what to do."""


class ForeignFolder(ReleaseFailed):
    """The target holds files that are not the portal's."""


class MissingFile(Failure):
    """A file called unchanged that the live site does not have, or has no longer as it was made.

    The caller knows what belongs there, and releases again with the file's content.
    """

    def __init__(self, path: str) -> None:
        super().__init__(f"现有的网站里没有 {path}，或它被改动过。请再运行一次。")
        self.path = path


class DamagedFile(MissingFile):
    """One that somebody changed or removed after it was released."""


def failure(error: OSError) -> ReleaseFailed:
    """What an error of the file system means for whoever builds the site."""
    return ReleaseFailed(f"网站没有更新，原来的网站没有变：{reason(error)}")


@contextmanager
def writing_site() -> Iterator[None]:
    """What the file system refuses meanwhile is `ReleaseFailed`."""
    try:
        yield
    except OSError as error:
        raise failure(error) from error
