"""What every page of the site has, whatever it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """One step of the way from the home page to this one."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The same content in another form, for programs: a feed, a calendar."""

    type: str
    """Its media type."""
    title: str
    url: str
    """From the site's root."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A file that is no page: a feed, a calendar, a record."""

    url: str
    """From the site's root, "news/feed.xml"."""
    text: str
    modified: ClassVar[str] = ""
    listed: ClassVar[bool] = False

    @property
    def path(self) -> str:
        """The file that holds it."""
        return self.url


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: what the frame around it needs, and the model that its template draws."""

    url: str
    """From the site's root: "" for the home page, "news/2026/a/", "404.html"."""
    template: str
    """A file in `overrides/`, "news.html"."""
    title: str
    model: Any
    """A frozen value; the template may show what is in it and nothing else."""
    section: str = ""
    """The address of the column that the navigation marks as current; "home" for the home page."""
    trail: tuple[Crumb, ...] = ()
    """From the home page's first child down to the page's parent; the page itself is not in it."""
    description: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    """The government META set, in order, only tags that have a value. (NORMS: META tags)"""
    open_graph: tuple[tuple[str, str], ...] = ()
    json_ld: str = ""
    """A JSON-LD document, safe inside a script element."""
    alternates: tuple[Alternate, ...] = ()
    """Besides the site's own feeds, which every page names."""
    card: str = ""
    """The key under which other sites may show what is on the page; its head tells them. (oEmbed)"""
    modified: str = ""
    """ISO date for the sitemap; empty for pages without one."""
    listed: bool = True
    """In the sitemap, and open to search engines."""

    @property
    def path(self) -> str:
        """The file that holds the page."""
        return path_of(self.url)

    @property
    def root(self) -> str:
        """The way from the page up to the site's root: "", "../", "../../" …"""
        return "../" * self.url.count("/")


def path_of(url: str) -> str:
    """The file at an address of the site: one that ends in / is a folder's index."""
    return f"{url}index.html" if not url or url.endswith("/") else url
