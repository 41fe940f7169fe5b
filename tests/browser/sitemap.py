"""One address for each kind of page, read off the built site and the content it was made from."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import frontmatter

CROWD = 3
"""More made pages than this in one folder are of one kind."""


def kinds_of_pages(site: Path, content: Path) -> dict[str, str]:
    """Kind of page → address below the home page; the longest page speaks for its kind.

    The home page is `home`, a plain page `page`; a column bears its folder's name (`news`), an entry its
    column's with a star (`news/*`, `news/* withdrawn`). A page that no file of content/ stands for bears its
    address, numbers as `#` (`archive/#/#`), a crowd in one folder as one (`models/level/*`).
    """
    written = kinds_of_files(content)
    files = sorted(path.relative_to(site) for path in site.rglob("*.html"))
    addresses = {address(file): (site / file).stat().st_size for file in files}
    crowds = Counter(str(PurePosixPath(path).parent) for path in addresses if path not in written)
    kinds: dict[str, str] = {}
    for path, size in addresses.items():
        kind = written.get(path) or kind_of_made_page(path, crowds)
        if kind not in kinds or size > addresses[kinds[kind]]:
            kinds[kind] = path
    return dict(sorted(kinds.items()))


def address(file: Path) -> str:
    """The address of a page's file: `news/index.html` → `news/`."""
    return file.as_posix().removesuffix("index.html")


def kinds_of_files(content: Path) -> dict[str, str]:
    """Address → kind of page, for what content/ has a file for."""
    kinds = {}
    for file in sorted(content.rglob("*.md")):
        parts = file.relative_to(content).with_suffix("").parts
        place = parts[:-1] if parts[-1] == "index" else parts
        kinds["".join(f"{part}/" for part in place)] = kind_of_file(file, parts)
    return kinds


def kind_of_file(file: Path, parts: tuple[str, ...]) -> str:
    match parts:
        case ("index",):
            return "home"
        case (_,):
            return "page"
        case (column, "index"):
            return column
        case _:
            withdrawn = frontmatter.load(str(file)).get("status") == "withdrawn"
            return f"{parts[0]}/*{' withdrawn' if withdrawn else ''}"


def kind_of_made_page(path: str, crowds: Mapping[str, int]) -> str:
    place = PurePosixPath(path)
    name = "*" if crowds[str(place.parent)] > CROWD else place.name
    return re.sub(r"(?<![^/-])\d+(?![^/-])", "#", str(place.parent / name))
