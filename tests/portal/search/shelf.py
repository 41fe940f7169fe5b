"""A site that holds nothing but the index of some documents, published again and again."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np

from portal.recipe import program
from portal.release import Unchanged
from portal.search import index, letters, part, purge
from portal.search.blocks import decode, inflate
from portal.search.document import FACETS, Document, Labels, Listed
from portal.search.index import Search
from portal.search.normalise import STOP, normalise
from portal.search.state import State
from portal.snapshot import load
from portal.workers import SerialExecutor
from tests.portal.search import reference

from .reader import Reader

SMALL = {
    (index, "BLOCK"): 60,
    (index, "SMALL_BLOCK"): 30,
    (index, "LEAST"): 0,
    (part, "SPAN"): 4,
    (part, "PIECE"): 16,
    (purge, "PIECE"): 16,
    (part, "_BUCKET"): 300,
}
"""Measures by which an index of a few texts has all that one of many has."""


def document(number: int, title: str, *parts: str, day: int = 0, **facets: tuple[str, ...]) -> Document:
    """A document of so many days after the first; the last of the parts is its body."""
    seconds = day * 86_400
    date = time.strftime("%Y-%m-%d", time.gmtime(seconds))
    return Document(
        url=f"news/{number}/",
        title=title,
        date=date,
        time=seconds,
        path=f"news/{number}.md",
        kind="news",
        thumb=None,
        sample=False,
        facets={"column": ("news",), "year": (date[:4],), **facets},
        parts=parts or ("",),
    )


def labels_of(documents: Iterable[Document]) -> Labels:
    """Every value under its own name."""
    there = {name: {value for one in documents for value in one.facets.get(name, ())} for name in FACETS}
    return {name: {value: value for value in sorted(values)} for name, values in there.items()}


class Shelf:
    """What is published, and where the next index finds it."""

    def __init__(self, root: Path, executor: Executor | None = None) -> None:
        self.root = root
        self.site = root / "site"
        self.memory = root / "memory"
        self.written = 0
        """Files that the last index brought new."""
        self._executor = executor or SerialExecutor()

    def publish(self, documents: Iterable[Document], *, believe: bool = True) -> None:
        """Publish the index of these documents in the place of the last."""
        ordered = sorted(documents, key=lambda one: one.order)
        search = Search(
            [_listed(one) for one in ordered],
            labels_of(ordered),
            self.memory,
            self.site,
            self._executor,
            believe=believe,
        )
        fresh = self.root / "fresh"
        before, self.written = self.files(), 0
        for path, source in search.files():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(source, Unchanged):
                data = (self.site / path).read_bytes()
                assert hashlib.sha256(data).hexdigest() == source
            else:
                assert isinstance(source, bytes)
                data = source
                self.written += path not in before or before[path] != data
            with target.open("xb") as stream:
                stream.write(data)
        search.remember()
        shutil.rmtree(self.site, ignore_errors=True)
        fresh.rename(self.site)

    @property
    def folder(self) -> Path:
        return self.site / "search"

    def files(self) -> dict[str, bytes]:
        """All files by path."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in self.site.rglob("*")
            if path.is_file()
        }


def _listed(one: Document) -> Listed:
    mark = hashlib.sha256(repr(one).encode("utf-8", "surrogatepass")).digest()
    return Listed(path=one.path, order=one.order, fingerprint=mark, document=lambda: one)


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """A reader's answer in the form of the reference's."""
    return {
        "urls": [result["url"] for result in answer["results"]],
        "terms": answer["terms"],
        "used": answer["used"],
        "relaxed": answer["relaxed"],
        "facets": {
            facet["name"]: {one["value"]: one["count"] for one in facet["values"] if one["count"]}
            for facet in answer["facets"]
        },
    }


def assert_right(reader: Reader, documents: Iterable[Document], query: str, **more: Any) -> None:
    """The reader answers as the reference does, to the order of the results."""
    got = said(reader.search(query, size=10_000, **more))
    want = reference.answer([*documents], query, **more)
    wrong = {key: (got[key], want[key]) for key in want if got[key] != want[key]}
    assert not wrong, (query, wrong)


def leaks(shelf: Shelf, documents: Collection[Document]) -> Iterator[str]:
    """What stands in the index and in none of the documents: characters, and keys with their documents."""
    texts = {
        one.path: "".join(normalise(part) + STOP for part in (one.title, *one.parts)) for one in documents
    }
    values = (value for one in documents for values in one.facets.values() for value in values)
    written = (text for one in documents for text in (one.title, *one.parts))
    known = {*"".join([*FACETS.values(), *values, *written, *texts.values()])}
    for path, text in spelled(shelf.folder):
        yield from (f"{one} in {path}" for one in {*text} - known if one >= "\u3000")
    state = load(shelf.memory, program())
    assert isinstance(state, State)
    for one in state.parts:
        for number in range(len(one.firsts)):
            block = decode((shelf.site / one.path(f"b{number}")).read_bytes())
            for key, several, group in zip(block.keys, block.several, block.documents, strict=True):
                word = one.word(np.array(key, ">u2").tobytes())
                paths = [one.orders[document][1] for document, _ in group]
                common = word[:-1] if several else word
                yield from (f"{common!r} of {path}" for path in paths if common not in texts.get(path, ""))
                if not any(word in texts.get(path, "") for path in paths):
                    yield f"{word!r} of {paths}"


def _spelled(record: bytes, alphabet: str) -> str:
    head, _, texts = inflate(record).partition(b"\0")
    return "\n".join([head.decode("utf-8", "surrogatepass"), *letters.decode(texts, alphabet)])


def spelled(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of an index as text: keys in characters, numbers left out."""
    for root in folder.glob("v1/*/root-*.bin"):
        alphabet = f"{STOP}{json.loads(inflate(root.read_bytes()))['alphabet']}"
        for path in sorted(root.parent.rglob("*.bin")):
            data = path.read_bytes()
            if path.name.startswith("b"):
                keys = ("".join(alphabet[rank] for rank in key) for key in decode(data).keys)
                yield path.name, "\n".join(keys)
            elif path.name.startswith("r"):
                yield path.name, inflate(data).decode("utf-8", "surrogatepass")
            elif path.parent != root.parent:
                yield f"{path.parent.name}/{path.name}", _spelled(data, alphabet[1:])
