"""An entry as a record: the public fields of its kind, with addresses in place of file names.

Like its page, a record names other entries only where they are public too. Addresses are absolute, or
relative to the portal's root while the site does not know its own.
"""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

from ..entry import Entry
from ..fields import BEIJING
from ..kinds.brand import BrandMeta
from ..kinds.document import DocumentMeta
from ..kinds.meta import Meta, Status
from ..kinds.task import TaskMeta
from ..kinds.video import VideoMeta
from ..pages.cards import picture, summary, unit_ref
from ..pages.edition import Edition
from ..pages.head import absolute
from ..pages.page import Text
from ..pages.shelves import shown

Record = dict[str, Any]

COLLECTIONS = {
    "news": "news",
    "model": "models",
    "brand": "brands",
    "disclosure": "disclosure",
    "document": "documents",
    "story": "stories",
    "video": "videos",
    "task": "tasks",
    "bulletin": "bulletins",
    "topic": "topics",
    "unit": "units",
    "page": "pages",
}
"""What the entries of a kind are called in addresses, which never change."""


def address(edition: Edition, url: str) -> str:
    """An address from the site's root, as a record gives it."""
    return absolute(edition, url) or quote(url)


def record(edition: Edition, entry: Entry) -> Record:
    """The record of an entry; of a withdrawn one, only when and why."""
    meta = entry.meta
    head = {
        "id": entry.key,
        "kind": entry.kind_name,
        "column": entry.column,
        "url": address(edition, entry.url),
    }
    if meta.status is Status.WITHDRAWN:
        assert meta.withdrawn is not None, "only what says why leaves a notice"
        at = meta.withdrawn.at
        return {**head, "withdrawn": {"at": at.isoformat() if at else None, "reason": meta.withdrawn.reason}}
    fields = {**_fields(meta), **_files(edition, entry), **_others(edition, meta)}
    filled = {name: value for name, value in fields.items() if value not in (None, [], {})}
    return {**head, **filled, "summary": summary(entry), "updated": changed(meta).isoformat()}


def changed(meta: Meta) -> datetime:
    """When an entry was last changed, as far as readers were told."""
    assert meta.publish_at is not None, "what is published has a time"
    return max(
        [meta.publish_at, *(datetime.combine(note.date, time(), BEIJING) for note in meta.change_notes)]
    )


def _fields(meta: Meta) -> Record:
    """Everything but what is internal."""
    return meta.model_dump(mode="json", by_alias=True, exclude_none=True)


def _files(edition: Edition, entry: Entry) -> Record:
    """The fields that name files, with the addresses at which they are published."""
    meta = entry.meta
    found: Record = {}
    if meta.cover:
        found["cover"] = {**meta.cover.model_dump(), "src": _picture(edition, entry, meta.cover.src)}
    if meta.attachments:
        found["attachments"] = [
            {**item.model_dump(exclude_none=True), "src": address(edition, entry.beside(item.src))}
            for item in meta.attachments
        ]
    if isinstance(meta, BrandMeta) and meta.logo:
        logo = meta.logo.model_dump(exclude_none=True)
        found["logo"] = {**logo, "src": _picture(edition, entry, meta.logo.src)}
    if isinstance(meta, VideoMeta):
        found["src"] = address(edition, entry.beside(meta.src))
        found["poster"] = _picture(edition, entry, meta.poster) if meta.poster else None
        found["captions"] = address(edition, entry.beside(meta.captions)) if meta.captions else None
    return found


def _picture(edition: Edition, entry: Entry, name: str) -> str:
    return address(edition, picture(edition, entry.beside(name)).fallback.path)


def _others(edition: Edition, meta: Meta) -> Record:
    """The fields that name units and other entries, as far as those are public."""
    found: Record = {"unit": _unit(edition, meta.unit)}
    if meta.topics:
        known = shown(edition, tuple(f"topics/{topic}" for topic in meta.topics))
        found["topics"] = [topic for topic in meta.topics if f"topics/{topic}" in known]
    match meta:
        case BrandMeta():
            found["promoted_to"] = [key for key in meta.promoted_to if _unit(edition, key)]
            found["evidence"] = list(shown(edition, meta.evidence))
        case TaskMeta():
            found["owner_unit"] = _unit(edition, meta.owner_unit)
            found["proofs"] = list(shown(edition, meta.proofs))
        case DocumentMeta():
            successor = shown(edition, (meta.replaced_by,)) if meta.replaced_by else ()
            found["replaced_by"] = successor[0] if successor else None
        case _:
            pass
    return found


def _unit(edition: Edition, key: str | None) -> str | None:
    return key if unit_ref(edition, key) else None


def json_text(url: str, data: Record) -> Text:
    """A file of JSON, without blanks."""
    return Text(url=url, text=json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
