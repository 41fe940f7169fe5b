"""What is wrong with something an author wrote, said so that the author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One mistake in one place, in Chinese, with the way out of it."""

    path: str
    """The file, relative to the content folder, with forward slashes."""
    line: int
    """Counted from 1; 0 stands for the file as a whole."""
    message: str
    """What is wrong, quoting the author's own words in “”, with its full stop."""
    remedy: str
    """What to write or do instead, with its full stop."""
    severity: Severity = "error"
    """An error keeps the entry out and stops a release; a warning does neither."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        mark = "提醒：" if self.severity == "warning" else ""
        return f"{place}: {mark}{self.message}{self.remedy}"


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop a release, in the order of the files."""
    return tuple(sorted(p for p in problems if p.severity == "error"))
