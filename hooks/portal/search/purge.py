"""Taking out of an index what documents no longer say: not a byte of it may stay on the site.

A changed document is struck, so that readers skip it, and stands anew in the small part. What it still
says may stay in the large part; the keys that it no longer holds are taken out of the blocks and lists.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .blocks import Block, decode, deflate, encode_block, inflate
from .document import read_record
from .normalise import STOP
from .part import PIECE, Part, code_sizes, decode_list, encode_list
from .suffixes import LONGEST

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
    ranks = {character: rank for rank, character in enumerate(f"{STOP}{part.alphabet}")}
    touched: dict[int, set[Key]] = defaultdict(set)
    for before, now in gone.values():
        for window in _vanished(before, now):
            key = _key(window, ranks)
            touched[_place(part, key)].add(key)
    if len(touched) > _BLOCKS:
        raise TooMuch
    leaving = _Leaving(part=part, ranks=ranks, struck=part.struck | gone.keys(), read=read)
    files: dict[str, bytes] = {}
    for place in sorted(touched):
        files |= leaving.purge(place, touched[place])
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


def _key(window: str, ranks: Mapping[str, int]) -> Key:
    return tuple(ranks.get(character, _UNKNOWN) for character in window)


def _place(part: Part, key: Key) -> int:
    """The block that a key would be in."""
    return max(0, bisect_right(part.firsts, _bytes(key)) - 1)


def _bytes(key: Key) -> bytes:
    return np.array(key, ">u2").tobytes()


@dataclass(frozen=True, kw_only=True)
class _Leaving:
    """Documents that leave the leaves in which something is no longer said."""

    part: Part
    ranks: Mapping[str, int]
    struck: Collection[int]
    read: Read
    texts: dict[int, str] = field(default_factory=dict)
    """Of documents that stay."""

    def purge(self, place: int, vanished: Iterable[Key]) -> dict[str, bytes]:
        """The file of a block whose leaves held these keys."""
        part = self.part
        block = decode(self.read(part.path(f"b{place}")))
        after = [tuple(np.frombuffer(first, ">u2").tolist()) for first in part.firsts[place + 1 : place + 2]]
        ends = dict(pairwise([*block.keys, *after]))
        places = {bisect_right(block.keys, key) - 1 for key in vanished}
        left = Block(keys=[], several=[], documents=[])
        for at, (key, several, group) in enumerate(
            zip(block.keys, block.several, block.documents, strict=True)
        ):
            if at in places:
                group = [one for one in group if one[0] not in self.struck]
                if several and group:
                    key = min(self._first(document, key, ends.get(key)) for document, _ in group)
            if group:
                left.keys.append(key)
                left.several.append(several)
                left.documents.append(group)
        if left.keys:
            part.firsts[place] = _bytes(left.keys[0])
        else:
            part.empty.add(place)
        return _changed(part, f"b{place}", encode_block(left))

    def _first(self, document: int, key: Key, end: Key | None) -> Key:
        """Where what a document has in a leaf begins; `end` is the key of the next leaf."""
        text = self._text(document)
        start = self.part.word(_bytes(key[:-1]))
        found = []
        at = text.find(start)
        while 0 <= at < len(text):
            head, stop, _ = text[at : at + LONGEST].partition(STOP)
            here = _key(head + stop, self.ranks)
            if key <= here and (end is None or here < end):
                found.append(here[: len(key)])
            at = text.find(start, at + 1)
        if not found:
            raise TooMuch
        return min(found)

    def _text(self, document: int) -> str:
        if document not in self.texts:
            record = read_record(self.read(self.part.text_path(document)), self.part.alphabet)
            self.texts[document] = "".join(record.text)
        return self.texts[document]


def _name_empty_blocks(part: Part) -> None:
    """A block without keys goes by the first key of the next."""
    for place in sorted(part.empty, reverse=True):
        if place + 1 == len(part.firsts):
            raise TooMuch
        part.firsts[place] = part.firsts[place + 1]


def _purge_list(part: Part, place: int, numbers: list[int], read: Read) -> dict[str, bytes]:
    documents = len(part.orders)
    found, levels = decode_list(read(part.path(f"l{place}")), documents)
    left = ~np.isin(found, numbers)
    if left.any():
        return _changed(part, f"l{place}", encode_list(found[left], levels[left], documents))
    part.gone_lists.add(place)
    return {}


def _purge_piece(part: Part, piece: int, numbers: list[int], read: Read) -> dict[str, bytes]:
    planes = bytearray(inflate(read(part.path(f"c{piece}"))))
    count = sum(code_sizes(part.codes).values())
    length = len(planes) // max(1, count)
    for number in numbers:
        planes[number::length] = bytes(count)
    return _changed(part, f"c{piece}", deflate(bytes(planes)))


def _changed(part: Part, name: str, data: bytes) -> dict[str, bytes]:
    part.versions[name] = hashlib.sha256(data).hexdigest()[:8]
    return {part.path(name): data}
