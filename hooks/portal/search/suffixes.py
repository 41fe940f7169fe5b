"""The suffixes of all texts, sorted by the keys with which they begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 8
"""Characters by which keys grow."""
LONGEST = 32
"""Characters of a key at most."""
SHARED = 20
"""Documents that may share a key of eight characters; for more it grows."""
WORD = 4
"""Characters in a word."""

_PAIRS = "pairs"
_PLACES = "places"
"""Files that are written through no map: where the disk is full, the system ends who writes to one."""
_AT_ONCE = 1_000_000
"""Characters put into buckets at a time."""
_NEAR = 8_192
"""Characters looked up at a time."""

Ranks = NDArray[np.uint16]
Pairs = NDArray[np.uint32]
Words = NDArray[np.uint64]
"""The ranks of four characters in a number, which sorts as they do; after a stop there are only stops."""
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Texts:
    """All texts, as workers find them in files."""

    folder: Path
    size: int
    """Characters of them all."""
    starts: Numbers
    """Where each document's text begins."""
    titles: Numbers
    """Where each document's title ends."""
    bits: int
    """Of a character's rank."""

    def write(self, ranks: Ranks, buckets: Ranks) -> list[tuple[int, int]]:
        """Put down the characters of all documents, 0 where a term cannot go on, as at the end.

        `buckets` gives for each rank the bucket of the suffixes that begin with it; of each bucket that has
        any, this gives the number of the first suffix, and of the one after the last.
        """
        runs = [slice(start, start + _AT_ONCE) for start in range(0, len(ranks), _AT_ONCE)]
        sizes = np.zeros(int(buckets.max()) + 1, np.int64)
        with (self.folder / _PAIRS).open("wb") as pairs:
            for run in runs:
                first, second = ranks[run], np.append(ranks[run.start + 1 : run.stop + 1], np.uint16(0))
                pair = first.astype(np.uint32) << self.bits | second[: len(first)] * (first != 0)
                pairs.write(pair.tobytes())
                sizes += np.bincount(buckets[first], minlength=len(sizes))
            pairs.write(np.zeros(LONGEST, np.uint32).tobytes())
        ends = np.cumsum(sizes)
        free = ends - sizes
        with (self.folder / _PLACES).open("wb") as places:
            for run in runs:
                held = buckets[ranks[run]]
                order = np.argsort(held, kind="stable") + run.start
                sizes = np.bincount(held, minlength=len(ends))
                for first, group in zip(free.tolist(), np.split(order, np.cumsum(sizes)[:-1]), strict=True):
                    places.seek(first * self._place.itemsize)
                    places.write(group.astype(self._place).tobytes())
                free += sizes
        return [(int(first), int(last)) for first, last in pairwise(ends) if first < last]

    def pairs(self) -> Pairs:
        """At each character its rank and that of the next, unless it is a stop; and enough stops."""
        return np.asarray(np.memmap(self.folder / _PAIRS, np.uint32, "r"))

    def places(self, first: int, last: int) -> Numbers:
        """Where suffixes begin, ascending in each bucket: those from number `first` to `last`."""
        size = self._place.itemsize
        found = np.fromfile(self.folder / _PLACES, self._place, last - first, offset=first * size)
        return found.astype(np.int64)

    @property
    def _place(self) -> np.dtype[Any]:
        """The type of a place in the file."""
        return np.dtype(np.int64 if self.size >> 32 else np.uint32)


@dataclass(frozen=True, kw_only=True)
class Postings:
    """Documents in groups, ascending in each: group `i` has those from `offsets[i]` to `offsets[i + 1]`."""

    offsets: Numbers
    documents: Numbers
    titles: Flags
    """Whether the key stands in the document's title."""

    @property
    def sizes(self) -> Numbers:
        """The documents of each group."""
        return np.diff(self.offsets)


@dataclass(kw_only=True)
class Suffixes:
    """Suffixes sorted by the keys with which they begin, those of one key in the order of the texts."""

    pairs: Pairs
    bits: int
    places: Numbers
    """Where each begins."""
    marks: Numbers
    """Twice its document, and one more where it is not in the title."""
    begins: Flags
    """Whether its key is another than that of the one before."""
    keys: Words
    """(words, keys): sorted; what is beyond a key is 0."""
    depths: Numbers
    """Characters of each key, with those after a stop."""
    sizes: Numbers
    """Documents of each key."""

    @classmethod
    def of(cls, texts: Texts, first: int, last: int) -> Suffixes:
        """Those of a bucket, which share an empty key."""
        places = texts.places(first, last)
        starts = np.append(np.searchsorted(places, texts.starts), len(places))
        documents = np.repeat(np.arange(len(texts.starts)), np.diff(starts))
        begins = np.zeros(len(places), np.bool_)
        begins[0] = True
        return cls(
            pairs=texts.pairs(),
            bits=texts.bits,
            places=places,
            marks=documents << 1 | (places >= texts.titles[documents]),
            begins=begins,
            keys=np.zeros((0, 1), np.uint64),
            depths=np.zeros(1, np.int64),
            sizes=np.zeros(1, np.int64),
        )

    def growing(self) -> Flags:
        """The keys that have to grow: too many documents share them."""
        depth = int(self.depths.max())
        longest: Flags = (self.depths == depth) & (depth < LONGEST)
        return longest & (self.sizes > SHARED) & is_full(self.keys[-1], self.bits)

    def grow(self, growing: Flags) -> None:
        """Let the longest keys, or some of them, grow by the next eight characters."""
        depth = int(self.depths.max())
        lengths = np.diff(np.flatnonzero(self.begins), append=len(self.begins))
        rows = np.flatnonzero(np.repeat(growing, lengths))
        keys = np.repeat(np.flatnonzero(growing), lengths[growing])
        words = self._words(self.places[rows] + depth)
        order = _order([*words[::-1]], keys, WORD * self.bits)
        words = each(words, order)
        self.places[rows], self.marks[rows] = self.places[rows[order]], self.marks[rows[order]]
        begins = self.begins[rows]
        for column in words:
            begins[1:] |= column[1:] != column[:-1]
        self.begins[rows] = begins
        first = np.flatnonzero(begins)
        counts = np.where(growing, np.bincount(keys[first], minlength=len(growing)), 1)
        fresh = np.flatnonzero(np.repeat(growing, counts))
        beyond = np.zeros((len(words), int(counts.sum())), np.uint64)
        for column, word in zip(beyond, words, strict=True):
            column[fresh] = word[first]
        self.keys = np.concatenate([each(self.keys, np.repeat(np.arange(len(growing)), counts)), beyond])
        self.depths, self.sizes = np.repeat(self.depths, counts), np.repeat(self.sizes, counts)
        self.depths[fresh] = depth + STEP
        self.sizes[fresh] = _sorted_postings(begins, self.marks[rows]).sizes

    def postings(self) -> Postings:
        """The documents of each key."""
        return _sorted_postings(self.begins, self.marks)

    def _words(self, places: Numbers) -> Words:
        """(2, places): the words that begin with these characters, and those that follow them.

        By few at a time, so that what is near in memory is still at hand.
        """
        words = np.zeros((STEP // WORD, len(places)), np.uint64)
        for start in range(0, len(places), _NEAR):
            here = places[start : start + _NEAR]
            goes_on = np.ones(len(here), np.bool_)
            for number, word in enumerate(words[:, start : start + _NEAR]):
                for step in range(0, WORD, 2):
                    pair = self.pairs[here + (number * WORD + step)] * goes_on
                    goes_on = is_full(pair, self.bits)
                    word <<= np.uint64(2 * self.bits)
                    word |= pair
        return words


def each(columns: Words, places: Numbers) -> Words:
    """What each column has at these places: much faster than of all columns at once."""
    found = np.empty((len(columns), len(places)), np.uint64)
    for number, column in enumerate(columns):
        found[number] = column[places]
    return found


def is_full(words: Words | Pairs, bits: int) -> Flags:
    """Whether they hold no stop, nor what comes after one."""
    full: Flags = words & words.dtype.type((1 << bits) - 1) != 0
    return full


def _order(words: list[Words], groups: Numbers, bits: int) -> Numbers:
    """The order of rows by group, then by words of so many bits, of which the last counts most; stable.

    They are taken as one large number and sorted by its digits, the least first. A digit and the row's number
    make one number of 64 bits, since plain numbers are sorted several times as fast as what they stand for.
    """
    low = np.uint64(max(1, len(groups).bit_length()))
    order = np.arange(len(groups), dtype=np.uint64)
    numbers = order.copy()
    last = words[-1] - words[-1].min()  # in a bucket few characters come first
    fields = [
        *((word, bits) for word in words[:-1]),
        (last, int(last.max()).bit_length()),
        (groups.astype(np.uint64), int(groups.max()).bit_length()),
    ]
    for digit in _digits(fields, 64 - int(low)):
        rows = np.sort(digit[order] << low | numbers)
        order = order[rows & np.uint64((1 << int(low)) - 1)]
    return order.astype(np.int64)


def _digits(fields: Iterable[tuple[Words, int]], size: int) -> Iterator[Words]:
    """Numbers given by their fields, the lowest first with its bits, as digits of `size` bits."""
    digit: Words = np.zeros(1, np.uint64)
    filled = 0
    for field, bits in fields:
        done = 0
        while done < bits:
            taken = min(bits - done, size - filled)
            part = field >> np.uint64(done) & np.uint64((1 << taken) - 1)
            digit = part << np.uint64(filled) | digit if filled else part
            done, filled = done + taken, filled + taken
            if filled == size:
                yield digit
                filled = 0
    if filled:
        yield digit


def _sorted_postings(begins: Flags, marks: Numbers) -> Postings:
    """The documents of each group, each once: where groups begin, and their marks, ascending in each."""
    fresh = begins.copy()
    fresh[1:] |= marks[1:] >> 1 != marks[:-1] >> 1
    found = np.compress(fresh, marks)
    return Postings(
        offsets=np.append(np.flatnonzero(np.compress(fresh, begins)), len(found)),
        documents=found >> 1,
        titles=found & 1 == 0,
    )
