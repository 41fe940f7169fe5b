"""Which pages have to be drawn, and drawing them: the others are what they were before.

A page is kept when nothing that draws pages has changed and every question it asked has the answer
it had. All questions of the last build are asked once, derived ones only where one of those they go back
to has another answer; only pages with another answer are made. That is one process's work, and keeps it busy:
whoever draws a page also writes it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import count, islice
from pathlib import Path

from .assets import read_assets
from .pages import Plan
from .pages.edition import Edition, Question
from .pages.page import Page, Text
from .pages.site import Site
from .reading import Progress
from .release import File, Slot, Slots, Unchanged
from .theme import Theme
from .workers import bounded_map

Code = dict[str, bytes]
"""Compiled templates, by Jinja's keys."""

_CHUNK = 64
"""Pages sent to a worker at a time."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A page of the site as it was drawn."""

    sha256: str
    questions: tuple[int, ...]
    """What it asked, by the numbers of the questions."""
    modified: str
    listed: bool


@dataclass(frozen=True, kw_only=True)
class Drawings:
    """All pages of a build, and the answers they were made from."""

    look: str = ""
    """What draws pages: templates, settings, the site's frame."""
    pages: Mapping[str, Drawn] = field(default_factory=dict)
    """By address."""
    questions: Mapping[int, Question] = field(default_factory=dict)
    """By number; a kept page keeps its numbers, so that a change costs what it changes."""
    fingerprints: Mapping[int, bytes] = field(default_factory=dict)
    """Of their answers."""
    grounds: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Of derived questions, what they asked."""
    code: Code = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Brush:
    """What a worker needs to draw pages; the same for all of them."""

    overrides: Path
    site: Site
    look: str
    code: Code = field(default_factory=dict, repr=False, compare=False)
    """What is compiled is added."""


class Drawing:
    """The pages of one build: those that are kept, those that are drawn, and what to remember of them."""

    def __init__(self, edition: Edition, plans: Iterable[Plan], brush: Brush, before: Drawings) -> None:
        self._edition = edition
        self._brush = brush
        known = before.questions if before.look == brush.look else {}
        self._numbers = {question: number for number, question in known.items()}
        self._next = count(max(known, default=-1) + 1)
        self._fingerprints: dict[int, bytes] = {}
        """Of the answers to the questions of the last build."""
        self._grounds = dict(before.grounds) if known else {}
        """Of the derived questions of the last build."""
        self._plans = list(plans)
        self.pages = dict(self._kept(before)) if known else {}
        self.stale = [plan for plan in self._plans if plan[0] not in self.pages]

    def _kept(self, before: Drawings) -> Iterator[tuple[str, Drawn]]:
        """The pages whose questions all have the answers they had."""
        self._fingerprints = dict(before.fingerprints)
        changed = self._answered_anew(before, before.questions.keys() - before.grounds.keys())
        touched = {number for number, grounds in before.grounds.items() if not changed.isdisjoint(grounds)}
        changed |= self._answered_anew(before, touched)
        for url, _ in self._plans:
            drawn = before.pages.get(url)
            if drawn and changed.isdisjoint(drawn.questions):
                yield url, drawn

    def _answered_anew(self, before: Drawings, numbers: Iterable[int]) -> set[int]:
        """Ask these questions again; those of them that have another answer now."""
        found = {number: self._answer(before.questions[number]) for number in numbers}
        self._fingerprints |= found
        return {number for number, fingerprint in found.items() if fingerprint != before.fingerprints[number]}

    def _answer(self, question: Question) -> bytes:
        """The fingerprint of an answer; nothing where what was asked about is gone or another thing.

        Whatever goes wrong here, the page is drawn again, and a mistake of ours shows there.
        """
        try:
            return self._edition.fingerprint(question)
        except Exception:
            return b""

    def draw(
        self, slot: Slots, executor: Executor, progress: Progress
    ) -> Generator[tuple[str, Unchanged | File]]:
        """Make and draw the pages that are stale, in order: their paths, and what their slots took."""
        asked: deque[tuple[Page | Text, tuple[Question, ...]]] = deque()
        wanted = ((slot(page.path), page) for page in self._made(asked))
        with closing(_drawn(self._brush, wanted, len(self.stale), executor)) as files:
            for number, file in enumerate(files, 1):
                page, questions = asked.popleft()
                self.pages[page.url] = Drawn(
                    sha256=file.sha256,
                    questions=tuple(map(self._number, questions)),
                    modified=page.modified,
                    listed=page.listed,
                )
                progress("生成页面", number, len(self.stale))
                yield page.path, file

    def _made(self, asked: deque[tuple[Page | Text, tuple[Question, ...]]]) -> Iterator[Page | Text]:
        for _, make in self.stale:
            self._edition.listen()
            page = make(self._edition)
            asked.append((page, self._edition.heard()))
            yield page

    def _number(self, question: Question) -> int:
        if (number := self._numbers.get(question)) is None:
            number = self._numbers[question] = next(self._next)
        return number

    def remember(self) -> Drawings:
        """What the next build may keep; all pages have to be drawn before."""
        by_pages = set().union(*(page.questions for page in self.pages.values()))
        anew = {
            self._number(question): tuple(map(self._number, grounds))
            for question, grounds in self._edition.grounds.items()
        }
        derived = {
            number: grounds for number, grounds in (self._grounds | anew).items() if number in by_pages
        }
        asked = by_pages.union(*derived.values())
        questions = {number: question for question, number in self._numbers.items() if number in asked}
        return Drawings(
            look=self._brush.look,
            code=self._brush.code,
            pages=self.pages,
            questions=questions,
            fingerprints={
                number: self._fingerprints.get(number) or self._answer(question)
                for number, question in questions.items()
            },
            grounds=derived,
        )


def _drawn(
    brush: Brush, pages: Iterator[tuple[Slot, Page | Text]], count: int, executor: Executor
) -> Generator[Unchanged | File]:
    """Draw these pages into their slots, in their order; a few are drawn here: starting workers takes longer.

    The brush is given the templates that were compiled for them.
    """
    drawn: Generator[tuple[list[Unchanged | File], Code]]
    if count <= _CHUNK:
        drawn = (_draw_into(brush, (page,)) for page in pages)
    else:
        chunks = iter(lambda: tuple(islice(pages, _CHUNK)), ())
        given = replace(brush, code=dict(brush.code))  # what workers send back is not sent to them again
        drawn = bounded_map(executor, partial(_draw_into, given), chunks)
    with closing(drawn):
        for files, code in drawn:
            brush.code.update(code)
            yield from files


def _draw_into(
    brush: Brush, pages: tuple[tuple[Slot, Page | Text], ...]
) -> tuple[list[Unchanged | File], Code]:
    """What some slots took, and the templates that this process first compiled for them."""
    theme = _theme(brush)
    known = {*theme.code}
    files = [slot.fill(_written(theme, page)) for slot, page in pages]
    return files, {key: theme.code[key] for key in theme.code.keys() - known}


def draw_page(brush: Brush, page: Page | Text) -> bytes:
    """A page as it is written."""
    return _written(_theme(brush), page)


def _written(theme: Theme, page: Page | Text) -> bytes:
    return (page.text if isinstance(page, Text) else theme.render(page)).encode()


@lru_cache(maxsize=1)
def _theme(brush: Brush) -> Theme:
    """One set of compiled templates for all pages a process draws."""
    return Theme(brush.overrides, read_assets(brush.overrides), brush.site, brush.code)
