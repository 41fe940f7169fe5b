"""A release in the making: each file new, or a link to the same file of the live release.

Nothing is ever written to a file that is there already, for it may be part of several releases.

Where a release has expired, the draft is made out of it: its folders are there, and so are nearly all files.
Looking at them takes a tenth of the time of making one tree of folders and removing another. A file is left
in place only if both manifests say the same of it and nobody wrote to it after the expired one was complete.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .failure import DamagedFile, MissingFile, writing_site
from .manifest import MANIFEST, BadManifest, File, Manifest, is_safe, load, measure, paths_in
from .shelf import UNFINISHED, Shelf
from .tree import damaged_in, folders_of, has_just, is_as_said, is_still

_READ_ONLY = 0o444 if os.name == "posix" else 0o666
"""On Windows a file that is read-only cannot be removed."""
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV, errno.EMLINK)
_BLOCK = 1 << 20


class Unchanged(str):
    """The SHA-256 of a file that the live site has at the same path: it is linked, not written."""

    __slots__ = ()

    @property
    def sha256(self) -> str:
        """The same, under the name it has in a `File`."""
        return str(self)


Source = bytes | Path | Unchanged
"""What a file consists of: these bytes, a copy of that file, or what it was."""


class Slot(NamedTuple):
    """Where a file of the next release belongs; it may be filled by another process."""

    place: str
    """Where the file is to be."""
    live: str
    """Where the live release has it."""
    held: File | None
    """What the live release's manifest says of it."""

    def fill(self, content: bytes) -> Unchanged | File:
        """Write the file, unless the live release has the same; raises `ReleaseFailed`."""
        with writing_site():
            return self.unchanged(content) or self.take(content)

    def unchanged(self, source: bytes | Path) -> Unchanged | None:
        """What the live release has, if its manifest and its file are the same as this; raises `OSError`."""
        if (held := self.held) is None:
            return None
        if isinstance(source, bytes):
            same = len(source) == held.size and hashlib.sha256(source).hexdigest() == held.sha256
        else:
            same = source.stat().st_size == held.size and measure(source) == held
        return Unchanged(held.sha256) if same and is_as_said(self.live, held) else None

    def take(self, source: bytes | Path) -> File:
        """Write the file; raises `OSError`."""
        digest, size = hashlib.sha256(), 0
        with open(self.place, "xb") as target:
            for block in [source] if isinstance(source, bytes) else _blocks(source):
                digest.update(block)
                size += target.write(block)
        os.chmod(self.place, _READ_ONLY)
        return File(size, digest.hexdigest())


Slots = Callable[[str], Slot]
"""The slot for the file at a path; it has to be filled, and then the file added."""


class Draft:
    """The files of the next release, until it is finished."""

    def __init__(self, shelf: Shelf, release: str) -> None:
        self.folder = shelf.folder / release
        self.files: dict[str, File] = {}
        self.linked = 0
        self._slots: set[str] = set()
        """The paths of those that were asked for."""
        self._taken: dict[str, File] = {}
        """Files of the live release that this one shares since now."""
        live = shelf.live()
        self._live = f"{shelf.place_of(live)}/" if live else ""
        self._root = f"{self.folder}/"
        manifest = b""
        self._held: Mapping[str, File] = {}
        with suppress(OSError, BadManifest):
            manifest = Path(self._live, MANIFEST).read_bytes() if live else b""
            self._held = load(manifest).files
        expired = _renew(shelf, self.folder, manifest, self._held)
        self._left = expired.files
        """Files of an expired release that have not been asked for yet."""
        self._alike, self._written = expired.alike, expired.written
        self._folders = expired.folders

    def add(self, path: str, source: Source | File) -> None:
        """Put one file into the release, or what its slot took.

        Raises `MissingFile`, `OSError`; `ValueError` for an unsafe path.
        """
        slot = self._slot(path)
        if isinstance(source, bytes | Path):
            same = slot.unchanged(source)
            if not same:
                self._make_room(path)
            source = same or slot.take(source)
        self.files[path] = self._link(path, slot, source) if isinstance(source, Unchanged) else source

    def slot(self, path: str) -> Slot:
        """Make room for a file that is written by whoever makes it; raises `ReleaseFailed`, `ValueError`."""
        with writing_site():
            slot = self._slot(path)
            if path in self._slots:
                raise _occupied(path)
            self._slots.add(path)
            self._make_room(path)
            return slot

    def _slot(self, path: str) -> Slot:
        if path in self.files:
            raise _occupied(path)
        held = self._held.get(path)
        if path in (MANIFEST, UNFINISHED) or (held is None and not is_safe(path)):
            raise ValueError(path)
        return Slot(self._root + path, self._live + path, held)

    def finish(self, sources: Mapping[str, str]) -> None:
        """Remove what is left of an expired release, and write the manifest.

        Raises `DamagedFile` where somebody has changed what was taken for unchanged, be it just now.
        """
        assert self._slots <= self.files.keys(), "what fills a slot is added"
        if self._taken and (damaged := damaged_in(Path(self._live), self._taken)):
            raise DamagedFile(damaged)
        for path in self._left:
            self._unlink(path)
        manifest = Manifest(files=self.files, sources=sources).dump()
        fresh = self.folder / f"{MANIFEST}.new"
        fresh.write_bytes(manifest)
        fresh.chmod(_READ_ONLY)
        os.replace(fresh, self.folder / MANIFEST)
        (self.folder / UNFINISHED).unlink()

    def _link(self, path: str, slot: Slot, sha256: str) -> File:
        file = slot.held
        if file is None or file.sha256 != sha256:
            raise MissingFile(path)
        self.linked += 1
        if path in self._alike and is_still(slot.place, file, self._written):
            self._left.remove(path)
            return file
        self._taken[path] = file
        self._make_room(path)
        try:
            os.link(slot.live, slot.place)
        except OSError as error:
            if not os.path.isfile(slot.live):
                raise DamagedFile(path) from error
            if error.errno not in _NO_LINKS:
                raise
            slot.take(Path(slot.live))
        return file

    def _make_room(self, path: str) -> None:
        """Make the folders above a new file; remove what an expired release has in its place."""
        if path in self._left:
            self._left.remove(path)
            os.unlink(self._root + path)
            return
        self._make_folder(path.rpartition("/")[0])
        if path in self._folders:
            self._remove_folder(path)

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        if folder in self._left:
            self._left.remove(folder)
            os.unlink(self._root + folder)
        os.mkdir(self._root + folder)
        os.chmod(self._root + folder, 0o755)
        self._folders.add(folder)

    def _remove_folder(self, path: str) -> None:
        """Remove what was a folder and becomes a file; fails where both are in the new release."""
        inside = f"{path}/"
        for name in [name for name in self._left if name.startswith(inside)]:
            self._left.remove(name)
            os.unlink(self._root + name)
        for name in sorted((name for name in self._folders if f"{name}/".startswith(inside)), reverse=True):
            self._folders.remove(name)
            with suppress(OSError):
                os.rmdir(self._root + name)

    def _unlink(self, path: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        os.unlink(self._root + path)
        with suppress(OSError):
            os.removedirs(os.path.dirname(self._root + path))


def _occupied(path: str) -> OSError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)


def _blocks(source: Path) -> Iterator[bytes]:
    with open(source, "rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


@dataclass(frozen=True, kw_only=True)
class _Expired:
    """What is in the folder of a draft from the beginning."""

    files: set[str]
    alike: set[str]
    """Those of which the live release's manifest says the same."""
    folders: set[str]
    """All folders above them, and the root."""
    written: int
    """When the expired release was complete, in nanoseconds."""


def _renew(shelf: Shelf, folder: Path, live: bytes, held: Mapping[str, File]) -> _Expired:
    """Make the folder of a draft, of an expired release if there is one; `live` is the site's manifest."""
    for name in reversed(shelf.expired()):
        expired = shelf.folder / name
        with suppress(OSError, BadManifest):
            manifest = (expired / UNFINISHED).read_bytes()
            written = os.stat(expired / UNFINISHED).st_mtime_ns
            alike, others = paths_in(manifest, live)
            files = alike | others
            folders = folders_of(files)
            if all(map(is_safe, files - held.keys())) and has_just(expired, files, folders, written):
                shelf.mark_as_draft(expired)
                os.rename(expired, folder)
                return _Expired(files=files, alike=alike, folders=folders, written=written)
    folder.mkdir()
    folder.chmod(0o755)
    shelf.mark_as_draft(folder)
    return _Expired(files=set(), alike=set(), folders={""}, written=0)
