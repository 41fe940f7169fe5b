"""The suffixes of all texts, sorted, and made into leaves: keys with the documents that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

STEP = 8
"""Characters by which keys grow."""
LONGEST = 32
"""Characters of a key at most."""
SHARED = 20
"""Documents that may share a key of eight characters; for more it grows."""
FEW = 4
"""A key ends where no more suffixes than these go on from it, those with the same eight characters in a
document being one; neighbours that end at the same place are one leaf, up to so many."""

_WORD = 4
"""Characters in a word."""
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
        pairs = open_memmap(self.folder / "pairs.npy", "w+", np.uint32, (len(ranks) + LONGEST,))
        sizes = np.zeros(int(buckets.max()) + 1, np.int64)
        for run in runs:
            second = ranks[run.start + 1 : run.stop + 1]
            first = ranks[run][: len(second)]
            pairs[run][: len(second)] = first.astype(np.uint32) << self.bits | second * (first != 0)
            sizes += np.bincount(buckets[ranks[run]], minlength=len(sizes))
        ends = np.cumsum(sizes)
        kind = np.int64 if len(ranks) >> 32 else np.uint32
        places = open_memmap(self.folder / "places.npy", "w+", kind, (len(ranks),))
        free = ends - sizes
        for run in runs:
            held = buckets[ranks[run]]
            order = np.argsort(held, kind="stable") + run.start
            sizes = np.bincount(held, minlength=len(ends))
            for first, group in zip(free, np.split(order, np.cumsum(sizes)[:-1]), strict=True):
                places[first : first + len(group)] = group
            free += sizes
        return [(int(first), int(last)) for first, last in pairwise(ends) if first < last]

    def pairs(self) -> Pairs:
        """At each character its rank and that of the next, unless it is a stop; and enough stops."""
        return np.asarray(np.load(self.folder / "pairs.npy", mmap_mode="r"))

    def places(self, first: int, last: int) -> Numbers:
        """Where suffixes begin, ascending in each bucket: those from number `first` to `last`."""
        return np.asarray(np.load(self.folder / "places.npy", mmap_mode="r")[first:last], np.int64)


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


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Sorted keys, none of which begins another; a leaf has what stands from its key up to the next one."""

    keys: Words
    """(words, leaves): each key and what follows it."""
    several: Flags
    """Whether there is more in a leaf than what begins with its key: all but the last character is common."""
    lengths: Numbers
    """Characters of each key; one that ends with the text has one 0 of its own."""
    shared: Numbers
    """Characters shared with the key before, 0 for the first."""
    characters: Ranks
    """Of all keys, the characters that are not shared, one key after the other."""
    begins: Numbers
    """Where each key's begin among them, and their end."""
    postings: Postings
    """A document comes as often as different stretches of eight characters in it begin with a shorter key."""
    windows: Words
    """(words, windows): the stretches of eight characters, each once."""
    window_postings: Postings
    bits: int
    """Of a character's rank."""

    def key(self, leaf: int) -> Ranks:
        """All characters of a key."""
        places = np.arange(self.lengths[leaf])
        return _characters(self.keys, np.full(len(places), leaf), places, self.bits)

    def under(self, prefix: Ranks) -> slice:
        """The postings of the windows that begin with up to eight characters."""
        low, high = 0, self.windows.shape[1]
        for column in range(0, len(prefix), _WORD):
            word, left = 0, _WORD * self.bits
            for rank in prefix[column : column + _WORD].tolist():
                left -= self.bits
                word |= rank << left
            inside, last = self.windows[column // _WORD, low:high], word + (1 << left) - 1
            low, high = (
                low + int(np.searchsorted(inside, np.uint64(word))),
                low + int(np.searchsorted(inside, np.uint64(last), "right")),
            )
        return slice(int(self.window_postings.offsets[low]), int(self.window_postings.offsets[high]))


def make_leaves(texts: Texts, first: int, last: int) -> Leaves:
    """The leaves of one bucket: of the suffixes from number `first` to `last`."""
    suffixes = _Suffixes.of(texts, first, last)
    suffixes.grow(np.ones(1, np.bool_))
    windows, window_postings = suffixes.keys, suffixes.postings()
    while (growing := suffixes.growing()).any():
        suffixes.grow(growing)
    keys, postings = suffixes.keys, suffixes.postings()
    shared = _shared(keys, texts.bits)
    begins, lengths = _cut(shared, np.minimum(_ends(keys, texts.bits), suffixes.depths), postings.sizes)
    joined = _join(shared[begins], lengths[begins], np.add.reduceat(postings.sizes, np.flatnonzero(begins)))
    several = np.append(joined[1:], False)[~joined]
    begins[begins] = ~joined
    keys, lengths, shared = _each(keys, np.flatnonzero(begins)), lengths[begins], shared[begins]
    groups = np.repeat(np.cumsum(begins) - 1, postings.sizes)
    return Leaves(
        keys=keys,
        several=several,
        lengths=lengths,
        shared=shared,
        characters=_characters(keys, *_spans(shared, lengths), texts.bits),
        begins=np.append(0, np.cumsum(lengths - shared)),
        postings=_postings(groups, postings.documents << 1 | ~postings.titles, lengths - several < STEP),
        windows=windows,
        window_postings=window_postings,
        bits=texts.bits,
    )


@dataclass(kw_only=True)
class _Suffixes:
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
    def of(cls, texts: Texts, first: int, last: int) -> _Suffixes:
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
        return longest & (self.sizes > SHARED) & _is_full(self.keys[-1], self.bits)

    def grow(self, growing: Flags) -> None:
        """Let the longest keys, or some of them, grow by the next eight characters."""
        depth = int(self.depths.max())
        lengths = np.diff(np.flatnonzero(self.begins), append=len(self.begins))
        rows = np.flatnonzero(np.repeat(growing, lengths))
        keys = np.repeat(np.flatnonzero(growing), lengths[growing])
        words = self._words(self.places[rows] + depth)
        order = _order([*words[::-1]], keys, _WORD * self.bits)
        words = _each(words, order)
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
        self.keys = np.concatenate([_each(self.keys, np.repeat(np.arange(len(growing)), counts)), beyond])
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
        words = np.zeros((STEP // _WORD, len(places)), np.uint64)
        for start in range(0, len(places), _NEAR):
            here = places[start : start + _NEAR]
            goes_on = np.ones(len(here), np.bool_)
            for number, word in enumerate(words[:, start : start + _NEAR]):
                for step in range(0, _WORD, 2):
                    pair = self.pairs[here + (number * _WORD + step)] * goes_on
                    goes_on = _is_full(pair, self.bits)
                    word <<= np.uint64(2 * self.bits)
                    word |= pair
        return words


def _each(columns: Words, places: Numbers) -> Words:
    """What each column has at these places: much faster than of all columns at once."""
    found = np.empty((len(columns), len(places)), np.uint64)
    for number, column in enumerate(columns):
        found[number] = column[places]
    return found


def _is_full(words: Words | Pairs, bits: int) -> Flags:
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


def _postings(groups: Numbers, marks: Numbers, repeats: Flags) -> Postings:
    """The documents of each group, each once; where a group `repeats`, as often as they come."""
    low = int(marks.max(initial=1)).bit_length()
    found = np.sort(groups << low | marks)
    fresh = repeats[found >> low]
    fresh[:1] = True
    fresh[1:] |= found[1:] >> 1 != found[:-1] >> 1
    found = np.compress(fresh, found)
    sizes = np.bincount(found >> low)
    return Postings(
        offsets=np.append(0, np.cumsum(sizes)),
        documents=(found & (1 << low) - 1) >> 1,
        titles=found & 1 == 0,
    )


def _shared(keys: Words, bits: int) -> Numbers:
    """Characters that each key shares with the one before."""
    shared = np.zeros(keys.shape[1], np.int64)
    rows = np.arange(1, keys.shape[1])
    for column in keys:
        differ = column[rows] ^ column[rows - 1]
        shared[rows] += sum((differ < 1 << bits * left).astype(np.int64) for left in range(_WORD))
        rows = rows[differ == 0]
    return shared


def _ends(keys: Words, bits: int) -> Numbers:
    """The length of each key up to its first stop, with that; `LONGEST` where there is none."""
    ends = np.full(keys.shape[1], LONGEST)
    rows = np.arange(keys.shape[1])
    for number, column in enumerate(keys):
        full = _is_full(column[rows], bits)
        ended, rows = np.compress(~full, rows), np.compress(full, rows)
        ends[ended] = _WORD * number + 1
        for left in range(1, _WORD):
            ends[ended] += _is_full(column[ended] >> np.uint64(bits * left), bits)
    return ends


def _cut(shared: Numbers, wholes: Numbers, sizes: Numbers) -> tuple[Flags, Numbers]:
    """Where keys begin that are cut as `FEW` says, and the length of each.

    Of each whole key, what it shares with the one before, its length, and how many suffixes it has. A key has
    to be longer than what is common to any run of keys with more suffixes; runs of one more key than `FEW`
    are long enough to look at.
    """
    common = np.where(sizes > FEW, LONGEST, 0).astype(np.uint8)
    before = np.append(0, np.cumsum(sizes))
    least = np.full(len(sizes), LONGEST, np.uint8)
    for run in range(2, min(FEW + 1, len(sizes)) + 1):
        least = np.minimum(least[:-1], shared[run - 1 :].astype(np.uint8))
        here = least * (before[run:] - before[:-run] > FEW)
        for start in range(run):
            part = common[start : start + len(here)]
            np.maximum(part, here, out=part)
    lengths = np.minimum(common + 1, wholes)
    begins = shared < lengths
    begins[0] = True
    return begins, lengths


def _join(shared: Numbers, lengths: Numbers, sizes: Numbers) -> Flags:
    """Which keys belong to the leaf of the one before: few suffixes, and alike but for the last character."""
    few = sizes <= FEW
    alike = np.zeros(len(sizes), np.bool_)
    alike[1:] = few[1:] & few[:-1] & (lengths[1:] == lengths[:-1]) & (shared[1:] == lengths[1:] - 1)
    before = np.cumsum(sizes) - sizes
    runs = np.cumsum(~alike) - 1
    bins = (before - before[~alike][runs]) // FEW
    alike[1:] &= bins[1:] == bins[:-1]
    return alike


def _spans(shared: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Of each character that a key does not share with the one before: which key, and where in it."""
    added = lengths - shared
    leaves = np.repeat(np.arange(len(added)), added)
    return leaves, np.arange(len(leaves)) - (np.cumsum(added) - lengths)[leaves]


def _characters(keys: Words, leaves: Numbers, places: Numbers, bits: int) -> Ranks:
    """The ranks at some places of some keys."""
    left = (_WORD - 1 - places % _WORD) * bits
    ranks = keys[places // _WORD, leaves] >> left.astype(np.uint64) & np.uint64((1 << bits) - 1)
    return ranks.astype(np.uint16)
