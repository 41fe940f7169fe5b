"""The only writer of the site: beside the live one first, then a switch when everything is complete."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

Files = Iterable[tuple[str, bytes | Path]]
"""Paths from the site's root, each with its bytes or with the file to copy."""

_MARK = ".portal"
"""The file by which a folder is known to be a site that this module made."""


class ForeignFolder(Exception):
    """The target holds files that are not the portal's."""


def release(site: Path, files: Files) -> None:
    """Write these files as the new site; whatever fails, the old one stays whole.

    Raises `ForeignFolder` where `site` is neither empty nor a site made here.
    """
    if site.exists() and any(site.iterdir()) and not (site / _MARK).exists():
        raise ForeignFolder(f"{site} 里有别的文件，不能用来放网站。请换一个文件夹，或先把里面的东西移走。")
    site.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".site-", dir=site.parent))
    try:
        _write(fresh, files)
        _switch(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(folder: Path, files: Files) -> None:
    made: set[str] = set()
    (folder / _MARK).write_bytes(b"")
    folder.chmod(0o755)
    for path, source in files:
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(f"{path} leads out of the site")
        place = folder / path
        if (parent := path.rpartition("/")[0]) not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        if isinstance(source, bytes):
            place.write_bytes(source)
        else:
            shutil.copyfile(source, place)


def _switch(fresh: Path, site: Path) -> None:
    """Two renames; the old site is moved aside, not emptied, so that nothing is served half."""
    if site.exists():
        old = Path(tempfile.mkdtemp(prefix=".site-", dir=site.parent))
        os.replace(site, old / "old")
        os.replace(fresh, site)
        shutil.rmtree(old)
    else:
        os.replace(fresh, site)
