"""The body of an entry: an author's Markdown as HTML that can do no harm, and what is wrong with it.

    text ─dialect→ HTML ─sanitiser→ allowed HTML ─assembly→ Body + Problems        (all of it within limits)

`render_body` is a plain function of strings, for worker processes: a Body can be pickled, and what a process
keeps for the next text (Markdown parsers) does not change what comes out.
"""

import re
from typing import Final

from portal.body import complaints, dialect, sanitiser
from portal.body.addresses import target_of
from portal.body.assembly import TooDeep, assemble
from portal.body.limits import Limits, OutOfTime, within
from portal.body.parts import Body, Heading, Image, Link
from portal.body.source import Source
from portal.problem import Problem

__all__ = ["Body", "Heading", "Image", "Limits", "Link", "render_body"]

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Control and formatting characters and what is no character: invalid in feeds, or traps for readers."""
_DEEPEST_RAW: Final = 2_000
"""Levels of raw HTML, far beyond any real page, from which on even the sanitiser would take too long."""
_LONG: Final = 10_000
"""Characters of HTML below which no such depth is possible."""
_LIMITS: Final = Limits()


def render_body(
    text: str, path: str, first_line: int = 1, limits: Limits = _LIMITS
) -> tuple[Body, tuple[Problem, ...]]:
    """The safe body of a text, with its problems in the order of the lines.

    A text beyond the limits gives an empty body and one error. `path` is the entry's file, `first_line` the
    line of that file on which the text begins.
    """
    text = _visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    source = Source(text=text, path=path, first_line=first_line)
    body = Body()
    if _fits(source, limits):
        try:
            body = within(limits.seconds, lambda: _render(source, limits))
        except OutOfTime:
            complaints.too_slow(source, limits.seconds)
        except (RecursionError, TooDeep):
            complaints.too_deep(source)
        except dialect.Unreadable:
            complaints.unreadable(source)
    return body, tuple(sorted(source.problems))


def _visible(text: str) -> str:
    """The text without what nobody can see; nearly all have nothing of it, which is found faster."""
    usual = text.replace("\n", "").replace("\u3000", "")
    if usual.isprintable() and "\ufffc" not in usual and "\ufffd" not in usual:
        return text
    return _INVISIBLE.sub("", text)


def _fits(source: Source, limits: Limits) -> bool:
    if len(source.text) > limits.size:
        complaints.too_long(source, limits.size)
        return False
    for number, line in enumerate(source.text.split("\n"), source.first_line):
        if len(line) > limits.line:
            complaints.line_too_long(source, number, len(line), limits.line)
            return False
    return True


def _render(source: Source, limits: Limits) -> Body:
    _check_fences(source)
    rough = dialect.to_html(source.text)
    if len(rough) > _LONG and sanitiser.depth_of(rough) > _DEEPEST_RAW:
        raise TooDeep
    clean = sanitiser.sanitise(rough)
    if "&" in source.text:  # entities may stand for such characters too
        clean = _visible(clean)
    _report_removed(source, rough, clean)
    return assemble(clean, source, limits.depth)


def _check_fences(source: Source) -> None:
    """Code that begins with a fence must end with one, or the text shows the signs."""
    if "```" not in source.text and "~~~" not in source.text:
        return
    fence, start = None, 0
    for number, line in enumerate(source.text.split("\n"), source.first_line):
        if fence is None:
            fence, start = dialect.FENCE.match(line), number
        elif dialect.closes(line, fence):
            fence = None
    if fence is not None:
        complaints.open_fence(source, start, fence[1])


def _report_removed(source: Source, rough: str, clean: str) -> None:
    """Tell the author what the sanitiser took out; only HTML and attribute lists can bring anything in."""
    if "<" in source.text or "{" in source.text:
        for name, words in dict(sanitiser.removed(rough)).items():
            complaints.removed(source, name, words)
    if rough.count("href=") + rough.count("src=") > clean.count("href=") + clean.count("src="):
        for element, address in sanitiser.addresses(rough):
            if address.strip() and target_of(address) is None:
                complain = complaints.foreign_image if element == "img" else complaints.bad_address
                complain(source, address)
