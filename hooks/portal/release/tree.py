"""Whether the files of a release are still what its manifest says: by their sizes and times, and no others.

A release is complete when its manifest is written, last of all; what was written to after that was written
to by somebody else. Looking at times takes a fraction of the time of reading the files, and sees all but what
was made to look old; `portal verify` reads.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator, Set
from contextlib import suppress
from pathlib import Path

from .manifest import MANIFEST, File, measure, walk
from .shelf import manifest_in


def is_as_made(release: Path) -> bool:
    """Whether a complete release holds just the files of its manifest, as they were made.

    A file with a later time, as in a copy of a release, is read.
    """
    manifest = manifest_in(release)
    if not manifest:
        return False
    files = manifest.files
    with suppress(OSError):
        written = os.stat(release / MANIFEST).st_mtime_ns
        return has_just(release, files.keys(), folders_of(files), MANIFEST, written) and all(
            is_as_said(f"{release}/{path}", said, written) for path, said in files.items()
        )
    return False


def is_as_said(file: str, said: File, written: int) -> bool:
    """Whether a file is what a manifest says; it is read only if it was written to since then."""
    if is_still(file, said, written):
        return True
    with suppress(OSError):
        found = os.lstat(file)
        return stat.S_ISREG(found.st_mode) and found.st_size == said.size and measure(file) == said
    return False


def is_still(file: str, said: File, written: int) -> bool:
    """Whether a file is there, of the size it had, and was not written to since a time in nanoseconds."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return found.st_size == said.size and stat.S_ISREG(found.st_mode) and found.st_mtime_ns <= written


def has_just(release: Path, listed: Set[str], folders: Set[str], manifest: str, written: int) -> bool:
    """Whether a release has the files listed, a manifest of this name and no others; raises `OSError`.

    That is so if no folder changed after the manifest was written: looking at the folders takes a tenth of
    the time of looking for every file, which is done where that does not show it. Of the root, where releases
    are marked and switched, the names are compared.
    """
    inside = {path.partition("/")[0] for path in listed}
    if {*os.listdir(release)} == {*inside, manifest} and all(
        _changed(f"{release}/{name}") <= written for name in folders if name
    ):
        return True
    return {path for path, _ in walk(release)} == {*listed, manifest}


def _changed(folder: str) -> int:
    """When something was last put into a folder or taken out, in nanoseconds; raises `OSError`."""
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(folder)
    return max(found.st_mtime_ns, found.st_ctime_ns)


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above these files, and the root."""
    folders = {""}
    for path in paths:
        folders.update(folders_above(path, folders))
    return folders


def folders_above(path: str, known: Container[str]) -> Iterator[str]:
    """The folders above a path, from the innermost to the first that is known."""
    folder = path.rpartition("/")[0]
    while folder not in known:
        yield folder
        folder = folder.rpartition("/")[0]
