"""What stands on other sites: a brand, a unit with its brand and news, a model, a column's latest.

One value makes all forms, so they say the same. Texts are cut, so that each form keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from urllib.parse import quote

from ..pictures import Variant
from .cards import BrandCard, Card, Figure, ModelCard, brand_of, card, cards
from .edition import Edition, question
from .page import Page
from .shelves import column_ref, keys_of_unit, newest_in, shelf, shelves
from .withdrawn import notice

EMBED = "embed/v1/"
"""Below it, addresses and fields are frozen: they stand in the pages of other sites."""
MISSING = f"{EMBED}404.html"
"""What a server shows in the frame of a card whose file was deleted."""
_KINDS = ("brand", "model", "unit")
_LATEST = 5
_LARGEST = 100_000
"""Bytes of the one picture of a card; a larger one is left out."""
_TITLE, _TEXT, _FACT = 40, 90, 24
"""Characters."""
_HEAVIEST = 3_300
"""Bytes of a card's words and addresses, so that its JSON stays within 4 KB."""
_ROW = 45
"""Bytes around the words of one of the latest posts."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The picture of a card, one file."""

    image: Variant
    alt: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One of the latest posts."""

    title: str
    url: str
    date: str


@dataclass(frozen=True, kw_only=True)
class Embed:
    """A card on another site; addresses are from the portal's root."""

    key: str
    """By which it is asked for: an entry's path, or a column's folder."""
    kind: str
    """brand, model, unit, column; missing."""
    label: str
    title: str
    url: str
    """The page of what it shows."""
    text: str = ""
    facts: tuple[str, ...] = ()
    picture: Picture | None = None
    items: tuple[Item, ...] = ()
    sample: bool = False
    updated: str = ""
    """2026-03-06"""
    source: str
    """Who says so, and as of when."""
    withdrawn: tuple[str, str] | None = None
    """When and why it was withdrawn; then nothing else is left."""


def embedded(edition: Edition) -> Iterator[tuple[str, str]]:
    """The key and the kind of everything that other sites may show; what was withdrawn leaves a stub."""
    yield from embedded_entries(edition)
    for column in shelves(edition):
        if column.kind.dated:
            yield column.name, "column"


@question
def embedded_entries(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The brands, models and units, those that were withdrawn among them."""
    library = edition.library
    there = (*library.entries, *library.withdrawn)
    return tuple((entry.key, entry.kind_name) for entry in there if entry.kind_name in _KINDS)


@question
def is_withdrawn(edition: Edition, key: str) -> bool:
    """Whether only a notice is left of this."""
    return any(entry.key == key for entry in edition.library.withdrawn)


def embed_of(edition: Edition, key: str, kind: str) -> Embed:
    """The card of an entry or a column."""
    if kind == "column":
        return _column(edition, key)
    if is_withdrawn(edition, key):
        return _stub(edition, key, kind)
    match found := card(edition, key):
        case BrandCard():
            return _brand(edition, found, key)
        case ModelCard():
            facts = (found.honor_kind, found.position, found.unit.title if found.unit else "")
            return _card(
                edition,
                found,
                key=key,
                label="先进典型",
                title=found.name,
                text=found.motto or found.summary,
                facts=facts,
                figure=found.figure,
            )
        case _:
            return _unit(edition, found, key)


def _brand(edition: Edition, found: BrandCard, key: str) -> Embed:
    facts = (found.unit.title if found.unit else "", found.level, f"{found.phase}阶段")
    return _card(
        edition,
        found,
        key=key,
        label="党建品牌",
        title=found.brand_name,
        text=found.slogan or found.summary,
        facts=facts,
        figure=found.logo,
    )


def _unit(edition: Edition, found: Card, key: str) -> Embed:
    """A unit's brand where it has one, and what it did last."""
    stem = key.rpartition("/")[2]
    brand = brand_of(edition, stem)
    return _card(
        edition,
        found,
        key=key,
        label="单位党建",
        title=found.title,
        text=f"党建品牌：{brand.brand_name}" + f"（{brand.slogan}）" * bool(brand.slogan) if brand else "",
        facts=(brand.level, f"{brand.phase}阶段") if brand else (),
        figure=brand.logo if brand else None,
        latest=cards(edition, keys_of_unit(edition, stem, "news")[:_LATEST]),
    )


def _column(edition: Edition, name: str) -> Embed:
    column = shelf(edition, name)
    assert column is not None
    latest = cards(edition, newest_in(edition, name, _LATEST))
    updated = max((item.date for item in latest), default="")
    embed = Embed(
        key=name,
        kind="column",
        label="最新内容",
        title=_cut(column.title, _TITLE),
        url=column.url,
        text="" if latest else "还没有内容",
        sample=any(_is_sample(item) for item in latest),
        updated=updated,
        source=_source(edition, updated),
    )
    return _with_latest(embed, latest)


def _stub(edition: Edition, key: str, kind: str) -> Embed:
    column, at, reason = notice(edition, key)
    return Embed(
        key=key,
        kind=kind,
        label=column_ref(edition, column).title,
        title="这项内容已撤下",
        url=f"{key}/",
        source=_source(edition, ""),
        withdrawn=(at, _cut(reason, _TEXT)),
    )


def _card(
    edition: Edition,
    found: Card,
    *,
    key: str,
    label: str,
    title: str,
    text: str,
    facts: tuple[str, ...],
    figure: Figure | None,
    latest: tuple[Card, ...] = (),
) -> Embed:
    updated = max(item.date for item in (found, *latest))
    said = (*facts, *(badge.label for badge in found.badges if badge.tone not in ("sample", "pinned")))
    embed = Embed(
        key=key,
        kind=found.kind,
        label=label,
        title=_cut(title, _TITLE),
        url=found.url,
        text=_cut(text, _TEXT),
        facts=tuple(_cut(fact, _FACT) for fact in said if fact),
        picture=_picture(figure),
        sample=_is_sample(found),
        updated=updated,
        source=_source(edition, updated),
    )
    return _with_latest(embed, latest)


def _with_latest(embed: Embed, latest: tuple[Card, ...]) -> Embed:
    """With as many of the latest posts as there is room for: addresses in Chinese are long."""
    said = (embed.key, embed.title, embed.text, *embed.facts, embed.picture.alt if embed.picture else "")
    room = _HEAVIEST - _bytes(*said, quote(embed.url), embed.source)
    items = [Item(title=_cut(item.title, _TITLE), url=item.url, date=item.date) for item in latest]
    weights = accumulate(_ROW + _bytes(item.title, quote(item.url)) for item in items)
    return replace(
        embed, items=tuple(item for item, weight in zip(items, weights, strict=True) if weight <= room)
    )


def _bytes(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _picture(figure: Figure | None) -> Picture | None:
    """The smallest of a picture's files, if it is small enough."""
    if figure is None or (image := figure.picture.variants[0]).size > _LARGEST:
        return None
    return Picture(image=image, alt=_cut(figure.alt, _TEXT))


def _is_sample(found: Card) -> bool:
    return any(badge.tone == "sample" for badge in found.badges)


def _source(edition: Edition, updated: str) -> str:
    name = _cut(edition.settings.site_name, _TITLE)
    return f"来源：{name} · 内容截至 {updated}" if updated else f"来源：{name}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def embed_page(edition: Edition, key: str, kind: str) -> Page:
    """The page that stands in a frame."""
    embed = embed_of(edition, key, kind)
    return Page(url=f"{EMBED}{key}/", template="embed.html", title=embed.title, listed=False, model=embed)


def missing_card(edition: Edition) -> Page:
    """What stands in a frame whose card is no more; the server's own page of errors stands in none."""
    embed = Embed(
        key="",
        kind="missing",
        label="提示",
        title="这项内容已经不在了",
        url="",
        text="可能已经删除，或者改了网址。点上面的标题，可以到首页查找。",
        source=_source(edition, ""),
    )
    return Page(url=MISSING, template="embed.html", title=embed.title, listed=False, model=embed)
