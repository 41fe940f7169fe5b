"""A whole index of some documents: sorted in worker processes, and the same bytes however many there are."""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
import tempfile
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import numpy as np

from ..failure import located
from ..spool import Spool
from ..workers import SerialExecutor, bounded_map
from .blocks import cut, deflate, encode, inflate
from .document import FACETS, Document, Facets, Labels, make_records, searched
from .leaves import Leaves, make_leaves
from .normalise import STOP
from .suffixes import STEP, Numbers, Ranks, Texts

Key = bytes
"""Ranks of characters, two bytes each: keys sort as their bytes do."""
Files = Iterator[tuple[str, bytes]]

SPAN = 64
"""Blocks in a directory."""
PIECE = 4096
"""Documents in a piece of the facets' columns."""
_CHUNK = 64
"""Documents sent to a worker at a time."""
_BUCKET = 200_000
"""Suffixes sorted at a time."""
_RANKS = 65_535
"""As many characters are told apart; texts with more have stops for the rarest."""

PRESENT, TITLE = 0x80, 4


@dataclass(kw_only=True)
class Part:
    """What is known of an index besides its files."""

    folder: str
    """Made of all that is in it."""
    orders: list[tuple[int, str]]
    """What its documents are sorted by, the newest first."""
    alphabet: str
    """Characters by rank, from rank 1 on."""
    counts: list[int]
    """How often each occurs."""
    codes: Mapping[str, Sequence[str]]
    """The values of each facet; the first has code 1."""
    years: list[str]
    """The year of each document."""
    firsts: list[Key] = field(default_factory=list)
    """The first key of each block."""
    lists: list[Key] = field(default_factory=list)
    """The prefixes that have a list of documents, in order."""
    versions: dict[str, str] = field(default_factory=dict)
    """Of files that were changed: "b12" → the mark in its name."""
    struck: set[int] = field(default_factory=set)
    """Documents that are no longer in it."""
    gone_lists: set[int] = field(default_factory=set)
    """Lists that have no document left."""
    empty: set[int] = field(default_factory=set)
    """Blocks that have no key left."""
    shown: str = ""
    """The alphabet without what no document of the site has any more; a stop stands for that."""

    def copy(self) -> Part:
        """Another of the same, to be changed."""
        return replace(
            self,
            firsts=[*self.firsts],
            versions={**self.versions},
            struck={*self.struck},
            gone_lists={*self.gone_lists},
            empty={*self.empty},
        )

    @property
    def pieces(self) -> int:
        """Into how many the facets' columns are cut."""
        return -(-len(self.orders) // PIECE)

    def path(self, name: str) -> str:
        """Where a file of this part is on the site."""
        version = f"-{self.versions[name]}" if name in self.versions else ""
        return f"search/v1/{self.folder}/{name}{version}.bin"

    def text_path(self, number: int) -> str:
        """Where a document's record is."""
        return f"search/v1/{self.folder}/d{number // 256}/{number % 256}.bin"

    def word(self, key: Key) -> str:
        """A key in characters; a stop is "\\0"."""
        letters = f"\0{self.alphabet}"
        return "".join([letters[rank] for rank in np.frombuffer(key, ">u2").tolist()])


@dataclass(kw_only=True)
class Gathered:
    """What is known of some documents besides their texts."""

    orders: list[tuple[int, str]] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    facets: list[Facets] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    """Characters of each text, and of its title, with the stops."""
    often: Numbers = field(default_factory=lambda: np.zeros(sys.maxunicode + 1, np.int64))
    """How often each character occurs."""


@dataclass(frozen=True, kw_only=True)
class Slice:
    """The blocks and lists of neighbouring keys."""

    blocks: list[tuple[Key, bytes]]
    lists: list[tuple[Key, bytes]]


def build_part(
    documents: Iterable[Document], executor: Executor, block: int, salt: str
) -> tuple[Part, Files]:
    """The index of these documents, the newest first; its files have to be taken before it is complete.

    `block` is how many documents its blocks should name.
    """
    chunks, codes, records = Spool(), Spool(), Spool()
    known = _gather(documents, chunks, codes)
    ranks, alphabet, counts = _rank(known, codes)
    digest = hashlib.sha256(f"{salt} {block}".encode())
    hands = executor if len(chunks) > 1 else SerialExecutor()
    for made in bounded_map(hands, partial(_records, alphabet), chunks):
        for record in made:
            digest.update(hashlib.sha256(record).digest())
            records.put(record)
    part = Part(
        folder=digest.hexdigest()[:12],
        orders=known.orders,
        alphabet=alphabet,
        counts=counts,
        codes={
            name: sorted({value for facets in known.facets for value in facets.get(name, ())})
            for name in FACETS
            if name != "year"
        },
        years=known.years,
    )
    return part, _files(part, known, records, ranks, executor, block)


def _gather(documents: Iterable[Document], chunks: Spool, codes: Spool) -> Gathered:
    """Take each document once: some at a time go pickled to `chunks`, the UTF-32 of their texts to `codes`.

    Here rather than in workers: to send them the documents once more would take longer.
    """
    found, waiting = Gathered(), iter(documents)
    while chunk := [*islice(waiting, _CHUNK)]:
        texts = searched(chunk)
        chunks.put(pickle.dumps(chunk, protocol=pickle.HIGHEST_PROTOCOL))
        codes.put(here := "".join(title + rest for title, rest in texts).encode("utf-32-le"))
        often = np.bincount(np.frombuffer(here, "<u4"))
        found.often[: len(often)] += often
        found.orders += [document.order for document in chunk]
        found.years += [document.date[:4] for document in chunk]
        found.facets += [document.facets for document in chunk]
        found.lengths += [len(title) + len(rest) for title, rest in texts]
        found.titles += [len(title) for title, _ in texts]
    found.often[ord(STOP)] = 0
    return found


def _rank(known: Gathered, codes: Spool) -> tuple[Ranks, str, list[int]]:
    """The texts by the ranks of their characters, the most frequent first; the alphabet, and how often each
    occurs.
    """
    found = np.flatnonzero(known.often)
    order = found[np.lexsort((found, -known.often[found]))][: _RANKS - 1]
    ranks = np.zeros(len(known.often), np.uint16)
    ranks[order] = np.arange(1, len(order) + 1)
    texts, done = np.empty(sum(known.lengths), np.uint16), 0
    for piece in codes:
        here = ranks[np.frombuffer(piece, "<u4")]
        texts[done : done + len(here)] = here
        done += len(here)
    return texts, "".join(map(chr, order)), known.often[order].tolist()


def _records(alphabet: str, chunk: bytes) -> list[bytes]:
    return make_records(alphabet, pickle.loads(chunk))


def _files(
    part: Part, known: Gathered, records: Spool, ranks: Ranks, executor: Executor, block: int
) -> Files:
    for number, record in enumerate(records):
        yield part.text_path(number), record
    for piece in range(part.pieces):
        yield part.path(f"c{piece}"), column_piece(part, known.facets[piece * PIECE : (piece + 1) * PIECE])
    starts = np.array([0, *accumulate(known.lengths)][:-1], np.int64)
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        texts = Texts(
            folder=Path(folder),
            size=len(ranks),
            starts=starts,
            titles=starts + np.array(known.titles, np.int64),
            bits=len(part.alphabet).bit_length(),
        )
        with located(folder):
            bounds = texts.write(ranks, _buckets(part.counts))
        hands = executor if len(ranks) > _BUCKET else SerialExecutor()  # to start workers takes longer
        del ranks  # from here on memory is what there is least of
        for found in bounded_map(hands, partial(make_slice, texts, block), bounds):
            for key, data in found.blocks:
                yield part.path(f"b{len(part.firsts)}"), data
                part.firsts.append(key)
            for key, data in found.lists:
                yield part.path(f"l{len(part.lists)}"), data
                part.lists.append(key)


def _buckets(counts: list[int]) -> Ranks:
    """The bucket of each rank: neighbours have one, of about as many suffixes; stops have the first."""
    before = np.cumsum([0, *counts])[:-1]
    return np.append(0, 1 + before // _BUCKET).astype(np.uint16)


def make_slice(texts: Texts, block: int, bounds: tuple[int, int]) -> Slice:
    """The part of an index whose keys begin with these characters, for a worker process."""
    leaves = make_leaves(texts, *bounds)
    cuts = cut(leaves, block)
    keys = [leaves.key(start).astype(">u2").tobytes() for start, _ in cuts]
    return Slice(
        blocks=[(key, encode(leaves, start, stop)) for key, (start, stop) in zip(keys, cuts, strict=True)],
        lists=[(prefix, _list(leaves, prefix, len(texts.starts))) for prefix in _spread(keys)],
    )


def _spread(firsts: list[Key]) -> list[Key]:
    """The prefixes whose keys are in more than two blocks: those that two blocks or more begin with."""
    held: Counter[Key] = Counter()
    for key in firsts:
        word = key[:-2] if key.endswith(b"\0\0") else key
        held.update(word[: 2 * size] for size in range(1, min(STEP, len(word) // 2) + 1))
    return sorted(prefix for prefix, blocks in held.items() if blocks > 1)


def _list(leaves: Leaves, prefix: Key, documents: int) -> bytes:
    """The documents that hold a prefix, whether in their titles, and how often."""
    here = leaves.under(np.frombuffer(prefix, ">u2"))
    numbers = leaves.window_postings.documents[here]
    often = np.bincount(numbers, minlength=documents)
    found = np.flatnonzero(often)
    levels = np.zeros(documents, np.int64)
    levels[found] = PRESENT | np.digitize(often[found], (2, 4, 8))
    levels[numbers[leaves.window_postings.titles[here]]] |= TITLE
    return encode_list(found, levels[found], documents)


def encode_list(found: Numbers, levels: Numbers, documents: int) -> bytes:
    """A list: what is known of all documents, or which are found, and what is known of these.

    To look for words in it would take four times as long and make it larger.
    """
    if 4 * len(found) < documents:
        steps = np.diff(found, prepend=0)
        planes = [(steps >> shift & 255).astype(np.uint8).tobytes() for shift in (0, 8, 16)]
        return deflate(*planes, levels.astype(np.uint8).tobytes(), strategy=zlib.Z_RLE)
    every = np.zeros(documents, np.uint8)
    every[found] = levels
    runs_or_none = (zlib.Z_RLE, zlib.Z_HUFFMAN_ONLY)
    return min((deflate(every.tobytes(), strategy=strategy) for strategy in runs_or_none), key=len)


def decode_list(data: bytes, documents: int) -> tuple[Numbers, Numbers]:
    """The documents of a list, and what is known of them."""
    planes = np.frombuffer(inflate(data), np.uint8).astype(np.int64)
    if len(planes) < documents:
        low, middle, high, levels = planes.reshape(4, -1)
        return np.cumsum(low | middle << 8 | high << 16), levels
    found = np.flatnonzero(planes)
    return found, planes[found]


def column_piece(part: Part, documents: Sequence[Facets]) -> bytes:
    """The facets' codes of some documents, facet by facet, low bytes then high ones; honours are bits."""
    sizes = code_sizes(part.codes)
    planes: list[bytes] = []
    for name, values in part.codes.items():
        numbers = {value: number for number, value in enumerate(values)}
        codes = np.array([_code(name, numbers, facets) for facets in documents], np.uint16)
        planes += [(codes >> 8 * byte & 255).astype(np.uint8).tobytes() for byte in range(sizes[name])]
    return deflate(*planes, strategy=zlib.Z_RLE)


def code_sizes(codes: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The bytes of a code in each facet: none where nobody has a value, two where one cannot hold them."""
    return {
        name: (len(values) > 0) + (len(values) > (8 if name == "honour" else 255))
        for name, values in codes.items()
    }


def _code(name: str, numbers: Mapping[str, int], facets: Facets) -> int:
    values = facets.get(name, ())
    if name == "honour":
        return sum(1 << numbers[value] for value in values)
    return numbers[values[0]] + 1 if values else 0


def directories(part: Part, known: Labels, more: Mapping[str, Any]) -> tuple[str, dict[str, bytes]]:
    """The path of the part's root, and the files of the root and its directories."""
    files: dict[str, bytes] = {}
    lists = _lists_by_directory(part)
    for number in range(0, len(part.firsts), SPAN):
        name = f"r{number // SPAN}"
        block_versions = _versions(part, "b", range(number, min(number + SPAN, len(part.firsts))))
        list_versions = _versions(part, "l", lists.get(number // SPAN, range(0)))
        here = lists.get(number // SPAN, range(0))
        data = _json(
            {
                "firsts": [part.word(key) for key in part.firsts[number : number + SPAN]],
                "lists": ["" if one in part.gone_lists else part.word(part.lists[one]) for one in here],
                "from": here.start,
                "versions": {**block_versions, **list_versions},
            }
        )
        if block_versions or list_versions or not part.gone_lists.isdisjoint(here):
            part.versions[name] = hashlib.sha256(data).hexdigest()[:8]
        files[part.path(name)] = data
    root = _json(
        {
            "documents": len(part.orders),
            "alphabet": part.shown or part.alphabet,
            "span": SPAN,
            "piece": PIECE,
            "blocks": len(part.firsts),
            "firsts": [part.word(key) for key in part.firsts[::SPAN]],
            "versions": {name: version for name, version in part.versions.items() if name[0] in "rc"},
            "codes": {
                name: [value if value in known[name] else "" for value in values]
                for name, values in part.codes.items()
            },
            "years": [
                [year, number]
                for number, year in enumerate(part.years)
                if not number or year != part.years[number - 1]
            ],
            "struck": sorted(part.struck),
            **more,
        }
    )
    name = f"root-{hashlib.sha256(root).hexdigest()[:12]}"
    files[part.path(name)] = root
    return part.path(name), files


def _versions(part: Part, kind: str, numbers: range) -> dict[str, str]:
    names = (f"{kind}{number}" for number in numbers)
    return {name: part.versions[name] for name in names if name in part.versions}


def _lists_by_directory(part: Part) -> dict[int, range]:
    """The lists that each directory names: those whose first keys are in its blocks."""
    found: dict[int, range] = {}
    for number, prefix in enumerate(part.lists):
        place = max(0, bisect_right(part.firsts[::SPAN], prefix) - 1)
        found[place] = range(found.get(place, range(number, number)).start, number + 1)
    return found


def _json(value: Any) -> bytes:
    return deflate(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
