"""From the content folder to the library, with every problem met on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from .columns import Column, ColumnFields, HomeFields, Tree, make_column, scan
from .entry import Entry, Read, Role, read_entry, read_fields
from .kinds.common import Scope
from .kinds.disclosure import DisclosureMeta
from .library import Library, make_library
from .pictures import Picture, make_pictures
from .problem import Problem
from .publication import Visibility, broken_seal, missing_reviews, visibility
from .references import Places
from .settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""

_CHUNK = 32
"""Entries sent to a worker at a time."""
_SHOWN = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".mp4", ".webm", ".vtt")
"""Files that may lie unused beside an entry without a word."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The library, and the places that the links in its bodies lead to."""

    library: Library
    places: Places


def load_library(
    content: Path, settings: Settings, now: datetime, cache: Path, executor: Executor, progress: Progress
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Everything the public may see at `now`, and all that is wrong; wrong entries are left out."""
    tree, problems = scan(content)
    home, columns, wrong = read_columns(tree)
    read, unreadable = _read_entries(tree, columns, executor, progress)
    places = Places(
        entries={entry.path: entry for entry, _ in read if entry},
        columns={column.name: column for column in columns},
        unreadable=unreadable,
        sizes=tree.others,
    )
    problems = (*problems, *wrong, *(problem for _, found in read for problem in found))
    sound, dead = _check_references(places, settings, now)
    seen = {entry.key: entry for entry in sound if _visible(entry, settings, now) is Visibility.FULL}
    pictures, blurred = make_pictures(content, _pictures_of(seen.values()), cache / "pictures", executor)
    shown = [entry for entry in seen.values() if _has_pictures(entry, pictures)]
    library = make_library(
        home=home,
        columns=columns,
        entries=shown,
        withdrawn=[entry for entry in sound if _visible(entry, settings, now) is Visibility.NOTICE],
        internal=[entry for entry in sound if settings.internal_lines and _is_internal(entry, now)],
        pictures=pictures,
        links=partial(_linked, places, {entry.key: entry for entry in shown}),
    )
    problems = (*problems, *dead, *blurred, *_unused(tree, places))
    return Loaded(library=library, places=places), tuple(sorted(set(problems)))


def read_columns(tree: Tree) -> tuple[HomeFields, tuple[Column, ...], tuple[Problem, ...]]:
    """The home page's settings and the columns, with what is wrong with their `index.md`."""
    home, _, problems = read_fields(tree.root, "index.md", HomeFields)
    columns: list[Column] = []
    for name in tree.columns:
        fields, source, wrong = read_fields(tree.root, f"{name}/index.md", ColumnFields)
        problems = (*problems, *wrong)
        if fields is not None and source is not None:
            column, unknown = make_column(name, fields, source.lines.get(("kind",), 1))
            columns += [column] if column else []
            problems = (*problems, *unknown)
    return home or HomeFields(title="首页"), tuple(columns), problems


def _read_entries(
    tree: Tree, columns: tuple[Column, ...], executor: Executor, progress: Progress
) -> tuple[list[Read], frozenset[str]]:
    kinds = {column.name: column.kind.name for column in columns}
    paths = [path for path in tree.entries if path.split("/")[0] in kinds] + list(tree.pages)
    names = [kinds[path.split("/")[0]] if "/" in path else "page" for path in paths]
    read: list[Read] = []
    for result in executor.map(partial(read_entry, tree.root), paths, names, chunksize=_CHUNK):
        read.append(result)
        progress("读取稿件", len(read), len(paths))
    return read, frozenset(path for path, (entry, _) in zip(paths, read, strict=True) if entry is None)


def _check_references(places: Places, settings: Settings, now: datetime) -> tuple[list[Entry], list[Problem]]:
    """The entries whose references all lead somewhere, and what is wrong with the others'."""
    sound: list[Entry] = []
    problems: list[Problem] = []
    for entry in places.entries.values():
        found = [*places.doubts(entry), *_unsealed(entry, settings, now)]
        problems += found
        if not any(problem.severity == "error" for problem in found):
            sound.append(entry)
    return sound, problems


def _unsealed(entry: Entry, settings: Settings, now: datetime) -> Iterator[Problem]:
    """Changed text is unreviewed text. (NORMS: 三审三校)"""
    warn = partial(Problem, path=entry.path, line=entry.line("reviews"), severity="warning")
    if broken_seal(entry.meta, entry.seal):
        yield warn(message="终审之后又改动过，暂不发布。", remedy="请重新送审。")
    elif entry.meta.status == "published" and (
        missing := missing_reviews(entry.meta, entry.seal, settings.reviews)
    ):
        steps = "、".join(step.label for step in missing)
        yield warn(message=f"还没有完成{steps}，暂不发布。", remedy="请完成审核。")


def _visible(entry: Entry, settings: Settings, now: datetime) -> Visibility:
    return visibility(entry.meta, entry.seal, settings.reviews, now)


def _is_internal(entry: Entry, now: datetime) -> bool:
    """An item for the party or the unit, with its line in the directory; one for named people has none."""
    meta = entry.meta
    return (
        isinstance(meta, DisclosureMeta)
        and meta.scope in (Scope.PARTY, Scope.UNIT)
        and meta.status == "published"
        and meta.publish_at is not None
        and meta.publish_at <= now
    )


def _pictures_of(entries: Iterable[Entry]) -> list[str]:
    return sorted({use.path for entry in entries for use in entry.files if use.role is Role.PICTURE})


def _has_pictures(entry: Entry, pictures: dict[str, Picture]) -> bool:
    return all(use.path in pictures for use in entry.files if use.role is Role.PICTURE)


def _linked(places: Places, public: dict[str, Entry], entry: Entry) -> list[str]:
    targets = (places.target(entry, link.href, public) for link in entry.body.links)
    return [target.key for target in targets if target and target.key and target.key != entry.key]


def _unused(tree: Tree, places: Places) -> Iterator[Problem]:
    """Files that no entry names are not published; those that readers could run deserve a word."""
    used = {use.path for entry in places.entries.values() for use in entry.files}
    for path in tree.others:
        if path not in used and not path.lower().endswith(_SHOWN):
            yield Problem(
                path=path,
                line=0,
                message="这个文件不会发布。",
                remedy="要供读者下载的，请写进稿件的 attachments；不需要的请移走。",
                severity="warning",
            )
