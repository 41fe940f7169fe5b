"""From the content folder to the library, with every problem met on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from . import checks
from .columns import Column, ColumnFields, HomeFields, Tree, scan
from .entry import Entry, Read, read_entry, read_fields
from .fields import Fields, nearest
from .files import Role, of_picture
from .library import Library, make_library
from .pictures import make_pictures
from .problem import Problem, errors
from .publication import Visibility, visibility
from .references import Places
from .settings import Settings

F = TypeVar("F", bound=Fields)
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""

_CHUNK = 32
"""Entries sent to a worker at a time."""
_SHOWN = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".mp4", ".webm", ".vtt")
"""Files that may lie unused beside an entry without a word."""
_RUNNABLE = tuple(
    ".svg .html .htm .xhtml .shtml .mhtml .xml .js .mjs .css .swf .wasm .php .jsp .asp .aspx "
    ".py .sh .bat .cmd .exe .vbs".split()
)
"""Files that a reader's browser, or the server, might run."""
_NO_HOME = Problem(
    path="index.md",
    line=0,
    message="还没有网站首页的设置。",
    remedy="请在 content 里放一个 index.md，写上 title: 网站名称。",
)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The library, and the places that the links in its bodies lead to."""

    library: Library
    places: Places


def load_library(
    content: Path, settings: Settings, now: datetime, cache: Path, executor: Executor, progress: Progress
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Everything the public may see at `now`, and all that is wrong; wrong entries are left out."""
    tree, unsafe = scan(content)
    home, columns, wrong = read_columns(tree)
    read = _read_entries(tree, columns, executor, progress)
    entries = {path: entry for path, (entry, _) in read.items() if entry}
    places = Places(
        entries=entries,
        columns={column.name: column for column in columns},
        unreadable=frozenset(
            {*tree.entries, *tree.pages, *(problem.path for problem in unsafe)} - {*entries}
        ),
        sizes=tree.others,
    )
    sound, doubtful = _check(places, settings)
    seen = {entry.path: visibility(entry.meta, entry.seal, settings.reviews, now) for entry in sound}
    full = [entry for entry in sound if seen[entry.path] is Visibility.FULL]
    pictures, blurred = make_pictures(content, _pictures_of(full), cache / "pictures", executor)
    shown = [entry for entry in full if all(path in pictures for path in _pictures_of([entry]))]
    library = make_library(
        home=home,
        columns=columns,
        entries=shown,
        withdrawn=[entry for entry in sound if seen[entry.path] is Visibility.NOTICE],
        internal=[
            entry for entry in sound if settings.internal_lines and seen[entry.path] is Visibility.LINE
        ],
        pictures=pictures,
        links=partial(_linked, places, {entry.key: entry for entry in shown}),
    )
    problems = {
        *unsafe,
        *wrong,
        *(problem for _, found in read.values() for problem in found),
        *doubtful,
        *places.home_doubts(home),
        *_unknown_in_nav(settings, columns),
        *_blamed(full, blurred),
        *_unused(tree, places),
    }
    return Loaded(library=library, places=places), tuple(sorted(problems))


def read_columns(tree: Tree) -> tuple[HomeFields, tuple[Column, ...], tuple[Problem, ...]]:
    """The home page's settings and the columns, with what is wrong with their `index.md`."""
    home, problems = _read_index(tree, "index.md", HomeFields) if tree.home else (None, (_NO_HOME,))
    columns: list[Column] = []
    for name in tree.columns:
        fields, wrong = _read_index(tree, f"{name}/index.md", ColumnFields)
        problems = (*problems, *wrong)
        if fields is not None:
            columns.append(Column(name=name, fields=fields))
    return home or HomeFields(title="首页"), tuple(columns), problems


def _unknown_in_nav(settings: Settings, columns: tuple[Column, ...]) -> Iterator[Problem]:
    """A name in the navigation bar that is no column would be left out without a word."""
    names = [column.name for column in columns]
    for name in settings.nav:
        if name not in names:
            near = nearest(name, names)
            yield Problem(
                path="mkdocs.yml",
                line=0,
                message=f"nav 里的“{name}”不是栏目。",
                remedy=f"是不是 {near}？" if near else "请写 content 里栏目文件夹的名字。",
                severity="warning",
            )


def _read_index(tree: Tree, path: str, fields: type[F]) -> tuple[F | None, tuple[Problem, ...]]:
    """An `index.md` of the home page or of a column, whose body nobody would see."""
    found, source, problems = read_fields(tree.root, path, fields)
    if source is not None and source.body.strip():
        problems = (
            *problems,
            Problem(
                path=path,
                line=source.body_line,
                message="这里的正文不会显示。",
                remedy="介绍栏目的话，请写进 description；其余的请另写一篇稿件。",
                severity="warning",
            ),
        )
    return found, problems


def _read_entries(
    tree: Tree, columns: tuple[Column, ...], executor: Executor, progress: Progress
) -> dict[str, Read]:
    kinds = {column.name: column.kind.name for column in columns}
    paths = [path for path in tree.entries if path.split("/")[0] in kinds] + list(tree.pages)
    names = [kinds[path.split("/")[0]] if "/" in path else "page" for path in paths]
    read: dict[str, Read] = {}
    results = executor.map(partial(read_entry, tree.root), paths, names, chunksize=_CHUNK)
    for path, result in zip(paths, results, strict=True):
        read[path] = result
        progress("读取稿件", len(read), len(paths))
    return read


def _check(places: Places, settings: Settings) -> tuple[list[Entry], list[Problem]]:
    """The entries that only the whole folder could prove wrong and did not, and what is wrong."""
    sound: list[Entry] = []
    problems: list[Problem] = list(checks.one_brand_each(places.entries.values()))
    for entry in places.entries.values():
        found = [*places.doubts(entry), *checks.doubts(entry, settings)]
        problems += found
        if not errors(found):
            sound.append(entry)
    return sound, problems


def _pictures_of(entries: Iterable[Entry]) -> list[str]:
    return sorted({use.path for entry in entries for use in entry.files if use.role is Role.PICTURE})


def _blamed(entries: Iterable[Entry], blurred: tuple[Problem, ...]) -> Iterator[Problem]:
    """What is wrong with the pictures, told where they are shown."""
    wrong: dict[str, list[Problem]] = {}
    for problem in blurred:
        wrong.setdefault(problem.path, []).append(problem)
    for entry in entries:
        for use in entry.files:
            yield from (of_picture(problem, entry.path, use) for problem in wrong.get(use.path, ()))


def _linked(places: Places, public: Mapping[str, Entry], entry: Entry) -> list[str]:
    targets = (places.target(entry, link.href, public) for link in entry.body.links)
    return [target.key for target in targets if target and target.key and target.key != entry.key]


def _unused(tree: Tree, places: Places) -> Iterator[Problem]:
    """Files that no entry names are not published; those that readers could run deserve a word.

    Beside an entry with mistakes nobody knows yet which files it needs.
    """
    used = {use.path for entry in places.entries.values() for use in entry.files}
    unsettled = {path.rpartition("/")[0] for path in places.unreadable}
    for path in tree.others:
        warn = partial(Problem, path=path, line=0, severity="warning")
        if path.lower().endswith(_RUNNABLE):
            yield warn(
                message="这种文件里可以藏程序，从不发布。",
                remedy="请移走；图片请另存为 PNG，资料请另存为 PDF。",
            )
        elif not (path in used or path.lower().endswith(_SHOWN) or path.rpartition("/")[0] in unsettled):
            yield warn(
                message="这个文件不会发布。",
                remedy="要供读者下载的，请写进稿件的 attachments；不需要的请移走。",
            )
