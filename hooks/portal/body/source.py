"""The author's text, to find the line of something that came out of it."""

from dataclasses import dataclass, field

from portal.problem import Problem, Severity


@dataclass(kw_only=True)
class Source:
    """A text with its place in a file, and the problems found in it so far."""

    text: str
    path: str
    first_line: int
    problems: dict[Problem, None] = field(default_factory=dict)
    """A set that keeps the order."""
    _found: dict[str, int] = field(default_factory=dict)

    def line_at(self, offset: int) -> int:
        return self.first_line + self.text.count("\n", 0, offset)

    def line_of(self, words: str) -> int:
        """The line of the next occurrence of these words, or 0.

        Neither Markdown nor the sanitiser keeps positions. But things come out in the order in which they
        were written, so asking for the same words again means their next occurrence, or their last if there
        is none.
        """
        before = self._found.get(words, -1)
        offset = self.text.find(words, before + 1) if words else -1
        while offset > 0 and words[0].isalnum() and self.text[offset - 1].isalnum():
            offset = self.text.find(words, offset + 1)
        if offset < 0:
            offset = before
        if offset < 0:
            return 0
        self._found[words] = offset
        return self.line_at(offset)

    def report(self, line: int, message: str, remedy: str, severity: Severity = "error") -> None:
        """Note a problem, once."""
        problem = Problem(path=self.path, line=line, message=message, remedy=remedy, severity=severity)
        self.problems[problem] = None
