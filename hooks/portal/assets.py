"""The site's styles, scripts and marks, under names made of their content: cached for ever."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
_BLANK = re.compile(r"\n\s*")
_IMPORT = re.compile(r'(from |import\()"\./([a-z-]+\.js)"')
_HEAD = "reading-head.js"


@dataclass(frozen=True, kw_only=True)
class Assets:
    """The files to write, and where pages find them."""

    files: Mapping[str, bytes]
    """By path from the site's root."""
    urls: Mapping[str, str]
    """By the name that templates use: portal.css, portal.js, search-engine.js, favicon.svg."""
    head_script: str
    """The script that stands in each page's head, without its tags."""

    @property
    def head_hash(self) -> str:
        """The source expression by which a Content-Security-Policy allows the head's script."""
        digest = hashlib.sha256(self.head_script.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


def read_assets(overrides: Path) -> Assets:
    """The assets of this folder: one style sheet of all styles and components, the scripts, the mark."""
    folder = overrides / "assets"
    sheets = [*sorted((folder / "styles").glob("*.css")), *sorted((overrides / "components").glob("*/*.css"))]
    named = {
        "portal.css": "\n".join(_tight(sheet.read_text("utf-8")) for sheet in sheets).encode(),
        **_scripts(folder / "scripts"),
        "favicon.svg": (folder / "favicon.svg").read_bytes(),
    }
    urls = {name: _address(name, data) for name, data in named.items()}
    return Assets(
        files={urls[name]: data for name, data in named.items()},
        urls=urls,
        head_script=(folder / "scripts" / _HEAD).read_text("utf-8").strip(),
    )


def _scripts(folder: Path) -> dict[str, bytes]:
    """All scripts but the head's; a module imports others by the names under which they are published."""
    found: dict[str, bytes] = {}

    def published(name: str) -> bytes:
        if name not in found:
            found[name] = _IMPORT.sub(
                lambda at: f'{at[1]}"./{_address(at[2], published(at[2])).rpartition("/")[2]}"',
                _tight((folder / name).read_text("utf-8")),
            ).encode()
        return found[name]

    return {path.name: published(path.name) for path in sorted(folder.glob("*.js")) if path.name != _HEAD}


def _tight(source: str) -> str:
    """A style sheet or script without indents and the comments that fill lines; compression does the rest.

    It knows no strings: a template literal over several lines would lose what looks like either.
    """
    return _BLANK.sub("\n", _COMMENT.sub("", source)).strip()


def _address(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
