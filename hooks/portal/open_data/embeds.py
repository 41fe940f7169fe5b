"""Of each card on other sites, what `<dj-brand>` draws it from, and what oEmbed asks for (oembed.com)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from ..pages import TextPlan
from ..pages.codes import frame_code, height_of, root_of
from ..pages.edition import Edition
from ..pages.embeds import EMBED, Embed, embed_of, embedded
from ..pages.page import Text
from .records import address, json_text

_WIDTH = 640
"""Pixels: of a card in the text of another site."""


def embed_plans(edition: Edition) -> Iterator[TextPlan]:
    """The files beside each page in a frame; oEmbed needs full addresses."""
    for key, kind in embedded(edition):
        yield f"{EMBED}{key}/card.json", partial(card_file, key=key, kind=kind)
        if edition.settings.site_url:
            yield f"{EMBED}{key}/oembed.json", partial(oembed_file, key=key, kind=kind)


def card_file(edition: Edition, key: str, kind: str) -> Text:
    """A card as JSON; its fields are frozen and only added to."""
    embed = embed_of(edition, key, kind)
    return json_text(f"{EMBED}{key}/card.json", card_of(embed))


def card_of(embed: Embed) -> dict[str, Any]:
    """The fields of a card. Addresses are from the portal's root, so that a copy elsewhere shows its own."""
    picture, withdrawn = embed.picture, embed.withdrawn
    return {
        "version": 1,
        "id": embed.key,
        "kind": embed.kind,
        "label": embed.label,
        "title": embed.title,
        "url": quote(embed.url),
        "text": f"{withdrawn[0]} {withdrawn[1]}".strip() if withdrawn else embed.text,
        "facts": list(embed.facts),
        "picture": {
            "src": picture.image.path,
            "width": picture.image.width,
            "height": picture.image.height,
            "alt": picture.alt,
        }
        if picture
        else None,
        "items": [{"title": item.title, "url": quote(item.url), "date": item.date} for item in embed.items],
        "sample": embed.sample,
        "updated": embed.updated or None,
        "source": embed.source,
        "withdrawn": {"at": withdrawn[0] or None, "reason": withdrawn[1]} if withdrawn else None,
    }


def oembed_file(edition: Edition, key: str, kind: str) -> Text:
    """What a system that knows oEmbed shows for the address of the page."""
    embed = embed_of(edition, key, kind)
    root = root_of(edition)
    data: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "provider_name": edition.settings.site_name,
        "provider_url": root,
        "html": frame_code(root, embed),
        "width": _WIDTH,
        "height": height_of(embed),
        "cache_age": 3600,
    }
    if embed.picture:
        image = embed.picture.image
        data |= {
            "thumbnail_url": address(edition, image.path),
            "thumbnail_width": image.width,
            "thumbnail_height": image.height,
        }
    return json_text(f"{EMBED}{key}/oembed.json", data)
