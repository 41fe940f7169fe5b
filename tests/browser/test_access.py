"""Every reader can use every kind of page: by eye, by ear, by keyboard, on a small screen, at double size."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.views import DARK, DESK, ELDER, ELDER_PHONE, NARROW, ZOOMED, Look, View

# What 360 px show, 320 px show too: no style tells them apart.
TURNS = {"light": DESK, "dark": DARK, "narrow": NARROW}
CONTRASTS = ("black-white", "white-black", "yellow-black", "blue-yellow")
# axe leaves the rules that are new in WCAG 2.2 out unless asked.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# No other rule looks at colours, and nothing but colours is other in the dark.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
AXE = """async (options) => {
  const { violations } = await axe.run(options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 120)}`));
}"""

FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    name: element.outerHTML.slice(0, 120),
    path: element.href ? new URL(element.href).pathname : "",
    fragment: element.hash || "",
    inMain: element.closest("main") !== null,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== "none",
    onScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""

LOW_CONTROLS = """() => [...document.querySelectorAll("nav a, button, summary, select, input")]
  .filter((control) => control.checkVisibility({ checkVisibilityCSS: true }))
  .map((control) => [control.getBoundingClientRect(), control])
  .filter(([box]) => box.width > 1 && box.height < 44)
  .map(([box, control]) => `${box.height.toFixed(1)} px: ${control.outerHTML.slice(0, 120)}`)"""

Focus = dict[str, Any]


def violations(page: Page, options: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds on the open page, a line for each rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(AXE, options)
    return found


def press_tab_until(page: Page, wanted: Callable[[Focus], bool], *, presses: int = 250) -> Focus:
    """Move the focus on to what is wanted; every stop on the way can be seen to have it."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        focus: Focus = page.evaluate(FOCUSED)
        assert focus["ringed"], f"no visible focus on {focus['name']}"
        assert focus["onScreen"], f"focused out of sight: {focus['name']}"
        if wanted(focus):
            return focus
    raise AssertionError(f"not reached by {presses} presses of Tab on {page.url}")


def test_axe_finds_no_violation_on_any_kind_of_page(look: Look, pages: dict[str, str]) -> None:
    """Each page is opened once and then seen in every way: opening it takes as long as one look."""
    found = {}
    with look(DESK) as page:
        for kind, path in pages.items():
            page.goto(path)
            for name, view in TURNS.items():
                page.emulate_media(color_scheme=view.scheme)
                page.set_viewport_size({"width": view.width, "height": view.height})
                found[kind, name] = violations(page, COLOURS if view is DARK else EVERYTHING)
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_axe_finds_no_violation_on_any_kind_of_page_for_the_elder(look: Look, pages: dict[str, str]) -> None:
    found = {}
    with look(ELDER) as page:
        for kind, path in pages.items():
            page.goto(path)
            found[kind] = violations(page)
    assert {kind: lines for kind, lines in found.items() if lines} == {}


@pytest.mark.parametrize("contrast", CONTRASTS)
def test_axe_finds_no_violation_in_a_contrast_scheme(
    look: Look, pages: dict[str, str], contrast: str
) -> None:
    found = {}
    with look(View(reading={"contrast": contrast})) as page:
        for kind in ("home", "news", "news/*"):
            page.goto(pages[kind])
            found[kind] = violations(page)
    assert {kind: lines for kind, lines in found.items() if lines} == {}


@pytest.mark.parametrize("view", [NARROW, ZOOMED], ids=["320 px", "1280 px at 200 %"])
def test_no_page_scrolls_sideways(look: Look, pages: dict[str, str], view: View) -> None:
    wider = {}
    with look(view) as page:
        for kind, path in pages.items():
            page.goto(path)
            wider[kind] = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert {kind: excess for kind, excess in wider.items() if excess > 0} == {}


@pytest.mark.parametrize("view", [ELDER, ELDER_PHONE], ids=["desk", "phone"])
def test_controls_are_44_px_high_for_the_elder(look: Look, pages: dict[str, str], view: View) -> None:
    low = {}
    with look(view) as page:
        for kind, path in pages.items():
            page.goto(path)
            low[kind] = page.evaluate(LOW_CONTROLS)
    assert {kind: lines for kind, lines in low.items() if lines} == {}


def test_the_first_tab_stop_leads_past_the_navigation(look: Look, pages: dict[str, str]) -> None:
    """On every kind of page the skip link shows itself, and the next stop is in the main part.

    The pages that stand in other sites' frames have nothing before it.
    """
    astray = {}
    with look(DESK) as page:
        for kind, path in pages.items():
            if kind.startswith("embed/v1/"):
                continue
            page.goto(path)
            skip = press_tab_until(page, lambda focus: True, presses=1)
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            after: Focus = page.evaluate(FOCUSED)
            links = page.locator("main a[href], main button, main summary, main input").count()
            if not skip["fragment"] or (links and not after["inMain"]):
                astray[kind] = (skip["name"], after["name"])
    assert astray == {}


def test_a_reader_walks_by_keyboard_from_home_to_column_entry_and_archive(
    look: Look, pages: dict[str, str]
) -> None:
    with look(DESK) as page:
        page.goto(pages["home"])
        for wanted in (
            lambda focus: focus["path"] == "/news/",
            lambda focus: focus["inMain"] and re.fullmatch(r"/news/\d+/.+", focus["path"]) is not None,
            lambda focus: focus["path"] == "/archive/",
        ):
            reached = press_tab_until(page, wanted)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert page.evaluate("location.pathname") == reached["path"]
        assert page.locator("h1").count() == 1
