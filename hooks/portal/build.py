"""The recipe: from the content folder to a finished site.

content ─load_library→ library ─all_pages→ pages ─Theme→ HTML ─release→ site/
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from .assets import Assets, read_assets
from .files import Role
from .headers import netlify_headers, nginx_headers
from .library import Library
from .pages import all_pages
from .pages.edition import Edition
from .pages.page import Page
from .pages.site import make_site
from .pictures import cached_file
from .problem import Problem, errors
from .reading import Progress, load_library
from .release import Files, release
from .settings import Settings
from .sitemap import robots_txt, sitemap_xml
from .theme import Theme


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made, and what was wrong with the content."""

    problems: tuple[Problem, ...]
    pages: int
    entries: int
    released: bool
    """Whether the site was written; errors leave the old one as it was."""


def build(
    *,
    content: Path,
    overrides: Path,
    site: Path,
    cache: Path,
    settings: Settings,
    now: datetime,
    executor: Executor,
    progress: Progress,
    keep_going: bool = False,
) -> Built:
    """Build `content` into `site`; with errors only if `keep_going`, then without those entries."""
    loaded, problems = load_library(content, settings, now, cache, executor, progress)
    if errors(problems) and not keep_going:
        return Built(problems=problems, pages=0, entries=len(loaded.library.entries), released=False)
    edition = Edition(library=loaded.library, places=loaded.places, settings=settings, now=now)
    pages = list(all_pages(edition))
    assets = read_assets(overrides)
    frame = make_site(edition)
    theme = Theme(overrides, assets, frame)
    media = _media(loaded.library, content, cache)
    release(site, chain(_html(pages, theme, progress), media, _for_machines(pages, assets, frame.site_url)))
    return Built(problems=problems, pages=len(pages), entries=len(loaded.library.entries), released=True)


def _html(pages: list[Page], theme: Theme, progress: Progress) -> Files:
    for number, page in enumerate(pages, 1):
        yield page.path, theme.render(page).encode()
        progress("生成页面", number, len(pages))


def _for_machines(pages: list[Page], assets: Assets, site_url: str) -> Files:
    """What browsers, servers and search engines read."""
    yield from assets.files.items()
    yield "_headers", netlify_headers(assets).encode()
    yield "_nginx.conf", nginx_headers(assets).encode()
    yield "robots.txt", robots_txt(site_url).encode()
    if site_url:
        yield "sitemap.xml", sitemap_xml(pages, site_url)


def _media(library: Library, content: Path, cache: Path) -> Iterator[tuple[str, Path]]:
    """The pictures' variants, never an original; attachments, films and captions as they are."""
    variants = {variant.path: variant for picture in library.pictures.values() for variant in picture.files}
    for path, variant in sorted(variants.items()):
        yield path, cached_file(cache / "pictures", variant)
    for path in sorted(_as_they_are(library)):
        yield path, content / path


def _as_they_are(library: Library) -> set[str]:
    return {use.path for entry in library.entries for use in entry.files if use.role is not Role.PICTURE}
