"""What a page's head tells machines: the government META set, OpenGraph, JSON-LD. (NORMS: META tags)

Tags without a value are left out; nothing is ever `null`, empty, or a name repeated as a value.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from ..entry import Entry
from .cards import Figure, cover, day, minute, summary, unit_ref
from .edition import Edition
from .shelves import Shelf, shelf

Tags = tuple[tuple[str, str], ...]


def site_tags(edition: Edition) -> Tags:
    """The META tags of the home page, which every other page repeats."""
    settings = edition.settings
    return _filled(
        ("SiteName", settings.site_name),
        ("SiteDomain", urlsplit(settings.site_url).netloc if settings.site_url else ""),
        ("SiteIDCode", settings.footer.site_id or ""),
    )


def column_tags(edition: Edition, column: Shelf) -> Tags:
    """The META tags of a column's pages."""
    return site_tags(edition) + _filled(
        ("ColumnName", column.title),
        ("ColumnDescription", column.description if column.description != column.title else ""),
        ("ColumnKeywords", ",".join(column.keywords)),
        ("ColumnType", column.column_type),
    )


def entry_head(edition: Edition, entry: Entry) -> dict[str, Any]:
    """The values of a page's `description`, `meta`, `open_graph` and `json_ld` for an entry."""
    column = shelf(edition, entry.column)
    meta = entry.meta
    words = summary(entry, 120)
    figure = cover(edition, entry)
    tags = column_tags(edition, column) if column else site_tags(edition)
    unit = unit_ref(edition, meta.unit)
    source = meta.source or (unit.title if unit else "")
    address = absolute(edition, entry.url)
    return {
        "description": words,
        "meta": tags
        + _filled(
            ("ArticleTitle", meta.title),
            ("PubDate", minute(meta.publish_at)),
            ("ContentSource", source),
            ("Keywords", ",".join((*meta.keywords, *meta.tags))),
            ("Author", ",".join(meta.author)),
            ("Description", words if words != meta.title else ""),
            ("Image", _image(edition, figure)),
            ("Url", address),
        ),
        "open_graph": open_graph(edition, meta.title, entry.url, "article", words, figure),
        "json_ld": json_ld(_article(edition, entry, words, figure, source)),
    }


def open_graph(
    edition: Edition, title: str, url: str, kind: str, description: str, figure: Figure | None = None
) -> Tags:
    """The OpenGraph tags; addresses only where the site knows its own."""
    return _filled(
        ("og:title", title),
        ("og:type", kind),
        ("og:site_name", edition.settings.site_name),
        ("og:locale", "zh_CN"),
        ("og:description", description),
        ("og:url", absolute(edition, url)),
        ("og:image", _image(edition, figure)),
    )


def absolute(edition: Edition, url: str) -> str:
    """A page's full address, or nothing while the site's own is not set."""
    base = edition.settings.site_url
    return f"{base.rstrip('/')}/{quote(url)}" if base else ""


def json_ld(data: dict[str, Any]) -> str:
    """A JSON-LD document that cannot end its script element."""
    filled = {"@context": "https://schema.org", **{key: value for key, value in data.items() if value}}
    text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _article(
    edition: Edition, entry: Entry, summary: str, figure: Figure | None, source: str
) -> dict[str, Any]:
    meta = entry.meta
    changed = max([note.date for note in meta.change_notes], default=None)
    return {
        "@type": "Article",
        "headline": meta.title,
        "description": summary,
        "datePublished": meta.publish_at.isoformat() if meta.publish_at else "",
        "dateModified": day(changed),
        "inLanguage": "zh-CN",
        "author": [{"@type": "Organization", "name": source}] if source else [],
        "publisher": {
            "@type": "Organization",
            "name": edition.settings.footer.organizer or edition.settings.site_name,
        },
        "url": absolute(edition, entry.url),
        "image": _image(edition, figure),
    }


def _image(edition: Edition, figure: Figure | None) -> str:
    return absolute(edition, figure.picture.fallback.path) if figure else ""


def _filled(*tags: tuple[str, str]) -> Tags:
    return tuple((name, value) for name, value in tags if value)
