"""Which pages have to be drawn, and drawing them: the others are what they were before.

A page is kept when nothing that draws pages has changed and every question it asked has the answer
it had. All questions of the last build are asked once; only pages with another answer are made.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from .assets import read_assets
from .pages import Plan
from .pages.edition import Edition, Question
from .pages.page import Page, Text
from .pages.site import Site
from .reading import Progress
from .theme import Theme

_CHUNK = 64
"""Pages sent to a worker at a time."""
_AHEAD = 6
"""Chunks under way at once: enough to keep workers busy, few enough to hold in memory."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A page of the site as it was drawn."""

    sha256: str
    questions: tuple[int, ...]
    """What it asked, as places in the list of all questions."""
    modified: str
    listed: bool


@dataclass(frozen=True, kw_only=True)
class Drawings:
    """All pages of a build, and the answers they were made from."""

    look: str = ""
    """What draws pages: templates, settings, the site's frame."""
    pages: Mapping[str, Drawn] = field(default_factory=dict)
    """By address."""
    questions: tuple[Question, ...] = ()
    fingerprints: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Brush:
    """What a worker needs to draw pages; small, and the same for all of them."""

    overrides: Path
    site: Site
    look: str


class Drawing:
    """The pages of one build: those that are kept, those that are drawn, and what to remember of them."""

    def __init__(self, edition: Edition, plans: Iterable[Plan], brush: Brush, before: Drawings) -> None:
        self._edition = edition
        self._brush = brush
        self._places: dict[Question, int] = {}
        self.pages: dict[str, Drawn] = {}
        self._plans = list(plans)
        if before.look == brush.look:
            self._keep(before)
        self.stale = [plan for plan in self._plans if plan[0] not in self.pages]

    def _keep(self, before: Drawings) -> None:
        """Take over the pages whose questions all have the answers they had."""
        changed = {
            number
            for number, (question, was) in enumerate(zip(before.questions, before.fingerprints, strict=True))
            if self._answer(question) != was
        }
        for url, _ in self._plans:
            drawn = before.pages.get(url)
            if drawn and changed.isdisjoint(drawn.questions):
                asked = tuple(before.questions[number] for number in drawn.questions)
                self._note(url, drawn.sha256, asked, drawn.modified, drawn.listed)

    def _answer(self, question: Question) -> bytes:
        """The fingerprint of an answer; nothing where what was asked about is gone or another thing.

        Whatever goes wrong here, the page is drawn again, and a mistake of ours shows there.
        """
        try:
            return self._edition.fingerprint(question)
        except Exception:
            return b""

    def draw(self, executor: Executor, progress: Progress) -> Iterator[tuple[Page | Text, bytes]]:
        """Make and draw the pages that are stale, in order."""
        asked: deque[tuple[Page | Text, tuple[Question, ...]]] = deque()
        htmls = _drawn(self._brush, self._made(asked), len(self.stale), executor)
        for number, html in enumerate(htmls, 1):
            page, questions = asked.popleft()
            self._note(page.url, hashlib.sha256(html).hexdigest(), questions, page.modified, page.listed)
            progress("生成页面", number, len(self.stale))
            yield page, html

    def _made(self, asked: deque[tuple[Page | Text, tuple[Question, ...]]]) -> Iterator[Page | Text]:
        for _, make in self.stale:
            self._edition.listen()
            page = make(self._edition)
            asked.append((page, self._edition.heard()))
            yield page

    def _note(
        self, url: str, sha256: str, questions: tuple[Question, ...], modified: str, listed: bool
    ) -> None:
        places = tuple(self._places.setdefault(question, len(self._places)) for question in questions)
        self.pages[url] = Drawn(sha256=sha256, questions=places, modified=modified, listed=listed)

    def remember(self) -> Drawings:
        """What the next build may keep; all pages have to be drawn before."""
        questions = tuple(self._places)
        return Drawings(
            look=self._brush.look,
            pages=self.pages,
            questions=questions,
            fingerprints=tuple(self._answer(question) for question in questions),
        )


def _drawn(brush: Brush, pages: Iterator[Page | Text], count: int, executor: Executor) -> Iterator[bytes]:
    """The HTML of these pages, in their order; few are drawn here, since starting workers takes longer."""
    if count <= _CHUNK:
        for page in pages:
            yield from draw_pages(brush, (page,))
        return
    under_way: deque[Future[list[bytes]]] = deque()
    while chunk := tuple(islice(pages, _CHUNK)):
        under_way.append(executor.submit(draw_pages, brush, chunk))
        if len(under_way) >= _AHEAD:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def draw_pages(brush: Brush, pages: tuple[Page | Text, ...]) -> list[bytes]:
    """The bytes of some pages, in this process."""
    theme = _theme(brush)
    return [(page.text if isinstance(page, Text) else theme.render(page)).encode() for page in pages]


@lru_cache(maxsize=1)
def _theme(brush: Brush) -> Theme:
    """One set of compiled templates for all pages a process draws."""
    return Theme(brush.overrides, read_assets(brush.overrides), brush.site)
