"""The suffixes of all texts, sorted, and made into leaves: keys with the documents that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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
        return np.asarray(np.load(self.folder / "ranks.npy", mmap_mode="r"))


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
    suffixes = _Suffixes(
        ranks=ranks, places=places, documents=np.searchsorted(texts.starts, places, "right") - 1
    )
    changes = suffixes.sort(np.arange(len(places)), np.zeros(len(places), np.int64), 0)
    depths = np.full(len(places), STEP)
    windows = _keys(ranks, suffixes.places[changes], depths[changes])[:, :STEP]
    window_postings = suffixes.postings(texts, changes)
    _grow(suffixes, changes, depths)
    keys = _keys(ranks, suffixes.places[changes], depths[changes])
    postings = suffixes.postings(texts, changes)
    shared = _shared(keys)
    return Leaves(
        keys=keys,
        lengths=_kept(keys, depths[changes], shared, np.diff(postings.offsets)),
        shared=shared,
        postings=postings,
        windows=windows,
        window_postings=window_postings,
    )


@dataclass(kw_only=True)
class _Suffixes:
    """The suffixes that are being sorted: where each begins, and in which document."""

    ranks: Ranks
    places: Numbers
    documents: Numbers

    def sort(self, rows: Numbers, groups: Numbers, depth: int) -> Flags:
        """Sort some rows within their groups by the characters from `depth` on; where these differ.

        `groups` are the numbers of the rows' groups, ascending. Rows with the same characters stay in order.
        """
        columns = _columns(self.ranks, self.places[rows], depth)
        order = _order([*columns[::-1], groups])
        self.places[rows] = self.places[rows[order]]
        self.documents[rows] = self.documents[rows[order]]
        changes = np.ones(len(rows), np.bool_)
        changes[1:] = np.diff(groups) != 0
        for column in columns:
            sorted_column = column[order]
            changes[1:] |= sorted_column[1:] != sorted_column[:-1]
        return changes

    def postings(self, texts: Texts, begins: Flags) -> Postings:
        """The documents of each group of suffixes, each document once."""
        fresh = begins.copy()
        fresh[1:] |= self.documents[1:] != self.documents[:-1]
        starts = np.flatnonzero(fresh)
        in_title = self.places < texts.titles[self.documents]
        offsets = np.append(np.searchsorted(starts, np.flatnonzero(begins)), len(starts))
        titles = np.logical_or.reduceat(in_title, starts) if len(starts) else in_title
        return Postings(offsets=offsets, documents=self.documents[starts], titles=titles)


def _grow(suffixes: _Suffixes, begins: Flags, depths: Numbers) -> None:
    """Sort on where too many documents share a key: it gets eight characters more, and again."""
    rows = np.arange(len(begins))
    changes = begins
    for depth in range(STEP, LONGEST, STEP):
        documents = suffixes.documents[rows]
        fresh = changes.copy()
        fresh[1:] |= documents[1:] != documents[:-1]
        groups = np.cumsum(changes) - 1
        sizes = np.bincount(groups[fresh])
        goes_on = (sizes > SHARED) & _alive(suffixes.ranks, suffixes.places[rows[changes]], depth)
        chosen = goes_on[groups]
        rows, groups = rows[chosen], groups[chosen]
        if not len(rows):
            break
        changes = suffixes.sort(rows, groups, depth)
        begins[rows] |= changes
        depths[rows] = depth + STEP


def _order(columns: list[Numbers]) -> Numbers:
    """The stable order of rows by several columns, the last the most important.

    Several columns and the row's number go into one number, since sorting plain numbers is several times
    as fast as sorting rows by them.
    """
    size = len(columns[0])
    room = 64 - max(1, size.bit_length())
    order = np.arange(size)
    packed, bits = np.zeros(size, np.uint64), 0
    for column in [*columns, None]:
        need = 0 if column is None else int(column.max(initial=0)).bit_length()
        if bits and (column is None or bits + need > room):
            rows = np.sort(packed[order] << np.uint64(64 - room) | np.arange(size, dtype=np.uint64))
            order = order[(rows & np.uint64((1 << 64 - room) - 1)).astype(np.int64)]
            packed, bits = np.zeros(size, np.uint64), 0
        if column is not None:
            packed |= column.astype(np.uint64) << np.uint64(bits)
            bits += need
    return order


def _alive(ranks: Ranks, places: Numbers, depth: int) -> Flags:
    """Whether these suffixes have no stop in the eight characters before `depth`."""
    alive: Flags = _columns(ranks, places, depth - STEP)[-1] != 0
    return alive


def _columns(ranks: Ranks, places: Numbers, depth: int) -> Ranks:
    """(STEP, places): the characters from `depth` on; nothing after a stop."""
    windows = sliding_window_view(ranks, STEP)[places + depth].T.copy()
    for column in range(1, STEP):
        windows[column] *= windows[column - 1] != 0
    return windows


def _keys(ranks: Ranks, places: Numbers, depths: Numbers) -> Ranks:
    keys = np.zeros((len(places), LONGEST), np.uint16)
    for depth in range(0, LONGEST, STEP):
        rows = np.flatnonzero(depths > depth)
        keys[rows, depth : depth + STEP] = _columns(ranks, places[rows], depth).T
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
