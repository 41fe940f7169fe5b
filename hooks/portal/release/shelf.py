"""The releases of a site, side by side in one folder, and which of them is live.

    site -> .site.releases/000042-20261123-145012     a link: what a web server reads
    .site.releases/000041-20261122-090000/            an earlier release, for a rollback
    .site.releases/000036-20261101-170301/            one that expired: the next is made out of it
    .site.releases/lock, live

Where links cannot be had the live release lies in `site` itself, and the file `live` says which it is.

What a folder is stands in its root: a complete release has a manifest. One that expired has it under the name
`.unfinished`, and a release in the making (or left by a build that was killed) has that name empty. A folder
without either was not made here and is left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .manifest import MANIFEST, BadManifest, Manifest, load

UNFINISHED = ".unfinished"
_ID = re.compile(r"(\d{6,})-(\d{8}-\d{6})")
_TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Where the releases of one site lie. Whoever changes anything here holds the lock."""

    site: Path
    """Absolute; its name is what readers see, whatever lies behind it."""

    @property
    def folder(self) -> Path:
        """Beside the site, so that a rename is enough to switch."""
        return self.site.with_name(f".{self.site.name}.releases")

    def complete(self) -> list[str]:
        """The complete releases by id, the oldest first."""
        found = {name for name in self._names() if is_complete(self.folder / name)}
        return sorted(found | {live} if (live := self.live()) else found, key=number)

    def expired(self) -> list[str]:
        """Releases that are no longer kept, the oldest first."""
        return sorted((name for name in self._names() if _mark(self.folder / name)), key=number)

    def left_behind(self) -> list[str]:
        """What a build that was killed did not finish; it may have been before the folder was marked."""
        return sorted(name for name in self._names() if self._is_left_behind(self.folder / name))

    def live(self) -> str | None:
        """The id of the release that readers see."""
        if not is_complete(self.site):
            return None
        if self.site.is_symlink():
            target = Path(os.readlink(self.site))
            return target.name if target.parent == Path(self.folder.name) else None
        switched, before = self.journal()
        live = before if (self.folder / switched).is_dir() else switched
        return live if number(live) else None

    def place_of(self, release: str) -> Path:
        """The folder of a complete release."""
        inside = self.folder / release
        return inside if inside.is_dir() else self.site

    def next_id(self, when: datetime) -> str:
        """Numbered, so that ids keep their order though a clock was put back or stands still."""
        last = max(map(number, [*self._names(), *self.journal(), self.live() or ""]))
        return f"{last + 1:06d}-{when:{_TIME}}"

    def journal(self) -> tuple[str, str]:
        """Which release was last put in place of the folder `site`, and which one lay there before."""
        with suppress(OSError, ValueError):
            switched, before = (self.folder / "live").read_text("utf-8").splitlines()
            return switched, before
        return "?", "?"

    def note(self, switched: str, before: str) -> None:
        """Write the journal."""
        fresh = self.folder / "live.new"
        fresh.write_text(f"{switched}\n{before}\n", "utf-8")
        os.replace(fresh, self.folder / "live")

    def forget(self) -> None:
        """Remove the journal: a link says all that it would."""
        (self.folder / "live").unlink(missing_ok=True)

    def mark_as_draft(self, folder: Path) -> None:
        """Mark a folder as a release in the making, whatever it was, in one step."""
        fresh = self.folder / "mark"
        fresh.write_bytes(b"")
        os.replace(fresh, folder / UNFINISHED)

    def _names(self) -> Iterator[str]:
        with suppress(FileNotFoundError):
            yield from (name for name in os.listdir(self.folder) if _ID.fullmatch(name))

    def _is_left_behind(self, folder: Path) -> bool:
        if is_complete(folder) or folder.is_symlink() or not folder.is_dir():
            return False
        return _mark(folder) == b"" or not any(folder.iterdir())


def number(release: str) -> int:
    """The place of an id in their order; 0 for what is no id."""
    found = _ID.fullmatch(release)
    return int(found[1]) if found else 0


def time_of(release: str) -> datetime:
    """When a release was made, by the clock of whoever made it, without a zone."""
    return datetime.strptime(release.split("-", 1)[1], _TIME)


def is_complete(folder: Path) -> bool:
    """Whether a folder is a release: a manifest of another program does not make it one."""
    try:
        with open(folder / MANIFEST, "rb") as stream:
            return stream.read(20) == b'{"portal_manifest": '
    except (FileNotFoundError, NotADirectoryError):
        return False


def manifest_in(folder: Path, name: str = MANIFEST) -> Manifest | None:
    """The manifest of a release, unless it has none that can be read."""
    try:
        return load((folder / name).read_bytes())
    except (OSError, BadManifest):
        return None


def expire(folder: Path) -> None:
    """From now on a release is no longer one to go back to."""
    os.replace(folder / MANIFEST, folder / UNFINISHED)


def remove(folder: Path) -> None:
    """Remove an unfinished release; from one that expired, just what its manifest lists.

    So a file that somebody else put into the site stays, in a folder that is then nobody's.
    """
    listed = _listed(folder)
    for here, below, names in os.walk(folder, topdown=False):
        prefix = "" if here == os.fspath(folder) else f"{Path(here).relative_to(folder).as_posix()}/"
        for name in names:
            if prefix + name != UNFINISHED and (listed is None or prefix + name in listed):
                os.unlink(os.path.join(here, name))
        for name in below:
            with suppress(OSError):
                os.rmdir(os.path.join(here, name))
    if listed is None and {*os.listdir(folder)} - {UNFINISHED}:
        return  # somebody was still writing: the mark tells the next build
    (folder / UNFINISHED).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _listed(folder: Path) -> Container[str] | None:
    """The paths that were published; None for a release that never was, all of which is ours."""
    if not _mark(folder):
        return None
    expired = manifest_in(folder, UNFINISHED)
    return expired.files if expired else ()


def _mark(folder: Path) -> bytes | None:
    """The beginning of an unfinished release's mark; None where there is none, or the release is complete."""
    if is_complete(folder):
        return None
    try:
        with open(folder / UNFINISHED, "rb") as stream:
            return stream.read(1)
    except OSError:
        return None
