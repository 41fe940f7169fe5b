"""The suffixes of all texts, sorted, and made into leaves: keys with the documents that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

STEP = 8
"""Characters by which keys grow."""
LONGEST = 32
"""Characters of a key at most."""
SHARED = 20
"""Documents that may share a key of eight characters; for more it grows."""

Ranks = NDArray[np.uint16]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Texts:
    """All texts, as workers find them in files: ranks of characters, 0 where a term cannot go on."""

    folder: Path
    starts: Numbers
    """Where each document's text begins."""
    titles: Numbers
    """Where each document's title ends."""

    def ranks(self) -> Ranks:
        """The characters of all documents, and enough stops at the end."""
        ranks: Ranks = np.load(self.folder / "ranks.npy", mmap_mode="r")
        return ranks


@dataclass(frozen=True, kw_only=True)
class Postings:
    """Documents in groups, ascending in each: group `i` has those from `offsets[i]` to `offsets[i + 1]`."""

    offsets: Numbers
    documents: Numbers
    titles: Flags
    """Whether the key stands in the document's title."""


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Sorted keys, none of which begins another."""

    keys: Ranks
    """(leaves, LONGEST), filled up with 0; a key that ends with the text has one 0 of its own."""
    lengths: Numbers
    """How much of each key is kept: all of it, or for one document enough to tell it from its neighbours."""
    shared: Numbers
    """Characters shared with the key before, 0 for the first."""
    postings: Postings
    windows: Ranks
    """(windows, STEP): the keys cut to eight characters, each once."""
    window_postings: Postings


def make_leaves(texts: Texts, first: int, last: int) -> Leaves:
    """The leaves whose keys begin with a character of rank `first` to `last`, without the last."""
    ranks = texts.ranks()
    places = np.flatnonzero((ranks >= first) & (ranks < last))
    high, low = _words(ranks, places, 0)
    order = np.lexsort((low, high))
    places, high, low = places[order], high[order], low[order]
    begins = _changes(high) | _changes(low)
    windows = _keys(ranks, places[begins], np.full(int(begins.sum()), STEP))[:, :STEP]
    window_postings = _postings(texts, places, begins)
    depths = _grow(texts, ranks, places, begins)
    keys = _keys(ranks, places[begins], depths[begins])
    postings = _postings(texts, places, begins)
    shared = _shared(keys)
    return Leaves(
        keys=keys,
        lengths=_kept(keys, depths[begins], shared, np.diff(postings.offsets)),
        shared=shared,
        postings=postings,
        windows=windows,
        window_postings=window_postings,
    )


def _grow(texts: Texts, ranks: Ranks, places: Numbers, begins: Flags) -> Numbers:
    """Sort on, in place, where too many documents share a key; how long the keys are now, by place."""
    depths = np.full(len(places), STEP)
    for depth in range(STEP, LONGEST, STEP):
        groups = np.cumsum(begins) - 1
        sizes = np.diff(_postings(texts, places, begins).offsets)
        goes_on = _alive(ranks, places[begins], depth) & (depths[begins] == depth) & (sizes > SHARED)
        rows = np.flatnonzero(goes_on[groups])
        if not len(rows):
            break
        high, low = _words(ranks, places[rows], depth)
        order = np.lexsort((low, high, groups[rows]))
        places[rows] = places[rows][order]
        begins[rows] |= _changes(high[order]) | _changes(low[order])
        depths[rows] = depth + STEP
    return depths


def _alive(ranks: Ranks, places: Numbers, depth: int) -> Flags:
    """Whether these suffixes have no stop within so many characters."""
    alive = np.ones(len(places), np.bool_)
    for column in range(depth):
        alive &= ranks[places + column] != 0
    return alive


def _words(ranks: Ranks, places: Numbers, depth: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The eight characters from `depth` on as two numbers; nothing after a stop."""
    words = [np.zeros(len(places), np.uint64), np.zeros(len(places), np.uint64)]
    alive = np.ones(len(places), np.bool_)
    for column in range(STEP):
        characters = np.where(alive, ranks[places + (depth + column)], 0)
        alive &= characters != 0
        half = column * 2 // STEP
        words[half] = (words[half] << np.uint64(16)) | characters.astype(np.uint64)
    return words[0], words[1]


def _changes(values: NDArray[np.uint64]) -> Flags:
    """Where a value differs from the one before; at the first it does."""
    changes = np.ones(len(values), np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _postings(texts: Texts, places: Numbers, begins: Flags) -> Postings:
    """The documents of each group of suffixes, each document once."""
    documents = np.searchsorted(texts.starts, places, "right") - 1
    fresh = begins.copy()
    fresh[1:] |= documents[1:] != documents[:-1]
    starts = np.flatnonzero(fresh)
    in_title = places < texts.titles[documents]
    groups = (np.cumsum(begins) - 1)[starts]
    offsets = np.searchsorted(groups, np.arange(int(begins.sum()) + 1))
    titles = np.logical_or.reduceat(in_title, starts) if len(starts) else in_title
    return Postings(offsets=offsets, documents=documents[starts], titles=titles)


def _keys(ranks: Ranks, places: Numbers, depths: Numbers) -> Ranks:
    keys = np.zeros((len(places), LONGEST), np.uint16)
    rows = np.arange(len(places))
    for column in range(LONGEST):
        rows = rows[depths[rows] > column]
        characters = ranks[places[rows] + column]
        keys[rows, column] = characters
        rows = rows[characters != 0]
    return keys


def _shared(keys: Ranks) -> Numbers:
    shared = np.zeros(len(keys), np.int64)
    shared[1:] = np.argmin(keys[1:] == keys[:-1], axis=1)
    return shared


def _kept(keys: Ranks, depths: Numbers, shared: Numbers, sizes: Numbers) -> Numbers:
    ends = np.where((keys == 0).any(axis=1), np.argmax(keys == 0, axis=1) + 1, LONGEST)
    whole = np.minimum(ends, depths)
    told = np.maximum(shared, np.append(shared[1:], 0)) + 1
    return np.where(sizes > 1, whole, np.minimum(whole, told))
