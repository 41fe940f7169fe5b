"""Feeds of the site, of each column, unit and topic: Atom (RFC 4287) and JSON Feed 1.1.

A feed holds the newest entries with their summaries; a reader who wants the text follows the link.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from xml.etree import ElementTree

from ..pages import TextPlan
from ..pages.cards import Figure, cards, entry_ref, unit_ref
from ..pages.edition import Edition, question
from ..pages.head import absolute
from ..pages.page import Text
from ..pages.shelves import Keys, first_of_topic, first_of_unit, keys_in, newest_in, shelf, shelves
from ..pages.subscriptions import feed_urls
from .records import changed

_MOST = 30
"""Entries in a feed."""
_NEVER = "1970-01-01T00:00:00Z"
"""When a feed that has no entry yet was last changed; Atom must say."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold, however it is written. (XML 1.0, 2.2)"""
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry; addresses are absolute, times are ISO 8601 with their offset."""

    url: str
    title: str
    summary: str
    published: str
    updated: str
    author: str
    category: str
    """The column it is in."""
    figure: Figure | None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """The newest of a place of the site."""

    url: str
    """Of the page it belongs to, from the site's root."""
    title: str
    description: str
    items: tuple[Item, ...]


Subject = Callable[[Edition], tuple[str, str, Keys]]
"""What a feed is of: its title, its description, and its entries."""


def feed_plans(edition: Edition) -> Iterator[TextPlan]:
    """All feeds; none while the site does not know its own address."""
    if edition.settings.site_url:
        for url, subject in _subjects(edition):
            for (_, address), write in zip(feed_urls(url), (atom, json_feed), strict=True):
                yield address, partial(_text, url=url, subject=subject, address=address, write=write)


def _subjects(edition: Edition) -> Iterator[tuple[str, Subject]]:
    yield "", _site
    for column in shelves(edition):
        yield column.url, partial(_column, name=column.name)
    for key in keys_in(edition, "units"):
        yield f"{key}/", partial(_unit, key=key)
    for key in keys_in(edition, "topics"):
        yield f"{key}/", partial(_topic, key=key)


def _site(edition: Edition) -> tuple[str, str, Keys]:
    settings = edition.settings
    return settings.site_name, settings.description, newest(edition, _MOST)


def _column(edition: Edition, name: str) -> tuple[str, str, Keys]:
    column = shelf(edition, name)
    assert column is not None
    return column.title, column.description, newest_in(edition, name, _MOST)


def _unit(edition: Edition, key: str) -> tuple[str, str, Keys]:
    stem = key.rpartition("/")[2]
    unit = unit_ref(edition, stem)
    title = unit.title if unit else stem
    return title, f"{title}的最新稿件", first_of_unit(edition, stem, _MOST)


def _topic(edition: Edition, key: str) -> tuple[str, str, Keys]:
    topic = entry_ref(edition, key)
    assert topic is not None
    return (
        f"专题：{topic.title}",
        f"专题“{topic.title}”的最新稿件",
        first_of_topic(edition, key.rpartition("/")[2], _MOST),
    )


@question
def newest(edition: Edition, most: int) -> Keys:
    """The site's newest entries of the dated kinds."""
    dated = (entry.key for entry in edition.library.entries if entry.kind.dated)
    return tuple(key for key, _ in zip(dated, range(most), strict=False))


@question
def stamps(edition: Edition, keys: Keys) -> tuple[tuple[str, str, str], ...]:
    """Of these entries, when each was published and last changed, and where it is from."""
    found = []
    for key in keys:
        meta = edition.library.by_key[key].meta
        assert meta.publish_at is not None, "what is published has a time"
        found.append((meta.publish_at.isoformat(), changed(meta).isoformat(), meta.source or ""))
    return tuple(found)


def feed_of(edition: Edition, url: str, subject: Subject) -> Feed:
    """The feed of the page at `url`."""
    title, description, keys = subject(edition)
    rows = zip(cards(edition, keys), stamps(edition, keys), strict=True)
    items = (
        Item(
            url=absolute(edition, card.url),
            title=f"{card.title}（示例）"
            if any(badge.tone == "sample" for badge in card.badges)
            else card.title,
            summary=card.summary,
            published=published,
            updated=updated,
            author=source or (card.unit.title if card.unit else ""),
            category=card.column.title,
            figure=card.figure,
        )
        for card, (published, updated, source) in rows
    )
    return Feed(url=url, title=title, description=description, items=tuple(items))


def _text(
    edition: Edition, url: str, subject: Subject, address: str, write: Callable[[Edition, Feed, str], str]
) -> Text:
    return Text(url=address, text=write(edition, feed_of(edition, url, subject), address))


def atom(edition: Edition, feed: Feed, address: str) -> str:
    """A feed as Atom."""
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
    _add(root, "id", absolute(edition, address))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _link(root, rel="self", type="application/atom+xml", href=absolute(edition, address))
    _link(root, rel="alternate", type="text/html", href=absolute(edition, feed.url))
    _add(root, "updated", max((item.updated for item in feed.items), key=_moment, default=_NEVER))
    _add(_add(root, "author"), "name", _publisher(edition))
    for item in feed.items:
        _entry(edition, _add(root, "entry"), item)
    ElementTree.indent(root, "")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _entry(edition: Edition, entry: ElementTree.Element, item: Item) -> None:
    _add(entry, "id", item.url)
    _add(entry, "title", item.title)
    _link(entry, rel="alternate", type="text/html", href=item.url)
    _add(entry, "published", item.published)
    _add(entry, "updated", item.updated)
    if item.author:
        _add(_add(entry, "author"), "name", item.author)
    _add(entry, "category").set("term", _clean(item.category))
    _add(entry, "summary", item.summary)
    if item.figure:
        image = item.figure.picture.fallback
        href = absolute(edition, image.path)
        _link(entry, rel="enclosure", type=f"image/{image.format}", length=str(image.size), href=href)


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = _clean(text)
    return child


def _link(parent: ElementTree.Element, **attributes: str) -> None:
    ElementTree.SubElement(parent, "link", attributes)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def json_feed(edition: Edition, feed: Feed, address: str) -> str:
    """A feed as JSON Feed."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": absolute(edition, feed.url),
        "feed_url": absolute(edition, address),
        "language": "zh-CN",
        "authors": [{"name": _publisher(edition)}],
        "items": [_json_item(edition, item) for item in feed.items],
    }
    return json.dumps(_filled(data), ensure_ascii=False, indent=1) + "\n"


def _json_item(edition: Edition, item: Item) -> dict[str, Any]:
    image = item.figure.picture.fallback.path if item.figure else ""
    return _filled(
        {
            "id": item.url,
            "url": item.url,
            "title": item.title,
            "content_text": item.summary or item.title,
            "summary": item.summary,
            "image": absolute(edition, image) if image else "",
            "date_published": item.published,
            "date_modified": item.updated,
            "authors": [{"name": item.author}] if item.author else [],
            "tags": [item.category],
        }
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value or name == "items"}


def _publisher(edition: Edition) -> str:
    return edition.settings.footer.organizer or edition.settings.site_name
