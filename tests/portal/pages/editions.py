"""Editions of drawn content folders, and the pages and models in them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from portal.pages import plans
from portal.pages.edition import Edition
from portal.pages.page import Page
from portal.reading import Loaded
from portal.settings import Settings

from ...site import NOW, SETTINGS, draw, load, said, small_site


def edition_of(loaded: Loaded, settings: Settings = SETTINGS, now: datetime = NOW) -> Edition:
    """What was read, as of this moment; nothing is asked yet."""
    return Edition(library=loaded.library, places=loaded.places, settings=settings, now=now)


def read(root: Path, drawing: str, settings: Settings = SETTINGS) -> Loaded:
    """What is in a drawn content folder that has nothing wrong in it."""
    loaded, problems = load(draw(root / "content", drawing), settings)
    assert not problems, said(problems)
    return loaded


def read_small(root: Path, more: str = "", settings: Settings = SETTINGS) -> Loaded:
    """What is in the small site, with the files that a drawing adds to it or puts in place of its own."""
    content = small_site(root / "content")
    if more:
        draw(content, more)
    loaded, problems = load(content, settings)
    assert not problems, said(problems)
    return loaded


def drawn(root: Path, drawing: str, settings: Settings = SETTINGS, now: datetime = NOW) -> Edition:
    """The edition of a drawn content folder."""
    return edition_of(read(root, drawing, settings), settings, now)


def small(root: Path, more: str = "", settings: Settings = SETTINGS, now: datetime = NOW) -> Edition:
    """The edition of the small site with some more files."""
    return edition_of(read_small(root, more, settings), settings, now)


def write(root: Path, path: str, front: str, text: str = "正文") -> Path:
    """Write one published entry below `root`/content, for `small(root)` to find; returns `root`."""
    place = root / "content" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    given = front.strip("\n").split("\n")
    names = {row.partition(":")[0] for row in given}
    usual = {"title": "标题", "publish_at": "2026-03-07 09:30", "status": "published"}
    rows = [*(f"{name}: {value}" for name, value in usual.items() if name not in names), *given]
    place.write_text("\n".join(["---", *rows, "---", text, ""]), encoding="utf-8", newline="\n")
    return root


def page_at(edition: Edition, url: str) -> Page:
    """The page at this address."""
    return dict(plans(edition))[url](edition)


def model_at(edition: Edition, url: str) -> Any:
    """What the page at this address shows."""
    return page_at(edition, url).model


def with_settings(**values: object) -> Settings:
    """The settings of the tests, some of them changed, in the words of `mkdocs.yml`."""
    return Settings.model_validate({"site_name": "示例门户", "description": "示例门户", **values})
