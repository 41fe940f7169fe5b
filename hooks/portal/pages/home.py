"""The home page: what is new in each column, and where the rest is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from .article import Block
from .board import Board, board
from .cards import BrandCard, Card, DisclosureRow, ModelCard, card, cards, disclosure_row, task_row
from .edition import Edition, question
from .head import absolute, json_ld, open_graph, site_tags
from .page import Page
from .shelves import Keys, keys_in, keys_of_kind, nav, of_kind, shelves
from .subscriptions import api_index

_HEADLINES, _LATEST, _BRANDS, _MODELS, _ITEMS, _TOPICS = 4, 6, 6, 4, 6, 3


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What the home page shows; each block names the column that holds the rest."""

    lead: Card | None
    headlines: tuple[Card, ...]
    latest: tuple[Block, ...]
    brands: tuple[BrandCard, ...]
    models: tuple[ModelCard, ...]
    board: Board
    disclosure: tuple[DisclosureRow, ...]
    topics: tuple[Card, ...]
    urls: dict[str, str]
    """The address of the column of a kind: brand, model, disclosure, task, topic."""
    totals: dict[str, int]
    """How many entries there are of a kind."""


def home_page(edition: Edition) -> Page:
    """The home page."""
    settings = edition.settings
    lead = lead_keys(edition, _HEADLINES + 1)
    description = home_description(edition) or settings.description
    urls = {column.kind_name: column.url for column in (*reversed(shelves(edition)), *reversed(nav(edition)))}
    tasks = [key for column in of_kind(edition, "task") for key in sorted(keys_in(edition, column.name))]
    found = {kind: cards(edition, keys_of_kind(edition, kind, most)) for kind, most in _WALLS}
    items = keys_of_kind(edition, "disclosure", _ITEMS)
    model = HomePage(
        lead=card(edition, lead[0]) if lead else None,
        headlines=cards(edition, lead[1:]),
        latest=tuple(_latest(edition, lead)),
        brands=tuple(item for item in found["brand"] if isinstance(item, BrandCard)),
        models=tuple(item for item in found["model"] if isinstance(item, ModelCard)),
        board=board([task_row(edition, key) for key in tasks], urls.get("task", "")),
        disclosure=tuple(disclosure_row(edition, key) for key in items),
        topics=found["topic"],
        urls=urls,
        totals=dict(totals(edition)),
    )
    home = {
        "@type": "WebSite",
        "name": settings.site_name,
        "url": absolute(edition, ""),
        "inLanguage": "zh-CN",
    }
    return Page(
        url="",
        template="home.html",
        section="home",
        title=settings.site_name,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, settings.site_name, "", "website", description),
        json_ld=json_ld(home),
        alternates=(api_index(),),
        model=model,
        modified=max((item.date for block in model.latest for item in block.cards), default=""),
    )


_WALLS = (("brand", _BRANDS), ("model", _MODELS), ("topic", _TOPICS))


@question
def home_description(edition: Edition) -> str:
    """What `content/index.md` says the site is."""
    return edition.library.home.description or ""


@question
def totals(edition: Edition) -> tuple[tuple[str, int], ...]:
    """How many entries there are of each kind."""
    return tuple(sorted(Counter(entry.kind_name for entry in edition.library.entries).items()))


@question
def lead_keys(edition: Edition, most: int) -> Keys:
    """The lead and its headlines: those the home page names, else pinned news, then the newest.

    The lead is the first of them that has a picture, unless the home page names one.
    """
    library, today = edition.library, edition.today
    named = [library.by_key[key] for key in library.home.lead if key in library.by_key]
    news = [entry for column in library.of_kind("news") for entry in library.in_column.get(column.name, ())]
    news.sort(key=attrgetter("order"))
    pinned = [entry for entry in news if entry.meta.pinned_until and entry.meta.pinned_until >= today]
    ordered = list({entry.key: entry for entry in (*named, *pinned, *news[: most * 4])}.values())
    if not named and (first := next((entry for entry in ordered if entry.meta.cover), None)):
        ordered.remove(first)
        ordered.insert(0, first)
    return tuple(entry.key for entry in ordered[:most])


def _latest(edition: Edition, above: Keys) -> list[Block]:
    """The latest of each column that is no wall, board or directory, without what stands above."""
    blocks = []
    for column in nav(edition):
        if column.kind_name in ("news", "document", "story", "video", "bulletin"):
            keys = keys_in(edition, column.name)
            fresh = [key for key in keys[: _LATEST * 2] if key not in above][:_LATEST]
            if fresh:
                found = cards(edition, fresh)
                blocks.append(Block(title=column.title, cards=found, url=column.url, total=len(keys)))
    return blocks
