"""Sorted suffixes made into leaves: keys with the documents that hold them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .suffixes import (
    LONGEST,
    STEP,
    WORD,
    Flags,
    Numbers,
    Postings,
    Ranks,
    Suffixes,
    Texts,
    Words,
    each,
    is_full,
)

FEW = 4
"""A key ends where no more suffixes than these go on from it, those with the same eight characters in a
document being one; neighbours that end at the same place are one leaf, up to so many."""


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
        for column in range(0, len(prefix), WORD):
            word, left = 0, WORD * self.bits
            for rank in prefix[column : column + WORD].tolist():
                left -= self.bits
                word |= rank << left
            inside, last = self.windows[column // WORD, low:high], word + (1 << left) - 1
            low, high = (
                low + int(np.searchsorted(inside, np.uint64(word))),
                low + int(np.searchsorted(inside, np.uint64(last), "right")),
            )
        return slice(int(self.window_postings.offsets[low]), int(self.window_postings.offsets[high]))


def make_leaves(texts: Texts, first: int, last: int) -> Leaves:
    """The leaves of one bucket: of the suffixes from number `first` to `last`."""
    suffixes = Suffixes.of(texts, first, last)
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
    keys, lengths, shared = each(keys, np.flatnonzero(begins)), lengths[begins], shared[begins]
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
        shared[rows] += sum((differ < 1 << bits * left).astype(np.int64) for left in range(WORD))
        rows = rows[differ == 0]
    return shared


def _ends(keys: Words, bits: int) -> Numbers:
    """The length of each key up to its first stop, with that; `LONGEST` where there is none."""
    ends = np.full(keys.shape[1], LONGEST)
    rows = np.arange(keys.shape[1])
    for number, column in enumerate(keys):
        full = is_full(column[rows], bits)
        ended, rows = np.compress(~full, rows), np.compress(full, rows)
        ends[ended] = WORD * number + 1
        for left in range(1, WORD):
            ends[ended] += is_full(column[ended] >> np.uint64(bits * left), bits)
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
    left = (WORD - 1 - places % WORD) * bits
    ranks = keys[places // WORD, leaves] >> left.astype(np.uint64) & np.uint64((1 << bits) - 1)
    return ranks.astype(np.uint16)
