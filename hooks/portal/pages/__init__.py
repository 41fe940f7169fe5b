"""All pages of the site, each as a value: what it shows and the template that draws it."""

from __future__ import annotations

from collections.abc import Iterator

from .archive import archive_pages, tag_pages
from .columns import column_pages
from .edition import Edition
from .entries import entry_page
from .furniture import missing_page, sitemap_page, withdrawn_page
from .home import home_page
from .page import Page
from .units import coverage_page, unit_page


def all_pages(edition: Edition) -> Iterator[Page]:
    """Every page of an edition, in an order that does not change from build to build."""
    yield home_page(edition)
    for column in edition.library.columns:
        yield from column_pages(edition, column)
        if column.kind.name == "brand":
            yield coverage_page(edition, column)
    for entry in edition.library.entries:
        yield unit_page(edition, entry) if entry.kind.name == "unit" else entry_page(edition, entry)
    for entry in edition.library.withdrawn:
        yield withdrawn_page(edition, entry)
    yield from archive_pages(edition)
    yield from tag_pages(edition)
    yield sitemap_page(edition)
    yield missing_page(edition)
