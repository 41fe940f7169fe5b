"""The only writer of the site: a release is made beside the live one, then takes its place.

    released = publish(site, files, when=now)

`files(slot)` gives each file's path and what it consists of: bytes, a file to copy, or `Unchanged(sha256)`
for what the live site has already (`held(site)` says what that is). Another process may write what it makes:
what `slot(path).fill(content)` returns there stands for the file. Until everything is complete the old site
stays as it is, whatever happens. Earlier releases are kept beside it, and `rollback(site)` goes back to them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from .draft import Draft, Slot, Slots, Source, Unchanged
from .failure import DamagedFile, ForeignFolder, MissingFile, ReleaseFailed, failure, writing_site
from .manifest import MANIFEST, File
from .shelf import Shelf, expire, is_complete, manifest_in, number, remove, time_of
from .switch import put_in_order, refuse_strangers, switch
from .tree import is_as_made

__all__ = [
    "MANIFEST",
    "DamagedFile",
    "File",
    "Files",
    "ForeignFolder",
    "MissingFile",
    "Release",
    "ReleaseFailed",
    "Released",
    "Slot",
    "Slots",
    "Source",
    "Unchanged",
    "held",
    "intact",
    "locked",
    "publish",
    "releases",
    "rollback",
]

Files = Iterable[tuple[str, Source | File]]
"""Paths from the site's root, each with what the file consists of."""
Tell = Callable[[str], object]
"""Takes a line for whoever is waiting."""


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


@dataclass(frozen=True, kw_only=True)
class Release:
    """One of the releases that are kept."""

    id: str
    time: datetime
    """When it was made, by the clock of whoever made it, without a zone."""
    folder: Path
    """Where it lies now."""
    current: bool
    """Whether it is what readers see."""


@dataclass(frozen=True, kw_only=True)
class Released:
    """What a build made of the site."""

    id: str
    folder: Path
    """Where it lies."""
    files: Mapping[str, File]
    """Size and hash of each file, by path from the site's root."""
    linked: int
    """How many of them are the same as before, and share its space."""
    changed: bool
    """Whether there is a new release; where not a byte has changed, the old one stays."""


def publish(
    site: Path,
    files: Callable[[Slots], Files],
    *,
    when: datetime,
    keep: int = 5,
    sources: Mapping[str, str] = MappingProxyType({}),
    tell: Tell = _to_stderr,
) -> Released:
    """Make these files the site, and keep the last releases, `keep` of them with this one (at least two).

    `sources` are the hashes of the published sources, by path below content/, for the manifest. Where `files`
    gives a generator, that is closed before anything is discarded: then nobody may be filling a slot.

    Raises `ForeignFolder` where `site` is neither empty nor a site made here, `MissingFile` where a file is
    said to be unchanged and is not, `ReleaseFailed` where the site cannot be written, and whatever `files`
    raises. The site is then as it was.
    """
    if keep < 2:
        raise ValueError("a reader may be in the midst of the release before the last")
    with locked(site, tell=tell) as shelf:
        before, fresh = shelf.live(), shelf.next_id(when)
        try:
            draft = _fill(shelf, fresh, files, sources)
            with writing_site():
                changed = not _is_same(shelf, before, draft)
                if changed:
                    switch(shelf, fresh)
        except BaseException:
            if shelf.live() != fresh:
                _discard(shelf.folder / fresh)
            raise
        with suppress(OSError):  # the site is there; what is too much can go next time
            _tidy(shelf, before, keep)
        live = shelf.live() or fresh
        return Released(
            id=live, folder=shelf.place_of(live), files=draft.files, linked=draft.linked, changed=changed
        )


def rollback(site: Path, *, tell: Tell = _to_stderr) -> Release:
    """Go back to the release before the live one, at once; once more, and to the one before that.

    Where the live one is gone, to the last that is whole. One in which somebody changed a file is passed
    over, unless all are such. Raises `ReleaseFailed` where there is none to go back to.
    """
    with locked(site, tell=tell) as shelf, writing_site():
        live = shelf.live()
        earlier = [release for release in shelf.complete() if live is None or number(release) < number(live)]
        if not earlier:
            raise ReleaseFailed("没有更早的版本可以退回，网站没有变。")
        switch(shelf, _last_as_made(shelf, earlier, tell))
    return next(release for release in releases(site) if release.current)


def _last_as_made(shelf: Shelf, complete: list[str], tell: Tell) -> str:
    """The last of these releases that nobody has changed; a file may be one and the same in all of them."""
    last = complete[-1]
    found = next((release for release in reversed(complete) if is_as_made(shelf.place_of(release))), None)
    if not found:
        tell("更早的版本都有文件被人改动过。退回以后请用 portal verify 核对，再生成一次。")
    elif found != last:
        tell("有的版本里有文件被人改动过，已经跳过。")
    return found or last


def releases(site: Path) -> tuple[Release, ...]:
    """The releases that are kept, the oldest first."""
    shelf = _shelf_of(site)
    live = shelf.live()
    return tuple(
        Release(id=name, time=time_of(name), folder=shelf.place_of(name), current=name == live)
        for name in shelf.complete()
    )


def intact(site: Path) -> str | None:
    """The id of the live release, if it has all files that were released, as they were made."""
    shelf = _shelf_of(site)
    live = shelf.live()
    return live if live and is_as_made(shelf.place_of(live)) else None


def held(site: Path) -> Mapping[str, File]:
    """The files of the live site by path, as its manifest has them; none where there is no site of ours."""
    manifest = manifest_in(site)
    return manifest.files if manifest else {}


@contextmanager
def locked(site: Path, *, tell: Tell = _to_stderr, patience: float = 600) -> Iterator[Shelf]:
    """Have the site for oneself; while another has it, wait for so many seconds, then raise `ReleaseFailed`.

    A build that reads the content within it cannot overwrite a newer one. It may be entered again.
    """
    from filelock import FileLock, Timeout  # takes as long as all else where nothing is to be released

    shelf = _shelf_of(site)
    with writing_site():
        refuse_strangers(shelf)
        shelf.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(shelf.folder / "lock", is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell("另一个程序正在更新网站，等它结束……")
            try:
                lock.acquire(timeout=patience)
            except Timeout:
                raise ReleaseFailed("另一个程序一直在更新网站，这一次没有更新。请等它结束后再试。") from None
    try:
        with writing_site():
            refuse_strangers(shelf)
            put_in_order(shelf)
        yield shelf
    finally:
        lock.release()


def _shelf_of(site: Path) -> Shelf:
    return Shelf(site=Path(os.path.abspath(site)))


def _fill(shelf: Shelf, release: str, files: Callable[[Slots], Files], sources: Mapping[str, str]) -> Draft:
    """A finished release that is not live yet. What `files` raises is not ours to explain."""
    with writing_site():
        for name in shelf.left_behind():
            with suppress(OSError):
                remove(shelf.folder / name)
        draft = Draft(shelf, release)
    given = files(draft.slot)
    try:
        for path, source in given:
            try:
                draft.add(path, source)
            except OSError as error:
                raise failure(error) from error
    finally:
        if isinstance(given, Generator):
            given.close()
    with writing_site():
        draft.finish(sources)
    return draft


def _discard(folder: Path) -> None:
    """Leave nothing of a release that came to nothing."""
    with suppress(OSError):
        if is_complete(folder):
            expire(folder)
        remove(folder)


def _is_same(shelf: Shelf, live: str | None, draft: Draft) -> bool:
    """Whether a finished release is the live one again, and that as it was made; then it is not needed."""
    if live is None or draft.linked < len(draft.files):
        return False
    place = shelf.place_of(live)
    old, new = ((folder / MANIFEST).read_bytes() for folder in (place, draft.folder))
    return old == new and is_as_made(place)


def _tidy(shelf: Shelf, before: str | None, keep: int) -> None:
    """Keep the last releases, without those that a rollback gave up.

    Of the expired ones the newest stays, for the next release to be made of.
    """
    live = shelf.live()
    complete = shelf.complete()
    last = number(before) if before else number(complete[-1])
    kept = [release for release in complete if number(release) <= last and release != live][1 - keep :]
    for release in complete:
        if release not in (*kept, live):
            expire(shelf.folder / release)
    for release in (*shelf.left_behind(), *shelf.expired()[:-1]):
        remove(shelf.folder / release)
