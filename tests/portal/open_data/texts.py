"""The files that are no pages, of the small site as one that knows its own address."""

from pathlib import Path

from portal.open_data import text_plans
from portal.pages.edition import Edition

from ..pages.editions import small, with_settings

KNOWN = with_settings(site_url="https://portal.example/dj/")


def known(root: Path, more: str = "") -> Edition:
    """The small site with some more files."""
    return small(root, more, KNOWN)


def texts(edition: Edition) -> dict[str, str]:
    """All files by address."""
    return {url: make(edition).text for url, make in text_plans(edition)}
