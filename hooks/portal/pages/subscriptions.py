"""Where other programs and sites find what is for them; `open_data` makes the feeds and calendars."""

from __future__ import annotations

from .edition import Edition
from .page import Alternate
from .shelves import Shelf

API = "api/v1/"
"""Below it, paths and fields are frozen."""
API_INDEX = f"{API}index.json"
EMBED_GUIDE = "embed/"
ATOM, JSON_FEED, CALENDAR = "application/atom+xml", "application/feed+json", "text/calendar"


def feed_urls(url: str) -> tuple[tuple[str, str], ...]:
    """The addresses of the feeds of the page at `url`, each with its media type."""
    return (ATOM, f"{url}feed.xml"), (JSON_FEED, f"{url}feed.json")


def feeds(edition: Edition, title: str, url: str) -> tuple[Alternate, ...]:
    """The feeds of a page; a feed needs full addresses, so there is none while the site's is not set."""
    if not edition.settings.site_url:
        return ()
    return tuple(Alternate(type=media, title=title, url=address) for media, address in feed_urls(url))


def api_index() -> Alternate:
    """Where programs find all records."""
    return Alternate(type="application/json", title="开放数据", url=API_INDEX)


def calendar_url(column: Shelf) -> str:
    """The calendar of what falls due in a column; none where nothing can."""
    return f"{column.url}due.ics" if column.kind_name in ("task", "disclosure") else ""


def calendars(column: Shelf) -> tuple[Alternate, ...]:
    """The calendar of a column's page."""
    url = calendar_url(column)
    return (Alternate(type=CALENDAR, title=f"{column.title}到期日历", url=url),) if url else ()
