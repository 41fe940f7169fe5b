"""What search has to answer, by plain substring search over all documents: slow, and easy to believe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.search.document import FACETS, Document
from portal.search.normalise import STOP, normalise

WINDOW = 8
CLOSEST = 20
BIGRAMS = 6


def terms_of(query: str) -> list[str]:
    return list(dict.fromkeys(term for term in normalise(query).split(STOP) if term))


def texts(document: Document) -> list[str]:
    return [normalise(text) for text in (document.title, *document.parts)]


def holds(document: Document, term: str) -> bool:
    return any(term in text for text in texts(document))


def often(document: Document, term: str) -> int:
    """0 to 3 by how many different eight-character stretches begin with the term: 1, 2, 4, 8."""
    stretches = {
        piece[at : at + WINDOW]
        for text in texts(document)
        for piece in text.split(STOP)
        for at in range(len(piece))
        if piece.startswith(term, at)
    }
    count = len(stretches) if len(term) < WINDOW else 1
    return sum(count >= least for least in (2, 4, 8))


def score(document: Document, terms: Sequence[str]) -> tuple[int, int]:
    title = normalise(document.title)
    return sum(term in title for term in terms), sum(often(document, term) for term in terms)


def closeness(document: Document, terms: Sequence[str]) -> int:
    """UTF-16 units of the shortest stretch of one text that holds all terms."""
    best = 10**9
    units = [_units(term) for term in terms]
    for text in map(_units, texts(document)):
        places = [[at for at in range(len(text)) if text.startswith(term, at)] for term in units]
        if not all(places):
            continue
        for start in sorted({at for found in places for at in found}):
            later = [[at for at in found if at >= start] for found in places]
            if all(later):
                best = min(
                    best, max(found[0] + len(term) for found, term in zip(later, units, strict=True)) - start
                )
    return best


def _units(text: str) -> str:
    data = text.encode("utf-16-le")
    return "".join(chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2))


def answer(
    documents: Sequence[Document],
    query: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "relevance",
) -> dict[str, Any]:
    """All results in order, the counts of the facets, and how the query was relaxed."""
    filters = filters or {}
    terms = terms_of(query)
    newest = sorted(documents, key=lambda document: document.order)
    found = [document for document in newest if all(holds(document, term) for term in terms)]
    used, relaxed = terms, ""
    scores: dict[str, tuple[int, int]] = {}
    if terms and not found:
        found, used, relaxed, scores = _relaxed(newest, terms)
    inside = [document for document in found if _passes(document, filters)]
    if sort == "relevance":
        scores = scores or {document.path: score(document, used) for document in found}
        inside.sort(key=lambda document: [-part for part in scores[document.path]])
        if len(used) > 1 and relaxed != "similar":
            inside[:CLOSEST] = sorted(
                inside[:CLOSEST],
                key=lambda document: (
                    [-part for part in scores[document.path]],
                    closeness(document, used),
                    document.order,
                ),
            )
    return {
        "urls": [document.url for document in inside],
        "terms": terms,
        "used": used,
        "relaxed": relaxed,
        "facets": {name: _counts(found, filters, name) for name in FACETS},
    }


def _relaxed(
    newest: list[Document], terms: list[str]
) -> tuple[list[Document], list[str], str, dict[str, tuple[int, int]]]:
    used: list[str] = []
    for term in terms[:12]:
        if any(all(holds(document, one) for one in (*used, term)) for document in newest):
            used.append(term)
    if used:
        found = [document for document in newest if all(holds(document, term) for term in used)]
        return found, used, "fewer", {}
    pairs = list(dict.fromkeys(pair for term in terms for pair in _pairs(term)))
    spread = max(1, len(pairs) / BIGRAMS)
    chosen = [pairs[int(at * spread)] for at in range(min(BIGRAMS, len(pairs)))]
    shared = {document.path: sum(holds(document, pair) for pair in chosen) for document in newest}
    found = [
        document for document in newest if shared[document.path] * 2 >= len(chosen) and shared[document.path]
    ]
    if not found:
        return [], [], "", {}
    used = [pair for pair in chosen if any(holds(document, pair) for document in newest)]
    return found, used, "similar", {path: (times, 0) for path, times in shared.items()}


def _pairs(term: str) -> list[str]:
    return [term[at : at + 2] for at in range(len(term) - 1)] or [term]


def _passes(document: Document, filters: Mapping[str, Sequence[str]], but: str = "") -> bool:
    return all(
        name == but or not values or any(value in document.facets.get(name, ()) for value in values)
        for name, values in filters.items()
    )


def _counts(found: list[Document], filters: Mapping[str, Sequence[str]], name: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for document in found:
        if _passes(document, filters, name):
            for value in document.facets.get(name, ()):
                counts[value] = counts.get(value, 0) + 1
    return counts
