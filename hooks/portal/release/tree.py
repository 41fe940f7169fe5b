"""Whether the files of a release are still what its manifest says: by their sizes and times.

A release is complete when its manifest is written, last of all; what was written to after that, or put into
a folder, was not ours and is read. That takes a fraction of the time of reading all files, and sees all but
what was written to in its place and then made to look old; `portal verify` reads.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path

from .manifest import MANIFEST, File, measure, walk
from .shelf import UNFINISHED, manifest_in


def is_as_made(release: Path) -> bool:
    """Whether a complete release has all files of its manifest, as they were made; others are ignored."""
    manifest = manifest_in(release)
    return manifest is not None and damaged_in(release, manifest.files) is None


def damaged_in(release: Path, files: Mapping[str, File]) -> str | None:
    """The first of these files of a complete release that is not what is said of it.

    In the root, where releases are marked, there are few: they are read.
    """
    written = _time(release / MANIFEST)
    touched = {folder for folder in folders_of(files) if not folder or _is_touched(release, folder, written)}
    for path, said in files.items():
        file = f"{release}/{path}"
        still = path.rpartition("/")[0] not in touched and is_still(file, said, written)
        if not still and not is_as_said(file, said):
            return path
    return None


def is_as_said(file: str, said: File) -> bool:
    """Whether a file is what a manifest says, byte for byte."""
    try:
        found = os.lstat(file)
        return stat.S_ISREG(found.st_mode) and found.st_size == said.size and measure(file) == said
    except OSError:
        return False


def is_still(file: str, said: File, written: int) -> bool:
    """Whether a file is there, of the size it had, and was not written to since a time in nanoseconds."""
    try:
        found = os.lstat(file)
    except OSError:
        return False
    return found.st_size == said.size and stat.S_ISREG(found.st_mode) and found.st_mtime_ns <= written


def _time(file: Path) -> int:
    """When a file was written, in nanoseconds; never, if it is not there."""
    with suppress(OSError):
        return os.stat(file).st_mtime_ns
    return -1


def _is_touched(release: Path, folder: str, written: int) -> bool:
    """Whether something was put into a folder, or taken out, after that time."""
    with suppress(OSError):
        return _changed(f"{release}/{folder}") > written
    return True


def has_just(expired: Path, listed: Set[str], folders: Set[str], written: int) -> bool:
    """Whether an expired release has the files listed and no others; raises `OSError`.

    That is so if no folder changed after it was complete: looking at the folders takes a tenth of
    the time of looking for every file, which is done where that does not show it. Of the root, where releases
    are marked and switched, the names are compared.
    """
    inside = {path.partition("/")[0] for path in listed}
    if {*os.listdir(expired)} == {*inside, UNFINISHED} and all(
        _changed(f"{expired}/{name}") <= written for name in folders if name
    ):
        return True
    return {path for path, _ in walk(expired)} == {*listed, UNFINISHED}


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
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
