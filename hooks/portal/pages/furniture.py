"""The pages that every site has: the site map, 404, and the notice of a withdrawn entry."""

from __future__ import annotations

from dataclasses import dataclass

from ..entry import Entry
from .archive import ARCHIVE, TAGS
from .cards import Ref
from .edition import Edition, minute
from .head import site_tags
from .page import Crumb, Page

SITEMAP = Crumb(title="站点地图", url="sitemap/")


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


@dataclass(frozen=True, kw_only=True)
class WithdrawnPage:
    """That an entry was withdrawn, when, and why."""

    title: str
    withdrawn_at: str
    reason: str
    column: Ref


def columns_of(edition: Edition) -> tuple[Ref, ...]:
    """The columns in the navigation's order."""
    return tuple(Ref(title=column.title, url=column.url) for column in edition.nav)


def plain_pages(edition: Edition) -> tuple[Ref, ...]:
    """About, contact and their like, in the order of their files."""
    pages = sorted((entry for entry in edition.entries("")), key=lambda entry: entry.path)
    return tuple(Ref(title=entry.meta.title, url=entry.url) for entry in pages)


def sitemap_page(edition: Edition) -> Page:
    """The site map for people."""
    units = sorted(edition.entries("units"), key=lambda unit: unit.path)
    browse = [ARCHIVE, TAGS]
    groups = (
        ("栏目", columns_of(edition)),
        ("专题", tuple(Ref(title=entry.meta.title, url=entry.url) for entry in edition.entries("topics"))),
        ("单位", tuple(ref for unit in units if (ref := edition.unit_ref(unit.stem)))),
        ("查找", tuple(Ref(title=crumb.title, url=crumb.url) for crumb in browse)),
        ("关于", plain_pages(edition)),
    )
    return Page(
        url=SITEMAP.url,
        template="sitemap.html",
        title=SITEMAP.title,
        description=f"{edition.settings.site_name}的全部栏目和页面。",
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


def withdrawn_page(edition: Edition, entry: Entry) -> Page:
    """What is left at the address of a withdrawn entry: no title, no text, the reason."""
    assert entry.meta.withdrawn is not None
    column = edition.column_ref(entry)
    return Page(
        url=entry.url,
        template="withdrawn.html",
        title="稿件已撤下",
        section=column.url,
        trail=(Crumb(title=column.title, url=column.url),),
        listed=False,
        model=WithdrawnPage(
            title="稿件已撤下",
            withdrawn_at=minute(entry.meta.withdrawn.at),
            reason=entry.meta.withdrawn.reason,
            column=column,
        ),
    )
