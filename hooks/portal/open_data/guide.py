"""The page for people who write programs: what data there is, and what may be relied on."""

from __future__ import annotations

from dataclasses import dataclass

from ..kinds import KINDS
from ..pages.edition import Edition
from ..pages.head import open_graph, site_tags
from ..pages.page import Page
from ..pages.shelves import Ref, nav
from ..pages.subscriptions import API, API_INDEX, api_index, calendar_url, feed_urls
from .collections import MOST, page_url, sizes
from .records import COLLECTIONS
from .schemas import schema_url


@dataclass(frozen=True, kw_only=True)
class ApiPage:
    """Where everything is; the feeds are none while the site does not know its own address."""

    title: str
    index: str
    most: int
    """Records on a page."""
    collections: tuple[tuple[str, str, int, Ref, Ref], ...]
    """What the entries are, the collection's name, how many records, the first page, the schema."""
    subscriptions: tuple[tuple[str, tuple[Ref, ...]], ...]
    """A column, with its feeds and its calendar."""


def api_page(edition: Edition) -> Page:
    """开放数据."""
    title = "开放数据和订阅"
    description = "本站公开的稿件以通用格式提供，供其他系统读取：JSON 数据、订阅源和到期日历。"
    columns = [(column.title, column.url, calendar_url(column)) for column in nav(edition)]
    subscriptions = [
        (name, _subscriptions(edition, url, calendar)) for name, url, calendar in [("全站", "", ""), *columns]
    ]
    return Page(
        url=API,
        template="api.html",
        title=title,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, title, API, "website", description),
        alternates=(api_index(),),
        model=ApiPage(
            title=title,
            index=API_INDEX,
            most=MOST,
            collections=tuple(
                (
                    KINDS[kind].label,
                    COLLECTIONS[kind],
                    count,
                    _file(page_url(kind, 1)),
                    _file(schema_url(kind)),
                )
                for kind, count in sizes(edition)
            ),
            subscriptions=tuple(row for row in subscriptions if row[1]),
        ),
    )


def _subscriptions(edition: Edition, url: str, calendar: str) -> tuple[Ref, ...]:
    (_, atom), (_, json_feed) = feed_urls(url)
    feeds = [("Atom", atom), ("JSON Feed", json_feed)] if edition.settings.site_url else []
    named = [*feeds, ("到期日历", calendar)]
    return tuple(Ref(title=name, url=address) for name, address in named if address)


def _file(url: str) -> Ref:
    return Ref(title=url.removeprefix(API), url=url)
