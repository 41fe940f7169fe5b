"""The reading tools, print and a browser without scripts: the text stays, in the reader's way.

On <html> the reader's choices are attributes: data-theme (light, dark), data-size (1, 2, 3), data-mode
(elder) and data-contrast; localStorage keeps them, as one JSON object without the `data-`.
"""

import json
import re

from playwright.sync_api import Page

from tests.browser.views import DARK, DESK, READING_KEY, SCRIPTLESS, Look, View

# What <html> says when the body begins: nothing has been painted before that.
WATCH_FIRST_PAINT = """
  new MutationObserver((changes, observer) => {
    if (document.body) {
      window.firstMode = document.documentElement.dataset.mode ?? "";
      observer.disconnect();
    }
  }).observe(document, { childList: true, subtree: true });
"""
GROUND = """[document.body, document.documentElement]
  .map((element) => getComputedStyle(element).backgroundColor)
  .find((colour) => colour !== "rgba(0, 0, 0, 0)") ?? "white" """
TEXT_SIZE = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"


def press_tool(page: Page, name: str) -> None:
    """Press a reading tool by what it says, unfolding the tools where they are folded away."""
    tool = page.get_by_role("button", name=re.compile(name)).or_(page.get_by_label(re.compile(name))).first
    for summary in page.locator("header summary").all():
        if not tool.is_visible() and summary.is_visible():
            summary.click()
    tool.click()


def test_the_elder_mode_stays_on_from_page_to_page_without_a_flash(look: Look, pages: dict[str, str]) -> None:
    with look(DESK) as page:
        page.add_init_script(WATCH_FIRST_PAINT)
        page.goto(pages["home"])
        before = page.evaluate("firstMode")
        press_tool(page, "长辈版")
        chosen = page.evaluate("document.documentElement.dataset.mode")
        kept = json.loads(page.evaluate(f"localStorage.getItem('{READING_KEY}')"))
        page.goto(pages["news/*"])
        after = page.evaluate("firstMode")
    assert (before, chosen, kept["mode"], after) == ("", "elder", "elder", "elder")


def test_a_chosen_theme_outweighs_the_system(look: Look, pages: dict[str, str]) -> None:
    grounds = []
    for view in (
        DESK,
        View(scheme="dark", reading={"theme": "light"}),
        DARK,
        View(reading={"theme": "dark"}),
    ):
        with look(view) as page:
            page.goto(pages["news/*"])
            grounds.append(page.evaluate(GROUND))
    light, chosen_light, dark, chosen_dark = grounds
    assert (chosen_light, chosen_dark) == (light, dark)
    assert light != dark


def test_each_step_of_size_makes_the_text_larger(look: Look, pages: dict[str, str]) -> None:
    sizes = []
    for reading in ({}, {"size": "2"}, {"size": "3"}):
        with look(View(reading=reading)) as page:
            page.goto(pages["news/*"])
            sizes.append(page.evaluate(TEXT_SIZE))
    assert sizes == sorted(set(sizes))


def test_a_page_is_whole_without_scripts(look: Look, pages: dict[str, str]) -> None:
    """Its title and text are there, and its navigation leads to the columns."""
    wanting = {}
    with look(SCRIPTLESS) as page:
        for kind, path in pages.items():
            page.goto(path)
            links = page.locator("nav a:visible").count()
            text = page.locator("main").inner_text().strip()
            titled = page.locator("h1:visible").count()
            if kind.startswith("embed") or (links >= 3 and len(text) >= 10 and titled == 1):
                continue
            wanting[kind] = f"{links} links in navigation, {titled} titles, text: {text[:40]}"
    assert wanting == {}


def test_nothing_is_on_the_page_with_scripts_that_is_missing_without(
    look: Look, pages: dict[str, str]
) -> None:
    """The text of an entry is the same, whether or not scripts run."""
    texts = []
    for view in (DESK, SCRIPTLESS):
        with look(view) as page:
            page.goto(pages["news/*"])
            texts.append(page.locator("main p").all_inner_texts())
    assert texts[0] == texts[1]


def test_print_is_dark_ink_on_white_paper_without_navigation(look: Look, pages: dict[str, str]) -> None:
    """So also for a reader who reads in the dark."""
    wrong = {}
    with look(DARK) as page:
        page.emulate_media(media="print", color_scheme="dark")
        for kind, path in pages.items():
            page.goto(path)
            ground = page.evaluate(GROUND)
            shown = page.locator("header nav:visible, button:visible").count()
            if ground not in ("rgb(255, 255, 255)", "white") or shown:
                wrong[kind] = (ground, shown)
        page.goto(pages["news/*"])
        paper = page.pdf(format="A4")
    assert wrong == {}
    assert paper.startswith(b"%PDF")
