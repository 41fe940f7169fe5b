"""The site while somebody writes: each file is made when a browser asks for it.

    content ─look_at→ files ─load_library→ library ─plans→ what makes each file

Nothing is published, and a page that nobody looks at costs nothing: so what is saved can be seen as soon as
it has been read. Pages are made by the functions that a build makes them with. What only web servers and
search engines read is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfile
from threading import RLock
from typing import TYPE_CHECKING

from . import memory, recipe
from .assets import read_assets
from .build import Project, all_plans, make_brush, make_search, media
from .drawing import Brush, Drawings, draw_page
from .library import Library
from .memory import Memory
from .pages.edition import Edition
from .pages.page import Page, Text, path_of
from .problem import Problem
from .reading import Progress, load_library, look_at
from .release import Source, Unchanged
from .workers import make_executor, uncollected

if TYPE_CHECKING:
    from .search.index import Search

_SEARCH = "search/"

Files = Mapping[str, Callable[[], bytes | Path]]
"""What makes each file of the site, by path from its root: its bytes, or the file that it is a copy of."""


class Preview:
    """A folder in which the files of the site appear as they are asked for; any thread may ask."""

    def __init__(self, folder: Path) -> None:
        """`folder` is there, empty, and for nothing else."""
        self.site = folder / "site"
        self._state = folder / "search"
        self._files: Files = {}
        self._search: Callable[[Executor], Search] | None = None
        self._made: set[str] = set()
        self._memory = self._kept = Memory()
        self._place: Path | None = None
        self._lock = RLock()

    def show(self, project: Project, now: datetime, progress: Progress) -> tuple[Problem, ...]:
        """Have the site be that of the content as it is now, but for what is wrong, which is returned."""
        with self._lock, uncollected():
            if self._place is None:
                self._place = memory.place(project.cache, project.content, project.cache / "preview")
                self._memory = self._kept = memory.unpack(memory.recall(self._place, recipe.program()))
                problems = self._look(project, now, progress)
                self.remember()
            else:
                problems = self._look(project, now, progress)
            for path in self._made:
                with suppress(OSError):  # on Windows somebody may be reading it; it will be written anew
                    (self.site / path).unlink()
            self._made = set()
            return problems

    def provide(self, path: str) -> None:
        """Have the file at this path in the folder, if the site has it.

        Raises `ContentChanged` where something was saved that has not been shown yet.
        """
        with self._lock, uncollected():
            if path.startswith(_SEARCH) and self._search:
                with make_executor() as executor:
                    search = self._search(executor)
                    for name, source in search.files():
                        self._write(name, source)
                search.remember()
                self._search = None
            elif path not in self._made and path in self._files:
                self._write(path, self._files[path]())
                self._made.add(path)

    def remember(self) -> None:
        """Leave what was read to the next preview."""
        with self._lock:
            if self._place:
                self._kept = memory.remember(self._place, recipe.program(), self._memory, self._kept)

    def _look(self, project: Project, now: datetime, progress: Progress) -> tuple[Problem, ...]:
        content, settings, before = look_at(project.content), project.settings, self._memory
        with make_executor() as executor:
            loaded, problems = load_library(
                content, settings, now, project.cache, executor, progress, before.reading
            )
        library = loaded.library
        edition = Edition(library=library, places=loaded.places, settings=settings, now=now)
        brush = make_brush(project, edition, recipe.look(project.overrides), before.drawings)
        self._files = dict(_files(project, edition, brush, library))
        self._search = partial(make_search, library, self._state, self.site)
        drawings = Drawings(look=brush.look, code=brush.code)
        self._memory = Memory(reading=loaded.reading, drawings=drawings)
        return problems

    def _write(self, path: str, source: Source) -> None:
        if isinstance(source, Unchanged):
            return
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, Path):
            copyfile(source, file)
        else:
            file.write_bytes(source)


def _files(
    project: Project, edition: Edition, brush: Brush, library: Library
) -> Iterator[tuple[str, Callable[[], bytes | Path]]]:
    for url, make in all_plans(edition):
        yield path_of(url), partial(_drawn, edition, brush, make)
    for path, data in read_assets(project.overrides).files.items():
        yield path, partial(bytes, data)
    for path, file in media(project, library):
        yield path, partial(Path, file)


def _drawn(edition: Edition, brush: Brush, make: Callable[[Edition], Page | Text]) -> bytes:
    return draw_page(brush, make(edition))
