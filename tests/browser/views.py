"""The ways readers look at a page: widths, colours, reading modes, with and without scripts."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState

from tests.browser.server import Server

READING_KEY = "portal-reading"


@dataclass(frozen=True, kw_only=True)
class View:
    """One reader's screen and habits."""

    width: int = 1280
    height: int = 800
    zoom: int = 1
    scheme: Literal["light", "dark"] = "light"
    reading: Mapping[str, str] = field(default_factory=dict)
    """What the reading tools remember: theme, size, mode, contrast."""
    scripts: bool = True


DESK = View()
DARK = View(scheme="dark")
PHONE = View(width=360, height=740)
NARROW = View(width=320, height=640)
ELDER = View(reading={"mode": "elder"})
ELDER_PHONE = View(width=360, height=740, reading={"mode": "elder"})
ZOOMED = View(width=640, height=400, zoom=2)
SCRIPTLESS = View(scripts=False)

Look = Callable[[View], AbstractContextManager[Page]]


@contextmanager
def looking(browser: Browser, server: Server, view: View) -> Iterator[Page]:
    """A page as a first-time reader's browser opens it: no cache, no cookies, animations at rest."""
    context = browser.new_context(
        base_url=server.home,
        viewport={"width": view.width, "height": view.height},
        device_scale_factor=view.zoom,
        color_scheme=view.scheme,
        reduced_motion="reduce",
        java_script_enabled=view.scripts,
        locale="zh-CN",
        storage_state=remembered(view, server),
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def leaf_through(page: Page, path: str) -> None:
    """Open a page and scroll to its end, until scripts and pictures are at rest."""
    page.goto(path)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("new Promise((rested) => requestIdleCallback(rested, { timeout: 1000 }))")


def remembered(view: View, server: Server) -> StorageState:
    """What the reading tools left in the browser on an earlier visit."""
    if not view.reading:
        return {}
    choices = json.dumps(view.reading)
    return {"origins": [{"origin": server.origin, "localStorage": [{"name": READING_KEY, "value": choices}]}]}
