"""What the frame of every page says: the site's name, its columns, its foot."""

from __future__ import annotations

from dataclasses import dataclass

from .archive import ARCHIVE
from .edition import Edition, question
from .furniture import SHARED, SITEMAP, columns_of, plain_pages
from .shelves import Ref


@dataclass(frozen=True, kw_only=True)
class Site:
    """The same on all pages of an edition."""

    name: str
    lang: str
    site_url: str
    """With a slash at its end; empty while it is not set."""
    columns: tuple[Ref, ...]
    links: tuple[Ref, ...]
    """Archive, site map, what is shared, and the plain pages."""
    friends: tuple[tuple[str, str], ...]
    footer: tuple[tuple[str, str, str], ...]
    """(label, text, absolute address or "")."""
    mourning: bool
    trusted_hosts: tuple[str, ...]


def make_site(edition: Edition) -> Site:
    """The frame of an edition's pages."""
    settings = edition.settings
    archive, sitemap = (Ref(title=crumb.title, url=crumb.url) for crumb in (ARCHIVE, SITEMAP))
    return Site(
        name=settings.site_name,
        lang="zh-CN",
        site_url=f"{settings.site_url.rstrip('/')}/" if settings.site_url else "",
        columns=columns_of(edition),
        links=(archive, sitemap, *SHARED, *plain_pages(edition)),
        friends=tuple((friend.title, friend.url) for friend in settings.friends),
        footer=tuple(_footer(edition)),
        mourning=in_mourning(edition),
        trusted_hosts=settings.trusted_hosts,
    )


@question
def in_mourning(edition: Edition) -> bool:
    """Whether the site is grey today."""
    return edition.settings.in_mourning(edition.today)


def _footer(edition: Edition) -> list[tuple[str, str, str]]:
    """NORMS, Page: each item a setting, left out when it is not set."""
    footer = edition.settings.footer
    rows = (
        ("主办单位", footer.organizer, ""),
        ("承办单位", footer.operator, ""),
        ("联系方式", footer.contact, ""),
        ("地址", footer.address, ""),
        ("网站标识码", footer.site_id, ""),
        ("ICP备案号", footer.icp, "https://beian.miit.gov.cn/"),
        ("公网安备号", footer.police, "https://beian.mps.gov.cn/"),
    )
    return [(label, text, url) for label, text, url in rows if text]
