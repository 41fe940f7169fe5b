"""The switch: at every instant `site` is the whole old release or the whole new one.

With links, a new link is renamed over the old one, and there is no instant between. Without (on Windows, on a
file system that has none), and where a real folder is to be replaced, the folder is renamed away and the new
one takes its name: for some fifty microseconds there is no site. A journal is written before, so that a build
that is killed in that moment is completed by the next.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from .failure import ForeignFolder
from .manifest import MANIFEST, Manifest, measure, walk
from .shelf import Shelf, is_complete, number

_OLD_MARK = ".portal"
"""By which the portal knew its sites before they had a manifest."""


def refuse_strangers(shelf: Shelf) -> None:
    """Raise `ForeignFolder` unless `site` is ours, empty or not there; changes nothing."""
    site = shelf.site
    if number(site.name):  # whoever resolved the link would make a release a site of its own
        raise ForeignFolder(f"{site} 是网站的一个版本，不能用来放网站。请写网站自己的文件夹。")
    if site.is_symlink():
        if Path(os.readlink(site)).parent != Path(shelf.folder.name):
            raise ForeignFolder(f"{site} 是指向别处的链接，不能用来放网站。请换一个文件夹，或先删除链接。")
    elif site.is_dir():
        if any(site.iterdir()) and not is_complete(site) and not (site / _OLD_MARK).is_file():
            raise ForeignFolder(f"{site} 里有别的文件，不能用来放网站。请换一个文件夹，或先移走里面的东西。")
    elif site.exists():
        raise ForeignFolder(f"{site} 是一个文件，不能用来放网站。请换一个名字，或先把它移走。")


def put_in_order(shelf: Shelf) -> None:
    """Complete a switch that was cut short; give a site that came without a shelf its place on it."""
    if not os.path.lexists(shelf.site):
        if release := next((name for name in shelf.journal() if is_complete(shelf.folder / name)), None):
            switch(shelf, release)
    elif not shelf.site.is_symlink():
        _take_over(shelf)


def _take_over(shelf: Shelf) -> None:
    mark = shelf.site / _OLD_MARK
    if mark.is_file():
        if not is_complete(shelf.site):
            _write_manifest(shelf.site)
        mark.unlink()
    if is_complete(shelf.site) and not shelf.live():
        made = datetime.fromtimestamp((shelf.site / MANIFEST).stat().st_mtime)
        shelf.note(shelf.next_id(made), "?")


def switch(shelf: Shelf, release: str) -> None:
    """Make a complete release of the shelf the live one."""
    link = _make_link(shelf, release)
    if link and (shelf.site.is_symlink() or not shelf.site.exists()):
        os.replace(link, shelf.site)
        return
    before = shelf.live()
    shelf.note(release, before or "?")
    if before:
        _move(shelf.site, shelf.folder / before)
    elif shelf.site.is_dir():
        shelf.site.rmdir()
    try:
        _move(link or shelf.folder / release, shelf.site)
    except BaseException:
        if before:
            os.rename(shelf.folder / before, shelf.site)
        raise
    if link:
        shelf.forget()


def _make_link(shelf: Shelf, release: str) -> Path | None:
    """A link under another name, relative so that the folder above can be moved; None where it cannot be."""
    if os.name == "nt":  # a rename over a link to a folder is not allowed there
        return None
    link = shelf.folder / "link"
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(Path(shelf.folder.name) / release)
    except OSError:
        if shelf.site.is_symlink():  # so it is not links that are missing
            raise
        return None
    return link


def _move(source: Path, target: Path) -> None:
    """Rename a folder; on Windows a virus scanner may hold it for a moment after it was written."""
    for _ in range(20):
        with suppress(PermissionError):
            os.rename(source, target)
            return
        time.sleep(0.1)
    os.rename(source, target)


def _write_manifest(site: Path) -> None:
    files = {path: measure(entry.path) for path, entry in walk(site) if path != _OLD_MARK}
    fresh = site / f"{MANIFEST}.new"
    fresh.write_bytes(Manifest(files=files, sources={}).dump())
    os.replace(fresh, site / MANIFEST)
