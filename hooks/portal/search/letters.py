"""The texts of records, in codes that compress to two thirds of what UTF-8 does.

A character's number is its place among the common ones below and then in the part's alphabet. Numbers below
224 are a byte, further ones two, and what has none is 255 and its code point in three bytes. 0 ends a text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

COMMON = "\n ，。、；：？！“”‘’（）《》〔〕…—·～％ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What the alphabet of normalised characters lacks; the same in `search-engine.js`."""
_PAIR = 224
"""From this byte on, a character has two."""
_OTHER = 255


def encode(documents: Sequence[Sequence[str]], alphabet: str) -> list[bytes]:
    """The texts of each document by the alphabet of their part.

    A stop in the alphabet is a character without a code. Many documents at once, since for one alone most of
    the time goes into calling numpy.
    """
    texts = [text for document in documents for text in document]
    written = "".join(f"{text}\0" for text in texts).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(written, "<u4")
    numbers = _numbers(alphabet)[points]
    other, pair = numbers == 0, numbers >= _PAIR
    other[np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1] = False
    sizes = 1 + pair + 3 * other
    places = np.append(0, np.cumsum(sizes))
    data = np.zeros(places[-1], np.uint8)
    data[places[:-1]] = np.where(pair, _PAIR + (numbers - _PAIR >> 8), numbers)
    data[places[:-1][pair] + 1] = numbers[pair] - _PAIR & 255
    data[places[:-1][other]] = _OTHER
    for at, shift in enumerate((16, 8, 0), 1):
        data[places[:-1][other] + at] = points[other] >> shift & 255
    ends = np.cumsum([sum(len(text) + 1 for text in document) for document in documents])
    return [data[start:end].tobytes() for start, end in pairwise((0, *places[ends].tolist()))]


def decode(data: bytes, alphabet: str) -> Iterator[str]:
    """The texts that were encoded."""
    letters = f"\0{COMMON}{alphabet}"
    text: list[str] = []
    rest = iter(data)
    for byte in rest:
        if not byte:
            yield "".join(text)
            text = []
        elif byte < _PAIR:
            text.append(letters[byte])
        elif byte < _OTHER:
            text.append(letters[_PAIR + (byte - _PAIR << 8) + next(rest)])
        else:
            text.append(chr(next(rest) << 16 | next(rest) << 8 | next(rest)))


@lru_cache(maxsize=2)
def _numbers(alphabet: str) -> NDArray[np.int32]:
    """The number of each character by its code point; 0 for none."""
    numbers = np.zeros(sys.maxunicode + 1, np.int32)
    known = f"{COMMON}{alphabet}"[: _PAIR + (_OTHER - _PAIR << 8) - 1]
    numbers[[*map(ord, reversed(known))]] = range(len(known), 0, -1)
    numbers[0] = 0
    return numbers
