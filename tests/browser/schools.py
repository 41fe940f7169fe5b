"""Schools' websites, on origins of their own, and the portal whose cards stand on them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser, Frame, Page

from portal.pages.codes import UNKNOWN
from portal.settings import Settings
from tests.browser.server import Server, serving
from tests.filled import build_site, draw
from tests.site import small_site

NASTY = "<img src=x onerror=hit(1)>\"'&lt;"
LONG = "长" * 150

BRAND = """---
title: {title}
brand_name: {title}
slogan: {title}
unit: zhongxue
logo: {{src: logo.png, alt: {title}}}
level: 市级
phase: 培育
publish_at: 2026-02-03 09:00
status: {status}
sample: true
---
正文
"""
NEWS = """---
title: 第{number}次主题党日，全体党员教师一起学习
unit: zhongxue
publish_at: 2026-03-0{number} 08:00
status: published
---
正文
"""
WITHDRAWN = "withdrawn\nwithdrawn: {at: 2026-03-01 10:00, reason: 名称重复}"
KEYS = ("brands/hongzhu", "units/zhongxue", "models/jia", "news")
"""A card of each kind."""


def build_portal(root: Path, **settings: object) -> Path:
    """The small site with more news, a hostile brand, one with long texts, and one that was withdrawn."""
    content = small_site(root / "content")
    logo = (content / "brands" / "logo.png").read_bytes()
    quoted = {"nasty": NASTY.replace("'", "''"), "long": LONG, "gone": "旧品牌"}
    files: dict[str, str | bytes] = {
        f"news/n{number}.md": NEWS.format(number=number) for number in range(1, 6)
    }
    for name, title in quoted.items():
        status = WITHDRAWN if name == "gone" else "published"
        files[f"brands/{name}/index.md"] = BRAND.format(title=f"'{title}'", status=status)
        files[f"brands/{name}/logo.png"] = logo
    draw(content, files)
    given = {"site_name": "示例门户", "description": "示例门户", **settings}
    built = build_site(content, root / "site", Settings.model_validate(given), root / "cache")
    assert [str(problem) for problem in built.problems if problem.severity == "error"] == []
    return root / "site"


@contextmanager
def school(root: Path, body: str, *, style: str = "", csp: str = "", **pages: str) -> Iterator[Server]:
    """A website of one page, and of others without a frame around them, on an origin of its own."""
    head = (
        f"<meta charset=utf-8><title>示例中学</title><style>{style}</style>"
        if style
        else "<meta charset=utf-8>"
    )
    files = {"index": f"<!doctype html><html lang=zh>{head}<body>{body}", "404": "", **pages}
    draw(root, {f"{name}.html": text for name, text in files.items()})
    (root / "_headers").write_text(f"/*\n  Content-Security-Policy: {csp}\n" if csp else "", "utf-8")
    with serving(root) as server:
        yield server


@dataclass(frozen=True, kw_only=True)
class Codes:
    """What the portal's pages hand out."""

    browser: Browser
    portal: Server
    found: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The codes that were copied already."""

    def get(self, key: str, form: str) -> str:
        """The code of a card, as an editor copies it from a page without scripts."""
        return self.all(key)[form]

    def all(self, key: str) -> Mapping[str, str]:
        """The codes of a card by form."""
        if key not in self.found:
            self.found[key] = self.copied(key)
        return self.found[key]

    def copied(self, key: str) -> Mapping[str, str]:
        context = self.browser.new_context(java_script_enabled=False)
        try:
            page = context.new_page()
            page.goto(f"{self.portal.home}{key}/")
            found = page.locator("[data-form]").all()
            return {
                form.get_attribute("data-form") or "": form.locator("textarea")
                .input_value()
                .replace(UNKNOWN, self.portal.home)
                for form in found
            }
        finally:
            context.close()


@contextmanager
def visiting(
    browser: Browser, host: Server, *, width: int = 1000, scripts: bool = True, path: str = ""
) -> Iterator[Page]:
    """A reader's first visit to a school's website, whose frames are all loaded."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN"
    )
    try:
        page = context.new_page()
        page.goto(host.home + path)
        show_all(page)
        settle(page)
        yield page
    finally:
        context.close()


def show_all(page: Page) -> None:
    """Scroll to every frame: one that is out of sight is neither loaded nor laid out anew."""
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()


def settle(page: Page) -> None:
    """Wait until everything is loaded and laid out; without scripts a page cannot say when."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(100)


def cards(page: Page) -> list[Frame]:
    """The portal's frames on the page."""
    return [frame for frame in page.frames if "/embed/v1/" in frame.url]


def heights(page: Page) -> dict[str, tuple[float, float]]:
    """Of each of the portal's frames, its height, and that of its card."""
    found = {}
    for frame in cards(page):
        box = frame.frame_element().bounding_box()
        assert box is not None
        card = frame.evaluate("document.querySelector('.dj').getBoundingClientRect().height")
        found[unquote(frame.url.partition("/embed/v1/")[2])] = (box["height"], card)
    return found
