"""The home page: what is new in each column, and where the rest is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..entry import Entry
from ..library import newest_first
from .board import Board, board
from .cards import BrandCard, Card, DisclosureRow, ModelCard
from .edition import Edition
from .entries import Block
from .head import absolute, json_ld, open_graph, site_tags
from .page import Page

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
    first = _lead(edition)
    lead, headlines = (first[0], first[1:]) if first else (None, [])
    settings = edition.settings
    description = edition.library.home.description or settings.description
    tasks = _of_kind(edition, "task")
    columns = (*reversed(edition.library.columns), *reversed(edition.nav))
    urls = {column.kind.name: column.url for column in columns}
    shown = {entry.key for entry in (lead, *headlines) if entry}
    model = HomePage(
        lead=edition.card(lead) if lead else None,
        headlines=edition.cards(headlines),
        latest=tuple(_latest(edition, shown)),
        brands=tuple(
            card
            for card in edition.cards(_of_kind(edition, "brand")[:_BRANDS])
            if isinstance(card, BrandCard)
        ),
        models=tuple(card for card in edition.cards(_models(edition)) if isinstance(card, ModelCard)),
        board=board(edition, tasks, urls.get("task", "")),
        disclosure=tuple(edition.disclosure_row(entry) for entry in _of_kind(edition, "disclosure")[:_ITEMS]),
        topics=edition.cards(_of_kind(edition, "topic")[:_TOPICS]),
        urls=urls,
        totals=Counter(entry.kind.name for entry in edition.library.entries),
    )
    return Page(
        url="",
        template="home.html",
        title=settings.site_name,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, settings.site_name, "", "website", description),
        json_ld=json_ld(
            {
                "@type": "WebSite",
                "name": settings.site_name,
                "url": absolute(edition, ""),
                "inLanguage": "zh-CN",
            }
        ),
        model=model,
        modified=max((card.date for block in model.latest for card in block.cards), default=""),
    )


def _of_kind(edition: Edition, kind: str) -> list[Entry]:
    found = [entry for column in edition.library.of_kind(kind) for entry in edition.entries(column.name)]
    return sorted(found, key=newest_first)


def _lead(edition: Edition) -> list[Entry]:
    """The lead and its headlines: those the home page names, then pinned, then newest news."""
    named = list(edition.shown(edition.library.home.lead))
    news = _of_kind(edition, "news")
    pinned = [entry for entry in news if entry.meta.pinned_until and entry.meta.pinned_until >= edition.today]
    ordered = list({entry.key: entry for entry in (*named, *pinned, *news)}.values())
    if not named:
        ordered.sort(key=lambda entry: not entry.meta.cover)
        ordered[1:] = sorted(ordered[1:], key=newest_first)
    return ordered[: _HEADLINES + 1]


def _latest(edition: Edition, shown: set[str]) -> list[Block]:
    """The latest of each column that is no wall, board or directory, without what stands above."""
    blocks = []
    for column in edition.nav:
        if column.kind.name in ("news", "document", "story", "video", "bulletin"):
            entries = edition.entries(column.name)
            fresh = [entry for entry in entries[: _LATEST * 2] if entry.key not in shown][:_LATEST]
            if fresh:
                cards = edition.cards(fresh)
                blocks.append(Block(title=column.title, cards=cards, url=column.url, total=len(entries)))
    return blocks


def _models(edition: Edition) -> list[Entry]:
    return [entry for entry in _of_kind(edition, "model") if not edition.badges(entry) or entry.meta.cover][
        :_MODELS
    ]
