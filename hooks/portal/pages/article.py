"""What the pages of all kinds of entries share: the text, who made it, and what is near it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ..body import Heading, Image, Link
from ..entry import Entry
from ..kinds.meta import ReviewStep
from ..kinds.model import ModelMeta
from ..kinds.topic import TopicMeta
from ..library import proofs
from .archive import tag_url
from .cards import (
    Badge,
    Card,
    Figure,
    badges,
    card,
    cards,
    cover,
    day,
    entry_ref,
    figure,
    minute,
    minutes,
    unit_ref,
)
from .edition import Edition, question
from .shelves import (
    Keys,
    Ref,
    first_of_topic,
    first_of_unit,
    keys_of_topic,
    kind_of,
    mentioning,
    neighbours,
)

_RELATED = 4
"""Entries in each block under an article."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A short list under a heading, with a link to the rest where there is one."""

    title: str
    cards: tuple[Card, ...]
    url: str = ""
    total: int = 0
    """How many there are behind `url`; 0 where that is not said."""


@dataclass(frozen=True, kw_only=True)
class ReprintView:
    """Where a text first appeared."""

    source: str
    url: str
    date: str


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file to download."""

    title: str
    url: str
    size: str
    format: str


@dataclass(frozen=True, kw_only=True)
class AdoptionView:
    """Where else the text was used."""

    level: str
    media: str
    title: str
    url: str
    date: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """What every kind of entry shows."""

    title: str
    subtitle: str
    kind: str
    badges: tuple[Badge, ...]
    unit: Ref | None
    published: str
    published_iso: str
    event_date: str
    source: str
    reprint: ReprintView | None
    signatures: tuple[tuple[str, str], ...]
    summary: str
    cover: Figure | None
    body: tuple[Markup | Figure, ...]
    """Safe HTML with the pictures between its pieces, for the template to draw."""
    headings: tuple[Heading, ...]
    minutes: int
    characters: int
    attachments: tuple[AttachmentView, ...]
    change_notes: tuple[tuple[str, str], ...]
    topics: tuple[Ref, ...]
    tags: tuple[Ref, ...]
    adoptions: tuple[AdoptionView, ...]
    newer: Card | None
    older: Card | None
    related: tuple[Block, ...]


def common(edition: Edition, entry: Entry) -> dict[str, Any]:
    """The values of the fields of `EntryPage` for an entry of any kind."""
    meta = entry.meta
    newer, older = neighbours(edition, entry.key) if entry.kind.dated else (None, None)
    unit = unit_ref(edition, meta.unit)
    return {
        "title": meta.title,
        "subtitle": meta.subtitle or "",
        "kind": entry.kind.name,
        "badges": badges(edition, entry),
        "unit": unit,
        "published": minute(meta.publish_at),
        "published_iso": meta.publish_at.isoformat() if meta.publish_at else "",
        "event_date": day(meta.event_date),
        "source": meta.source or (unit.title if unit else ""),
        "reprint": ReprintView(
            source=meta.reprint.source, url=meta.reprint.url or "", date=day(meta.reprint.date)
        )
        if meta.reprint
        else None,
        "signatures": tuple(_signatures(entry)),
        "summary": meta.summary or "",
        "cover": cover(edition, entry) if meta.cover else None,
        "body": body(edition, entry),
        "headings": tuple(heading for heading in entry.headings if heading.level <= 3),
        "minutes": minutes(edition, entry),
        "characters": entry.characters,
        "attachments": tuple(_attachments(edition, entry)),
        "change_notes": tuple((day(note.date), note.note) for note in meta.change_notes),
        "topics": tuple(ref for topic in meta.topics if (ref := entry_ref(edition, f"topics/{topic}"))),
        "tags": tuple(Ref(title=tag, url=tag_url(tag)) for tag in meta.tags),
        "adoptions": tuple(
            AdoptionView(
                level=item.level.label if item.level else "",
                media=item.media,
                title=item.title or "",
                url=item.url or "",
                date=day(item.at),
            )
            for item in meta.adoptions
        ),
        "newer": card(edition, newer) if newer else None,
        "older": card(edition, older) if older else None,
        "related": tuple(_related(edition, entry)),
    }


def body(edition: Edition, entry: Entry) -> tuple[Markup | Figure, ...]:
    """An entry's text with its links as seen from its page, and its pictures between the pieces."""
    root = "../" * entry.url.count("/")
    pieces: list[Markup | Figure] = []
    html: list[str] = []
    for part in edition.body(entry).parts:
        match part:
            case str():
                html.append(part)
            case Link():
                html.append(str(Markup.escape(_address(edition, entry, part, root))))
            case Image():
                pieces += [
                    Markup("".join(html)),
                    figure(edition, entry.beside(part.src), part.alt, part.caption),
                ]
                html = []
    pieces.append(Markup("".join(html)))
    return tuple(piece for piece in pieces if piece)


def _address(edition: Edition, entry: Entry, link: Link, root: str) -> str:
    path, mark, fragment = target(edition, entry.key, link.href).partition("#")
    return f"{root}{quote(path)}{mark}{fragment}"


@question
def target(edition: Edition, key: str, href: str) -> str:
    """Where a link in an entry's body leads, from the site's root."""
    library = edition.library
    found = edition.places.target(library.by_key[key], href, library.by_key)
    assert found is not None, "reading leaves out entries with dead links"
    return found.url


@question
def file_size(edition: Edition, path: str) -> int:
    """The bytes of a file that is published as it is."""
    return edition.places.files[path].size


def _signatures(entry: Entry) -> list[tuple[str, str]]:
    meta = entry.meta
    named = [("供稿", meta.author), ("摄影", meta.photographer), ("编辑", meta.editor)]
    steps = {review.step: review.by for review in meta.reviews}
    named += [(step.label, (steps[step],)) for step in ReviewStep if step in steps]
    return [(label, "、".join(names)) for label, names in named if names]


def _attachments(edition: Edition, entry: Entry) -> list[AttachmentView]:
    found = []
    for item in entry.meta.attachments:
        path = entry.beside(item.src)
        found.append(
            AttachmentView(
                title=item.title or Path(path).stem,
                url=path,
                size=size(file_size(edition, path)),
                format=Path(path).suffix[1:].upper(),
            )
        )
    return found


def size(count: int) -> str:
    """A file's size in words: 24 KB, 1.3 MB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def _related(edition: Edition, entry: Entry) -> list[Block]:
    """Same brand, same topic, who mentions this, same unit: each a few, none twice."""
    brands, others = mentions(edition, entry.key)
    candidates: list[tuple[str, Keys, str]] = [("所属品牌", brands, "")]
    for brand in brands:
        candidates.append(("同一品牌", mentioned_by(edition, brand), card(edition, brand).url))
    for topic in entry.meta.topics:
        if ref := entry_ref(edition, f"topics/{topic}"):
            candidates.append((f"专题：{ref.title}", first_of_topic(edition, topic, _RELATED * 2), ref.url))
    candidates.append(("提到本文的稿件", others, ""))
    if entry.kind.dated and (unit := unit_ref(edition, entry.meta.unit)):
        own = first_of_unit(edition, str(entry.meta.unit), _RELATED * 3)
        candidates.append(("同一单位", own, unit.url))
    return _blocks(edition, {entry.key, *_listed(edition, entry)}, candidates)


def mentions(edition: Edition, key: str) -> tuple[Keys, Keys]:
    """The brands that name an entry as their evidence, and the others that mention it."""
    found = mentioning(edition, key)
    brands = tuple(other for other in found if kind_of(edition, other) == "brand")
    return brands, tuple(other for other in found if other not in brands)


def _listed(edition: Edition, entry: Entry) -> Keys:
    """What the page of a kind lists as its own part, and so not under the article again."""
    match entry.meta:
        case ModelMeta():
            return mentions(edition, entry.key)[1]
        case TopicMeta():
            return keys_of_topic(edition, entry.stem)
        case _:
            return proofs(entry)


def _blocks(edition: Edition, seen: set[str], candidates: list[tuple[str, Keys, str]]) -> list[Block]:
    blocks = []
    for title, group, url in candidates:
        fresh = [other for other in group if other not in seen][:_RELATED]
        seen.update(fresh)
        if fresh:
            blocks.append(Block(title=title, cards=cards(edition, fresh), url=url))
    return blocks


@question
def mentioned_by(edition: Edition, key: str) -> Keys:
    """An entry's evidence, as far as it has pages."""
    library = edition.library
    return tuple(other for other in proofs(library.by_key[key]) if other in library.by_key)
