"""The ids of a body, and what the author's links to them mean."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

ID_PREFIX: Final = "body-"
"""Before every id of a body, so that none is an id of the page or a name that its scripts look for."""

_NO_WORD: Final = re.compile(r"[\W_]+")


@dataclass(kw_only=True)
class Anchors:
    """The ids given so far in one body."""

    _known: dict[str, str] = field(default_factory=dict)
    """The id in the page, by what an author may call it."""
    _taken: dict[str, int] = field(default_factory=dict)

    def add(self, wanted: str, *names: str) -> str:
        """A new id for what the author calls so, and perhaps by other names."""
        id_ = self._unused(ID_PREFIX + (_NO_WORD.sub("-", wanted.lower()).strip("-") or "x"))
        self._known.setdefault(wanted, id_)
        for name in (wanted, *names):
            self._known.setdefault(_simplify(name), id_)
        return id_

    def find(self, fragment: str) -> str | None:
        """The id that a link means, whichever way it spells the blanks and signs of a heading."""
        wanted = unquote(fragment)
        return self._known.get(wanted) or self._known.get(_simplify(wanted))

    def _unused(self, id_: str) -> str:
        count = self._taken[id_] = self._taken.get(id_, 0) + 1
        return id_ if count == 1 else self._unused(f"{id_}-{count}")


def _simplify(name: str) -> str:
    return _NO_WORD.sub("", name).lower()
