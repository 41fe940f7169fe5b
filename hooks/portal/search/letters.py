"""The texts of records, in codes that compress to two thirds of what UTF-8 does.

A character's number is its place among the common ones below and then in the part's alphabet. Numbers below
224 are a byte, further ones two, and what has none is 255 and its code point in three bytes. 0 ends a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

COMMON = "\n ，。、；：？！“”‘’（）《》〔〕…—·～％ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What the alphabet of normalised characters lacks; the same in `search-engine.js`."""
_PAIR = 224
"""From this byte on, a character has two."""
_OTHER = 255


def encode(texts: Sequence[str], alphabet: str) -> bytes:
    """These texts by the alphabet of their part; a stop in the alphabet is a character without a code."""
    codes = _codes(alphabet)
    return b"".join(b"".join(map(codes.__getitem__, text)) + b"\0" for text in texts)


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


class _Codes(dict[str, bytes]):
    def __missing__(self, character: str) -> bytes:
        code = self[character] = bytes((_OTHER, *ord(character).to_bytes(3, "big")))
        return code


@lru_cache(maxsize=2)
def _codes(alphabet: str) -> _Codes:
    codes = _Codes()
    for number, character in enumerate(f"{COMMON}{alphabet}"[: _PAIR + (_OTHER - _PAIR << 8) - 1], 1):
        if character != "\0" and character not in codes:
            high, low = divmod(number - _PAIR, 256)
            codes[character] = bytes((number,)) if number < _PAIR else bytes((_PAIR + high, low))
    return codes
