"""The site on one day, and the questions that pages may ask about it.

A page is a function of the answers it gets, so a page whose questions all have the answers they had
before is the page it was before: that is what makes an exact incremental build possible. A question
is a function decorated with `question`; only inside one may the library be looked into, and nothing
a question asks in turn counts as asked by the page.

A question may also be `derived`: it asks others and looks at nothing else. While those have the answers
they had, so has it, and nobody need work it out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from ..body import Body
from ..entry import Entry
from ..fields import BEIJING
from ..library import Library
from ..references import Places
from ..settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

Question = tuple[Hashable, ...]
"""The name of a question, and what it is about: ("cards.card", "news/2026/a")."""

_QUESTIONS: dict[str, Callable[..., Any]] = {}
_DERIVED: set[str] = set()
_UNANSWERED = object()


class Edition:
    """The library, the settings and the day; every answer is found once."""

    def __init__(self, *, library: Library, places: Places, settings: Settings, now: datetime) -> None:
        self.settings = settings
        self._library = library
        self._places = places
        self._now = now
        self._answers: dict[Question, Any] = {}
        self._fingerprints: dict[Question, bytes] = {}
        self._asked: dict[Question, None] | None = {}
        """By the page or by the derived question that is being made; None within any other question."""
        self.grounds: dict[Question, tuple[Question, ...]] = {}
        """What each derived question asked that was asked itself."""

    @property
    def library(self) -> Library:
        """All entries the public may see; for questions only."""
        assert self._asked is None, "a page asks questions; only a question looks into the library"
        return self._library

    @property
    def places(self) -> Places:
        """Where links lead; for questions only."""
        assert self._asked is None, "a page asks questions; only a question follows links"
        return self._places

    @property
    def today(self) -> date:
        """The day in Beijing; for questions only, since most pages do not change with it."""
        assert self._asked is None, "a page asks questions; only a question looks at the calendar"
        return self._now.astimezone(BEIJING).date()

    def body(self, entry: Entry) -> Body:
        """An entry's text. It is no question of its own: whoever has the entry asked for its digest."""
        return self._library.body(entry)

    def ask(self, question: Question) -> Any:
        """The answer, noted as asked unless it is asked on behalf of another question."""
        asked = self._asked
        if asked is not None:
            asked[question] = None
        if (known := self._answers.get(question, _UNANSWERED)) is not _UNANSWERED:
            return known
        name, *about = question
        derived = name in _DERIVED
        self._asked = {} if derived else None
        try:
            answer = self._answers[question] = _QUESTIONS[cast(str, name)](self, *about)
            if derived:
                grounds = self.grounds[question] = self.heard()
                assert _DERIVED.isdisjoint(name for name, *_ in grounds), "a derived question asks plain ones"
        finally:
            self._asked = asked
        return answer

    def listen(self) -> None:
        """Forget what was asked so far."""
        self._asked = {}

    def heard(self) -> tuple[Question, ...]:
        """What was asked since `listen`, in the order of the first time."""
        return tuple(self._asked or ())

    def fingerprint(self, question: Question) -> bytes:
        """Sixteen bytes that differ when the answer differs; the same in every process."""
        if (known := self._fingerprints.get(question)) is None:
            said = _said(self.ask(question)).encode("utf-8", "surrogatepass")
            known = self._fingerprints[question] = hashlib.blake2b(said, digest_size=16).digest()
        return known


def _said(answer: object) -> str:
    """An answer as text; of an entry, and of a row of them, what identifies it."""
    match answer:
        case Entry():
            return _identity(answer)
        case (Entry(), *_):
            return "\n".join(map(_said, answer))
        case _:
            return repr(answer)


def _identity(entry: Entry) -> str:
    """What decides the page of an entry, besides the answers to other questions."""
    return f"{entry.path} {entry.kind_name} {entry.digest}"


def derived(
    function: Callable[Concatenate[Edition, P], T],
) -> Callable[Concatenate[Edition, P], T]:
    """Make a question of a function that asks plain questions and looks at nothing else."""
    _DERIVED.add(_name(function))
    return question(function)


def question(
    function: Callable[Concatenate[Edition, P], T],
) -> Callable[Concatenate[Edition, P], T]:
    """Make a function of the edition and a few hashable values something that pages may ask."""
    name = _name(function)
    _QUESTIONS[name] = function

    def ask(edition: Edition, /, *about: P.args, **named: P.kwargs) -> T:
        return cast(T, edition.ask((name, *about)))

    ask.__doc__ = function.__doc__
    return ask


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
