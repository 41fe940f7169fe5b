"""Lists within lists, indented as most editors do it.

Python-Markdown wants four blanks for each level; Typora, VS Code and people write two or three, so that the
text lies below the text of the item above. Lines of lists are given the four blanks that are meant.
"""

import re
from collections.abc import Iterator
from typing import Final

_ITEM: Final = r"(?:[-*+]|\d{1,9}\.)[ ]+\S"
NEEDED: Final = re.compile(
    rf"^(?:[ ]{{4}})*[ ]{{1,3}}{_ITEM}|^[ ]*{_ITEM}[^\n]*\n\n[ ]{{2,3}}[^\s]", re.MULTILINE
)
"""What a text holds if some list in it is indented by other steps than four."""

_LINE: Final = re.compile(rf"([ ]*)({_ITEM})?")
_STEP: Final = 4
_LEAST: Final = 2
"""Blanks, counted from the sign of the item above, that make a line belong to it."""


def indent_by_four(lines: list[str]) -> Iterator[str]:
    """The lines with four blanks for each level of a list, counted from where the list begins."""
    levels: list[int] = []
    base, after_blank = 0, True
    for line in lines:
        found = _LINE.match(line)
        indent = len(found[1]) if found else 0
        if not line.strip():
            yield line
        elif found and found[2]:
            levels = [level for level in levels if indent >= level + _LEAST]
            base = base if levels else indent // _STEP * _STEP
            yield " " * (base + _STEP * len(levels)) + line[indent:]
            levels.append(indent)
        elif levels and after_blank:
            levels = [level for level in levels if indent >= level + _LEAST]
            yield " " * (base + _STEP * len(levels)) + line[indent:] if levels else line
        else:
            yield line
        after_blank = not line.strip()
