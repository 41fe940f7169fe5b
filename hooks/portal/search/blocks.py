"""Blocks of leaves as bytes, and back; the planes of a block are compressed each by its own statistics."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .leaves import Leaves

_SHORT = 200
"""Ranks below need one byte."""
_MIDDLE = _SHORT + 55 * 256
"""Ranks below need two."""
_MANY = 255
"""From so many documents on, a leaf's count stands in the list of large ones."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A run of leaves."""

    keys: list[tuple[int, ...]]
    several: list[bool]
    """Of each leaf, whether it has more than what begins with its key."""
    documents: list[list[tuple[int, bool]]]
    """Its documents, and whether what it has is in their titles."""


def deflate(*planes: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Raw deflate, as a browser's `DecompressionStream("deflate-raw")` reads it."""
    packer = zlib.compressobj(5, zlib.DEFLATED, -15, 9, strategy)
    packed = [part for plane in planes for part in (packer.compress(plane), packer.flush(zlib.Z_BLOCK))]
    return b"".join(packed) + packer.flush()


def inflate(data: bytes) -> bytes:
    """What was deflated."""
    return zlib.decompress(data, -15)


def cut(leaves: Leaves, size: int) -> list[tuple[int, int]]:
    """The leaves of each block: about `size` documents each, cut where neighbours share least."""
    ends = leaves.postings.offsets[1:]
    cuts, start, done = [], 0, 0
    while ends[-1] - done > size * 3 // 2:
        low = int(np.searchsorted(ends, done + size * 3 // 4)) + 1
        high = max(low, int(np.searchsorted(ends, done + size * 5 // 4)))
        high = min(high, len(ends) - 1)
        if low > high:
            break
        away = np.abs(ends[low - 1 : high] - (done + size))
        near = np.lexsort((away, leaves.shared[low : high + 1][: len(away)]))
        stop = low + int(near[0])
        cuts.append((start, stop))
        start, done = stop, int(ends[stop - 1])
    return [*cuts, (start, len(ends))]


def encode(leaves: Leaves, start: int, stop: int) -> bytes:
    """The block of the leaves from `start` to `stop`."""
    first = leaves.key(start)
    shared = np.append(0, leaves.shared[start + 1 : stop])
    added = np.append(len(first), np.diff(leaves.begins[start + 1 : stop + 1]))
    characters = np.append(first, leaves.characters[leaves.begins[start + 1] : leaves.begins[stop]])
    offsets = leaves.postings.offsets[start : stop + 1]
    documents = leaves.postings.documents[offsets[0] : offsets[-1]]
    deltas = np.diff(documents, prepend=0)
    deltas[offsets[:-1] - offsets[0]] = documents[offsets[:-1] - offsets[0]]
    return pack(
        shared,
        added,
        leaves.several[start:stop],
        characters,
        np.diff(offsets),
        deltas,
        leaves.postings.titles[offsets[0] : offsets[-1]],
    )


def pack(
    shared: NDArray[np.int64],
    added: NDArray[np.int64],
    several: NDArray[np.bool_],
    characters: NDArray[np.uint16],
    counts: NDArray[np.int64],
    deltas: NDArray[np.int64],
    titles: NDArray[np.bool_],
) -> bytes:
    """The bytes of a block from its numbers."""
    first, second, third = _characters(characters.astype(np.int64))
    many = counts[counts >= _MANY]
    head = [len(shared), len(first), len(second), len(third), len(many), len(deltas)]
    return deflate(
        np.array(head, "<u4").tobytes(),
        shared.astype(np.uint8).tobytes(),
        added.astype(np.uint8).tobytes(),
        np.packbits(several, bitorder="little").tobytes(),
        first.tobytes(),
        second.tobytes(),
        third.tobytes(),
        np.minimum(counts, _MANY).astype(np.uint8).tobytes(),
        many.astype("<u4").tobytes(),
        (deltas & 255).astype(np.uint8).tobytes(),
        (deltas >> 8 & 255).astype(np.uint8).tobytes(),
        (deltas >> 16).astype(np.uint8).tobytes(),
        np.packbits(titles, bitorder="little").tobytes(),
        strategy=zlib.Z_FILTERED,  # numbers rather than words: these are 2 to 4 per cent smaller so
    )


def _characters(ranks: NDArray[np.int64]) -> tuple[Bytes, Bytes, NDArray[np.uint16]]:
    """The first byte of each rank, the second of those that have one, the whole of the rarest."""
    middle = (ranks >= _SHORT) & (ranks < _MIDDLE)
    rare = ranks >= _MIDDLE
    first = np.where(middle, _SHORT + (ranks - _SHORT >> 8), ranks)
    first[rare] = 255
    second = ranks[middle] - _SHORT & 255
    return first.astype(np.uint8), second.astype(np.uint8), ranks[rare].astype("<u2")


def decode(data: bytes) -> Block:
    """The leaves of a block."""
    raw = inflate(data)
    leaf_count, size, second, third, many, postings = (int(n) for n in np.frombuffer(raw, "<u4", 6))
    at = 24

    def take(kind: str, count: int) -> list[int]:
        nonlocal at
        found = np.frombuffer(raw, kind, count, at)
        at += found.nbytes
        return [int(value) for value in found]

    def flags(count: int) -> list[bool]:
        packed = np.array(take("u1", -(-count // 8)), np.uint8)
        return [bool(bit) for bit in np.unpackbits(packed, count=count, bitorder="little")]

    shared, added, several = take("u1", leaf_count), take("u1", leaf_count), flags(leaf_count)
    ranks = _ranks(take("u1", size), iter(take("u1", second)), iter(take("<u2", third)))
    small, large = take("u1", leaf_count), iter(take("<u4", many))
    counts = [next(large) if count == _MANY else count for count in small]
    planes = [take("u1", postings) for _ in range(3)]
    deltas = [low | middle << 8 | high << 16 for low, middle, high in zip(*planes, strict=True)]
    titles = flags(postings)
    keys: list[tuple[int, ...]] = []
    documents: list[list[tuple[int, bool]]] = []
    key: tuple[int, ...] = ()
    done = used = 0
    for common, more, count in zip(shared, added, counts, strict=True):
        key = (*key[:common], *ranks[used : used + more])
        keys.append(key)
        used += more
        document, group = 0, []
        for number in range(done, done + count):
            document += deltas[number]
            group.append((document, titles[number]))
        documents.append(group)
        done += count
    return Block(keys=keys, several=several, documents=documents)


def _ranks(first: list[int], second: Iterator[int], third: Iterator[int]) -> list[int]:
    return [
        byte
        if byte < _SHORT
        else next(third)
        if byte == 255
        else _SHORT + (byte - _SHORT << 8) + next(second)
        for byte in first
    ]


def encode_block(block: Block) -> bytes:
    """A block as bytes; its keys are kept as they are."""
    shared: list[int] = []
    characters: list[int] = []
    before: tuple[int, ...] = ()
    for key in block.keys:
        common = 0
        while common < min(len(key), len(before)) and key[common] == before[common]:
            common += 1
        shared.append(common)
        characters += key[common:]
        before = key
    deltas = [
        number - (group[at - 1][0] if at else 0)
        for group in block.documents
        for at, (number, _) in enumerate(group)
    ]
    titles = [title for group in block.documents for _, title in group]
    return pack(
        np.array(shared, np.int64),
        np.array([len(key) for key in block.keys], np.int64) - np.array(shared, np.int64),
        np.array(block.several, np.bool_),
        np.array(characters, np.uint16),
        np.array([len(group) for group in block.documents], np.int64),
        np.array(deltas, np.int64),
        np.array(titles, np.bool_),
    )
