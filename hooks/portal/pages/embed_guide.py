"""嵌入到学校网站: the page that says how, with one card as the example and the way to all others."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import entry_ref
from .codes import Handout, handout
from .edition import Edition
from .embeds import embedded, is_withdrawn
from .head import open_graph, site_tags
from .page import Page
from .shelves import Ref, column_ref
from .subscriptions import EMBED_GUIDE

_GROUPS = (("brand", "党建品牌"), ("unit", "单位"), ("model", "先进典型"), ("column", "栏目"))


@dataclass(frozen=True, kw_only=True)
class EmbedGuide:
    """How a school embeds, what, and which sites may."""

    title: str
    example: Handout | None
    groups: tuple[tuple[str, tuple[Ref, ...]], ...]
    """Pages that hand out the code of their own card."""
    sites: tuple[str, ...]
    """The only sites that may; none where all may."""


def embed_guide(edition: Edition) -> Page:
    """The guide for schools' web editors."""
    title = "嵌入到学校网站"
    description = (
        "学校网站的编辑把一段代码贴进自己的网站，就能显示本校的党建品牌和最新动态，内容随本站自动更新。"
    )
    there = [
        (key, kind) for key, kind in embedded(edition) if kind == "column" or not is_withdrawn(edition, key)
    ]
    first = next(((key, kind) for wanted, _ in _GROUPS for key, kind in there if kind == wanted), None)
    groups = (
        (label, tuple(_ref(edition, key, kind) for key, kind in there if kind == wanted))
        for wanted, label in _GROUPS
    )
    return Page(
        url=EMBED_GUIDE,
        template="embed_guide.html",
        title=title,
        description=description,
        meta=site_tags(edition),
        open_graph=open_graph(edition, title, EMBED_GUIDE, "website", description),
        model=EmbedGuide(
            title=title,
            example=handout(edition, *first) if first else None,
            groups=tuple(group for group in groups if group[1]),
            sites=edition.settings.embed_sites,
        ),
    )


def _ref(edition: Edition, key: str, kind: str) -> Ref:
    found = column_ref(edition, key) if kind == "column" else entry_ref(edition, key)
    assert found is not None, "what is not withdrawn has a page"
    return Ref(title=found.title, url=f"{found.url}#embed")
