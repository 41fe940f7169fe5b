"""The pages that every site has: the site map and 404."""

from __future__ import annotations

from dataclasses import dataclass

from .archive import ARCHIVE, TAGS
from .cards import entry_ref, unit_ref
from .edition import Edition
from .head import site_tags
from .page import Crumb, Page
from .shelves import Ref, keys_in, nav
from .subscriptions import API, EMBED_GUIDE

SITEMAP = Crumb(title="站点地图", url="sitemap/")
SHARED = (
    Ref(title="嵌入到学校网站", url=EMBED_GUIDE),
    Ref(title="开放数据和订阅", url=API),
)
"""What the portal offers to other sites."""


@dataclass(frozen=True, kw_only=True)
class SitemapPage:
    """Every column and page, in groups."""

    title: str
    groups: tuple[tuple[str, tuple[Ref, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class MissingPage:
    """What to offer where there is nothing."""

    title: str
    columns: tuple[Ref, ...]
    archive: Ref


def columns_of(edition: Edition) -> tuple[Ref, ...]:
    """The columns in the navigation's order."""
    return tuple(column.ref for column in nav(edition))


def plain_pages(edition: Edition) -> tuple[Ref, ...]:
    """About, contact and their like, in the order of their files."""
    return _refs(edition, "")


def _refs(edition: Edition, column: str) -> tuple[Ref, ...]:
    return tuple(ref for key in sorted(keys_in(edition, column)) if (ref := entry_ref(edition, key)))


def sitemap_page(edition: Edition) -> Page:
    """The site map for people."""
    units = (unit_ref(edition, key.removeprefix("units/")) for key in sorted(keys_in(edition, "units")))
    groups = (
        ("栏目", columns_of(edition)),
        ("专题", _refs(edition, "topics")),
        ("单位", tuple(unit for unit in units if unit)),
        ("查找", tuple(Ref(title=crumb.title, url=crumb.url) for crumb in (ARCHIVE, TAGS))),
        ("共享", SHARED),
        ("关于", plain_pages(edition)),
    )
    return Page(
        url=SITEMAP.url,
        template="sitemap.html",
        title=SITEMAP.title,
        description="全部栏目、专题、单位和页面，一页列清。",
        meta=site_tags(edition),
        model=SitemapPage(title=SITEMAP.title, groups=tuple(group for group in groups if group[1])),
    )


def missing_page(edition: Edition) -> Page:
    """404."""
    return Page(
        url="404.html",
        template="404.html",
        title="找不到这个页面",
        listed=False,
        model=MissingPage(
            title="找不到这个页面",
            columns=columns_of(edition),
            archive=Ref(title=ARCHIVE.title, url=ARCHIVE.url),
        ),
    )
