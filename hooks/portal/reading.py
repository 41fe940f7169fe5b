"""From the content folder to the library, with every problem met on the way."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from . import checks
from .body import Body
from .columns import Column, ColumnFields, HomeFields, Stamp, Tree, scan
from .entry import Entry, Read, read_bytes, read_entry, read_fields, sha256_of
from .failure import Failure
from .fields import Fields, nearest
from .files import FileUse, Role, doubts, of_picture
from .library import Library, make_library
from .pictures import Picture, cached_file, make_pictures
from .problem import Problem, errors
from .publication import Visibility, visibility
from .references import Places
from .settings import Settings
from .spool import Spool

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
_KEPT = {"units": "unit", "topics": "topic"}
"""Folders whose kind is settled."""
_NO_HOME = Problem(
    path="index.md",
    line=0,
    message="还没有网站首页的设置。",
    remedy="请在 content 里放一个 index.md，写上 title: 网站名称。",
)


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """An entry as an earlier build read it, and what it was read from."""

    sha256: bytes
    """Of the file."""
    kind_name: str
    entry: Entry | None
    problems: tuple[Problem, ...]
    files: tuple[FileUse, ...] = ()
    stamps: tuple[Stamp | None, ...] = ()
    """Of the files it names, in their order."""
    doubts: tuple[Problem, ...] = ()
    """What was wrong with those files."""
    sound_part: Entry | None = None
    """What is right in a file with mistakes."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What an earlier build read; everything in it is checked against the content before it is believed."""

    entries: Mapping[str, Remembered] = field(default_factory=dict)
    pictures: Mapping[str, tuple[Stamp, Picture]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The library, the places that the links in its bodies lead to, and what a later build may believe."""

    library: Library
    places: Places
    reading: Reading

    def next_change(self, now: datetime) -> datetime | None:
        """When the next entry goes online or offline."""
        moments = (
            moment
            for entry in self.places.entries.values()
            for moment in (entry.meta.publish_at, entry.meta.unpublish_at)
            if moment and moment > now
        )
        return min(moments, default=None)


class ContentChanged(Failure):
    """A file was changed while the portal was being built from it."""


def changed(path: str) -> ContentChanged:
    """What is said of a file that was saved in the midst of a build."""
    return ContentChanged(f"{path} 在生成网站的过程中又改动了，请再运行一次。")


@dataclass(frozen=True, kw_only=True)
class Content:
    """The content folder as it is now: its files, what is unsafe in it, and the hash of each post."""

    tree: Tree
    unsafe: tuple[Problem, ...]
    hashes: Mapping[str, bytes]

    @property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that differ when anything in the folder does."""
        said = repr((sorted(self.hashes.items()), sorted(self.tree.others.items()), self.unsafe))
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def look_at(content: Path) -> Content:
    """The content folder as it is now; every post is read, nothing is understood yet."""
    tree, unsafe = scan(content)
    paths = (*tree.indices, *tree.entries, *tree.pages)
    hashes = {path: sha256_of(read_bytes(tree.root, path)) for path in paths}
    return Content(tree=tree, unsafe=unsafe, hashes=hashes)


def load_library(
    content: Content,
    settings: Settings,
    now: datetime,
    cache: Path,
    executor: Executor,
    progress: Progress,
    before: Reading | None = None,
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Everything the public may see at `now`, and all that is wrong; wrong entries are left out."""
    tree, unsafe = content.tree, content.unsafe
    before = before or Reading()
    home, columns, wrong = read_columns(tree)
    for path in tree.indices:
        if sha256_of(read_bytes(tree.root, path)) != content.hashes[path]:
            raise changed(path)
    read, bodies = _read_entries(content, columns, before, executor, progress)
    entries = {path: found.entry for path, found in read.items() if found.entry and not errors(found.doubts)}
    places = Places(
        entries=entries,
        columns={column.name: column for column in columns},
        unreadable=frozenset(
            {*tree.entries, *tree.pages, *(problem.path for problem in unsafe)} - {*entries}
        ),
        files=tree.others,
    )
    sound, doubtful = _check(places, settings)
    seen = {entry.path: visibility(entry.meta, entry.seal, settings.reviews, now) for entry in sound}
    full = [entry for entry in sound if seen[entry.path] is Visibility.FULL]
    pictures, blurred = _make_pictures(tree, full, cache / "pictures", before, executor)
    shown = [entry for entry in full if all(path in pictures for path in _pictures_of([entry]))]
    library = make_library(
        home=home,
        columns=columns,
        entries=shown,
        withdrawn=[entry for entry in sound if seen[entry.path] is Visibility.NOTICE],
        internal=[
            entry for entry in sound if settings.internal_lines and seen[entry.path] is Visibility.LINE
        ],
        pictures={path: picture for path, (_, picture) in pictures.items()},
        body=partial(_body, tree, bodies),
        links=partial(_linked, places, {entry.key: entry for entry in shown}),
    )
    problems = {
        *unsafe,
        *wrong,
        *(problem for found in read.values() for problem in (*found.problems, *found.doubts)),
        *doubtful,
        *(
            problem
            for found in read.values()
            if found.sound_part
            for problem in places.doubts(found.sound_part)
        ),
        *places.home_doubts(home),
        *_unknown_in_nav(settings, columns),
        *_blamed(full, blurred),
        *_unused(tree, places),
    }
    reading = Reading(entries=read, pictures=pictures)
    return Loaded(library=library, places=places, reading=reading), tuple(sorted(problems))


class _Bodies:
    """The texts of the entries just read: together they are larger than all else that is known of these."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._numbers: dict[str, int] = {}

    def put(self, path: str, pickled: bytes) -> None:
        self._numbers[path] = self._spool.put(pickled)

    def get(self, path: str) -> Body | None:
        number = self._numbers.get(path)
        if number is None:
            return None
        body = pickle.loads(self._spool.get(number))
        assert isinstance(body, Body)
        return body


def _body(tree: Tree, bodies: _Bodies, entry: Entry) -> Body:
    """The text of an entry: as it was just read, or read again where an earlier build had read it."""
    if body := bodies.get(entry.path):
        return body
    again = read_entry(tree.root, entry.path, entry.kind_name)
    if again.body is None or again.entry is None or again.entry.digest != entry.digest:
        raise changed(entry.path)
    return again.body


def read_columns(tree: Tree) -> tuple[HomeFields, tuple[Column, ...], tuple[Problem, ...]]:
    """The home page's settings and the columns, with what is wrong with their `index.md`."""
    home, problems = _read_index(tree, "index.md", HomeFields) if tree.home else (None, (_NO_HOME,))
    columns: list[Column] = []
    for name in tree.columns:
        fields, wrong = _read_index(tree, f"{name}/index.md", ColumnFields)
        problems = (*problems, *wrong)
        if fields is not None and fields.kind != (kept := _KEPT.get(name, fields.kind)):
            problems = (*problems, _misused(name, kept))
        elif fields is not None:
            columns.append(Column(name=name, fields=fields))
    return home or HomeFields(title="首页"), tuple(columns), problems


def _misused(name: str, kind: str) -> Problem:
    """Other entries name units and topics by their files in these two folders."""
    return Problem(
        path=f"{name}/index.md",
        line=0,
        message=f"文件夹 {name} 只能放一种稿件。",
        remedy=f"请写 kind: {kind}；别的稿件请另建文件夹。",
    )


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
    content: Content, columns: tuple[Column, ...], before: Reading, executor: Executor, progress: Progress
) -> tuple[dict[str, Remembered], _Bodies]:
    """All entries, in order, and the bodies of those that had to be read."""
    tree = content.tree
    kinds = {column.name: column.kind.name for column in columns}
    paths = [path for path in tree.entries if path.split("/")[0] in kinds] + list(tree.pages)
    names = {path: kinds[path.split("/")[0]] if "/" in path else "page" for path in paths}
    known = {
        path: found
        for path in paths
        if (found := before.entries.get(path))
        and (found.sha256, found.kind_name) == (content.hashes[path], names[path])
    }
    fresh = [path for path in paths if path not in known]
    bodies = _Bodies()
    results = _read(tree, fresh, [names[path] for path in fresh], executor)
    for number, (path, (read, body)) in enumerate(zip(fresh, results, strict=True), 1):
        known[path] = Remembered(
            sha256=read.sha256,
            kind_name=names[path],
            entry=read.entry,
            problems=read.problems,
            files=read.files,
            sound_part=read.sound_part,
        )
        if body:
            bodies.put(path, body)
        progress("读取稿件", number, len(fresh))
    there = {*tree.others, *content.hashes}
    return {path: _with_files(tree, there, path, known[path]) for path in paths}, bodies


def _read(tree: Tree, paths: list[str], kinds: list[str], executor: Executor) -> Iterator[tuple[Read, bytes]]:
    """A few are read here: starting workers takes longer."""
    read_one = partial(_read_one, tree.root)
    if len(paths) <= _CHUNK:
        return map(read_one, paths, kinds)
    return executor.map(read_one, paths, kinds, chunksize=_CHUNK)


def _read_one(root: Path, path: str, kind: str) -> tuple[Read, bytes]:
    """What a file says, and apart from it its body, pickled where it was read."""
    read = read_entry(root, path, kind)
    body = pickle.dumps(read.body, protocol=pickle.HIGHEST_PROTOCOL) if read.body else b""
    return replace(read, body=None), body


def _with_files(tree: Tree, there: Collection[str], path: str, found: Remembered) -> Remembered:
    """The same entry, with what is wrong with the files it names; looked at anew only if they changed."""
    stamps = tuple(tree.others.get(use.path) for use in found.files)
    if stamps == found.stamps:
        return found
    said = tuple(doubts(tree.root, there, path, found.files))
    return replace(found, stamps=stamps, doubts=said)


def _make_pictures(
    tree: Tree, entries: list[Entry], cache: Path, before: Reading, executor: Executor
) -> tuple[dict[str, tuple[Stamp, Picture]], tuple[Problem, ...]]:
    """The pictures of these entries by path, each with its original's stamp; made only where that is new."""
    known = {
        path: before.pictures[path]
        for path in _pictures_of(entries)
        if path in before.pictures and _still(tree, cache, *before.pictures[path], path)
    }
    missing = [path for path in _pictures_of(entries) if path not in known]
    made, blurred = make_pictures(tree.root, missing, cache, executor)
    return known | {path: (tree.others[path], picture) for path, picture in made.items()}, blurred


def _still(tree: Tree, cache: Path, stamp: Stamp, picture: Picture, path: str) -> bool:
    """Whether a picture is of the original as it is now, and its files are where they were put."""
    files = (cached_file(cache, variant) for variant in picture.files)
    return tree.others.get(path) == stamp and all(file.is_file() for file in files)


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
    targets = (places.target(entry, link.href, public) for link in entry.links)
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
