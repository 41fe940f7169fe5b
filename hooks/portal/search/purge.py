"""Taking out of an index what documents no longer say: not a byte of it may stay on the site.

A changed document is struck, so that readers skip it, and stands anew in the small part. What it still
says may stay in the large part; the keys that it no longer holds are taken out of the blocks and lists.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from .blocks import Block, decode, deflate, encode_block, inflate
from .leaves import LONGEST
from .normalise import STOP
from .part import PIECE, Part

_BLOCKS = 400
"""Blocks rewritten at most; beyond, a new index costs as little."""

_UNKNOWN = 0xFFFF
"""Comes after all ranks."""

Read = Callable[[str], bytes]
"""The bytes of a file of the live site."""
Key = tuple[int, ...]


class TooMuch(Exception):
    """So much has gone that a new index is due."""


def purge(part: Part, gone: Mapping[int, tuple[str, str]], read: Read) -> dict[str, bytes]:
    """Strike documents of a part, and give its changed files, by the new paths.

    For each, by number: the text that the part was made of or has been purged to, and the text as it is now,
    empty where there is none. Raises `TooMuch` where a new index is due.
    """
    touched: dict[int, list[tuple[int, Key]]] = defaultdict(list)
    ranks = {character: rank for rank, character in enumerate(f"{STOP}{part.alphabet}")}
    for number, (before, now) in gone.items():
        for window in _vanished(before, now):
            key = tuple(ranks.get(character, _UNKNOWN) for character in window)
            touched[_place(part, key)].append((number, key))
    if len(touched) > _BLOCKS:
        raise TooMuch
    files: dict[str, bytes] = {}
    for place in sorted(touched):
        files |= _purge_block(part, place, touched[place], gone, read)
    _name_empty_blocks(part)
    for place, prefix in enumerate(part.lists):
        if place in part.gone_lists:
            continue
        word = part.word(prefix)
        numbers = [number for number, (before, now) in gone.items() if word in before and word not in now]
        if numbers:
            files |= _purge_list(part, place, numbers, read)
    for piece in sorted({number // PIECE for number in gone}):
        files |= _purge_piece(
            part, piece, [number % PIECE for number in gone if number // PIECE == piece], read
        )
    for number, (before, _) in gone.items():
        if number not in part.struck:
            lost = Counter(before)
            part.counts = [
                count - lost[character] for character, count in zip(part.alphabet, part.counts, strict=True)
            ]
            part.struck.add(number)
    return files


def _vanished(before: str, now: str) -> set[str]:
    """The longest keys that were in a text and are not now."""
    return {*_windows(before)} - {*_windows(now)}


def _windows(text: str) -> Iterator[str]:
    for piece in text.split(STOP):
        ended = piece + STOP
        yield from (ended[at : at + LONGEST] for at in range(len(piece)))


def _place(part: Part, key: Key) -> int:
    """The block that a key would be in."""
    return max(0, bisect_right(part.firsts, np.array(key, ">u2").tobytes()) - 1)


def _purge_block(
    part: Part, place: int, keys: list[tuple[int, Key]], gone: Mapping[int, tuple[str, str]], read: Read
) -> dict[str, bytes]:
    block = decode(read(part.path(f"b{place}")))
    documents = [list(group) for group in block.documents]
    for number, key in keys:
        at = bisect_right(block.keys, key) - 1
        if at < 0 or key[: len(block.keys[at])] != block.keys[at]:
            continue
        word = "".join(f"{STOP}{part.alphabet}"[rank] for rank in block.keys[at])
        if word not in gone[number][1]:
            documents[at] = [one for one in documents[at] if one[0] != number]
    left = [(key, group) for key, group in zip(block.keys, documents, strict=True) if group]
    if left:
        part.firsts[place] = np.array(left[0][0], ">u2").tobytes()
    else:
        part.empty.add(place)
    purged = Block(keys=[key for key, _ in left], documents=[group for _, group in left])
    return _changed(part, f"b{place}", encode_block(purged))


def _name_empty_blocks(part: Part) -> None:
    """A block without keys goes by the first key of the next."""
    for place in sorted(part.empty, reverse=True):
        if place + 1 == len(part.firsts):
            raise TooMuch
        part.firsts[place] = part.firsts[place + 1]


def _purge_list(part: Part, place: int, numbers: list[int], read: Read) -> dict[str, bytes]:
    levels = bytearray(inflate(read(part.path(f"l{place}"))))
    for number in numbers:
        levels[number] = 0
    if any(levels):
        return _changed(part, f"l{place}", deflate(bytes(levels)))
    part.gone_lists.add(place)
    return {}


def _purge_piece(part: Part, piece: int, numbers: list[int], read: Read) -> dict[str, bytes]:
    planes = bytearray(inflate(read(part.path(f"c{piece}"))))
    length = len(planes) // (2 * len(part.codes))
    for number in numbers:
        planes[number::length] = bytes(2 * len(part.codes))
    return _changed(part, f"c{piece}", deflate(bytes(planes)))


def _changed(part: Part, name: str, data: bytes) -> dict[str, bytes]:
    part.versions[name] = hashlib.sha256(data).hexdigest()[:8]
    return {part.path(name): data}
