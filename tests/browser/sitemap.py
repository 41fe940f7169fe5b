"""One address for each kind of page, read off the built site and the content it was made from."""

from pathlib import Path

import frontmatter


def kinds_of_pages(site: Path, content: Path) -> dict[str, str]:
    """Kind of page → address below the home page; the longest page speaks for its kind.

    The home page is `home`, a plain page `page`; a column bears its folder's name (`news`), an entry its
    column's with a star (`news/*`, `news/* withdrawn`). A page that no file of content/ stands for bears its
    address: `archive/#/#`, `tags/*`, `column/by-unit/*`, `404.html`.
    """
    written = kinds_of_files(content)
    sizes = {address(file.relative_to(site)): file.stat().st_size for file in sorted(site.rglob("*.html"))}
    kinds: dict[str, str] = {}
    for path, size in sizes.items():
        kind = written.get(path) or kind_of_made_page(path, written)
        if kind not in kinds or size > sizes[kinds[kind]]:
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


def kind_of_made_page(path: str, written: dict[str, str]) -> str:
    """Its address, with what counts or names a choice left open; every column's are alike."""
    first, *rest = path.strip("/").split("/")
    in_column = f"{first}/" in written
    parts = ["column" if in_column else first, *("#" if part.isdecimal() else part for part in rest)]
    if len(parts) > 1 + in_column and parts[-1] != "#":
        parts[-1] = "*"
    return "/".join(parts)
