"""The index of the site: a large part, and a small one of what has changed since that was made.

Small changes leave the large part as it is but for what has to be purged; when they have become many, or a
change is large, a new large part is made, which has the bytes that a clean build gives it.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from .. import snapshot
from ..recipe import program
from ..release import Source, Unchanged
from .blocks import deflate
from .document import FACETS, Document, Labels, Listed, read_record
from .normalise import simplified
from .part import Part, build_part, directories
from .purge import TooMuch, purge
from .state import Place, State

VERSION = 1
POINTER = "search/index.json"
BLOCK = 4000
"""Documents named in a block of the large part."""
SMALL_BLOCK = 1500
"""And of the small one."""
LEAST = 400_000
"""Characters from which on a small part is worth while."""
MOST = 250_000
"""Characters of the small part at most."""


class _NotAsRemembered(Exception):
    """A file of the live site is not what it was."""


class Search:
    """The index of one build: its files, then what to remember of it."""

    def __init__(
        self,
        found: Sequence[Listed],
        labels: Labels,
        memory: Path,
        site: Path,
        executor: Executor,
        *,
        believe: bool = True,
    ) -> None:
        """`found` are all documents, the newest first; in the file `memory` each index leaves its state to
        the next, and `site` is the live site.
        """
        self._memory = memory
        self._site = site
        self._executor = executor
        self._before: State | None = snapshot.load(memory, program()) if believe else None
        self._found = {one.path: one for one in found}
        self._marks = {path: one.fingerprint for path, one in self._found.items()}
        self._labels = labels
        self._state: State | None = None

    def files(self) -> Iterator[tuple[str, Source]]:
        """All files of the index."""
        before = self._before
        if before and before.labels == self._labels and self._same(before):
            yield from ((path, Unchanged(sha256)) for path, sha256 in before.files.items())
            return
        if before and (changed := self._changed(before)):
            yield from changed
        else:
            yield from self._whole()

    def remember(self) -> None:
        """Leave the state to the next build; all files have to be taken before, and published."""
        if self._state:
            snapshot.save(self._memory, program(), self._state)

    def _same(self, before: State) -> bool:
        return {path: place.fingerprint for path, place in before.places.items()} == self._marks

    def _whole(self) -> Iterator[tuple[str, Source]]:
        """An index made from nothing, as a clean build makes it."""
        documents = map(self._document, self._found)
        part, files = build_part(documents, self._executor, BLOCK, program())
        made: dict[str, str] = {}

        def noted(some: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Source]]:
            for path, data in some:
                made[path] = hashlib.sha256(data).hexdigest()
                yield path, data

        yield from noted(files)
        root, frame = directories(part, self._labels, self._common())
        yield from noted([*frame.items(), _table(), (POINTER, _pointer([root]))])
        self._state = State(
            parts=(part,),
            places={
                path: Place(fingerprint=self._marks[path], part=0, number=number)
                for number, path in enumerate(self._found)
            },
            labels=self._labels,
            files=made,
        )

    def _changed(self, before: State) -> list[tuple[str, Source]] | None:
        """The index with a small part; nothing where a new one is due."""
        try:
            return self._with_small(before)
        except (TooMuch, _NotAsRemembered):
            return None

    def _with_small(self, before: State) -> list[tuple[str, Source]]:
        base = before.parts[0].copy()
        if sum(base.counts) < LEAST:
            raise TooMuch
        files = purge(base, self._gone(before, base), self._read)
        staying = {
            path
            for path, place in before.places.items()
            if place.part == 0
            and self._marks.get(path) == place.fingerprint
            and place.number not in base.struck
        }
        documents = [self._document(path) for path in self._found if path not in staying]
        if sum(len(text) for one in documents for text in (one.title, *one.parts)) > MOST:
            raise TooMuch
        roots = []
        parts = [base]
        if documents:
            small, made = build_part(documents, self._executor, SMALL_BLOCK, program())
            files |= made
            parts.append(small)
        current = {*"".join(part.alphabet for part in parts[1:])}
        base.shown = "".join(
            one if count or one in current else "\0"
            for one, count in zip(base.alphabet, base.counts, strict=True)
        )
        for part in parts:
            more = self._common() if part is parts[-1] else {}
            if part is not base:
                more["before"] = [bisect_left(base.orders, document.order) for document in documents]
            root, frame = directories(part, self._labels, more)
            roots.append(root)
            files |= frame
        files |= dict([_table(), (POINTER, _pointer(roots))])
        return self._settle(before, parts, documents, staying, files)

    def _settle(
        self,
        before: State,
        parts: list[Part],
        documents: list[Document],
        staying: set[str],
        files: dict[str, bytes],
    ) -> list[tuple[str, Source]]:
        """All files, the large part's as they were, and the state."""
        base = parts[0]
        numbers = [before.places[path].number for path in staying]
        kept = [
            *(base.path(f"b{number}") for number in range(len(base.firsts))),
            *(
                base.path(f"l{number}")
                for number, _ in enumerate(base.lists)
                if number not in base.gone_lists
            ),
            *(base.path(f"c{number}") for number in range(base.pieces)),
            *(base.text_path(number) for number in numbers),
        ]
        shas = {path: before.files[path] for path in kept if path not in files}
        made = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        small = {document.path: number for number, document in enumerate(documents)}
        self._state = State(
            parts=tuple(parts),
            places={path: before.places[path] for path in staying}
            | {
                path: Place(fingerprint=self._marks[path], part=1, number=number)
                for path, number in small.items()
            },
            labels=self._labels,
            files=shas | made,
        )
        return [*((path, Unchanged(sha256)) for path, sha256 in shas.items()), *files.items()]

    def _gone(self, before: State, base: Part) -> dict[int, tuple[str, str]]:
        """The documents of the large part that are other than they were: their texts then and now."""
        numbers = {path: number for number, (_, path) in enumerate(base.orders)}
        gone: dict[int, tuple[str, str]] = {}
        for path, place in before.places.items():
            if path in numbers and self._marks.get(path) != place.fingerprint:
                old = self._published(before, place)
                now = self._document(path) if path in self._found else None
                gone[numbers[path]] = ("".join(old.text), "".join(now.text) if now else "")
        return gone

    def _document(self, path: str) -> Document:
        """The document of an entry: from the live site if it is there as it is, else from the entry."""
        before = self._before
        place = before.places.get(path) if before else None
        if before and place and place.fingerprint == self._marks[path]:
            try:
                return self._published(before, place)
            except _NotAsRemembered:
                pass
        return self._found[path].document()

    def _published(self, before: State, place: Place) -> Document:
        """A document as it is on the live site."""
        part = before.parts[place.part]
        return read_record(self._read(part.text_path(place.number)), part.alphabet)

    def _read(self, path: str) -> bytes:
        """A file of the live site, if it is what it was."""
        assert self._before is not None
        try:
            data = (self._site / path).read_bytes()
        except OSError:
            raise _NotAsRemembered(path) from None
        if hashlib.sha256(data).hexdigest() != self._before.files.get(path):
            raise _NotAsRemembered(path)
        return data

    def _common(self) -> dict[str, Any]:
        """What the last root says for the whole index."""
        return {
            "facets": {name: list(values.items()) for name, values in self._labels.items()},
            "labels": dict(FACETS),
            "map": _table()[0].rpartition("/")[2].removesuffix(".bin"),
        }


def _table() -> tuple[str, bytes]:
    """The table of traditional characters."""
    data = deflate(json.dumps(dict(simplified()), ensure_ascii=False, separators=(",", ":")).encode())
    return f"search/v{VERSION}/simplified-{hashlib.sha256(data).hexdigest()[:12]}.bin", data


def _pointer(roots: Sequence[str]) -> bytes:
    """The file with the fixed name; `roots` are the paths of the parts' roots."""
    prefix = f"search/v{VERSION}/"
    parts = [root.removeprefix(prefix).removesuffix(".bin") for root in roots]
    return json.dumps({"version": VERSION, "parts": parts}, separators=(",", ":")).encode()
