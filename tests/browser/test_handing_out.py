"""The pages that hand out code: three questions choose it, it is shown at work, and it can be copied."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.schools import build_portal
from tests.browser.server import Server, serving
from tests.browser.test_safety import watch
from tests.browser.views import DESK, NARROW, SCRIPTLESS, Look

BRAND = "brands/hongzhu-yinlu/"
ANSWERS = {
    ("yes", "yes", "no"): "B",
    ("yes", "no", "no"): "A",
    ("no", "yes", "no"): "C",
    ("yes", "yes", "yes"): "C",
    ("no", "no", "no"): "D",
    ("no", "no", "yes"): "D",
    ("yes", "no", "yes"): "A",
}
"""Does the editor keep frames, scripts; is the card to look like the school's site: which form."""


def answer(page: Page, answers: tuple[str, ...]) -> None:
    for name, value in zip(("frames", "scripts", "match"), answers, strict=True):
        page.locator(f"[name=embed-{name}][value={value}]").check()


def forms(page: Page) -> list[str]:
    """The forms whose code can be seen."""
    return [
        form.get_attribute("data-form") or ""
        for form in page.locator("[data-form]").all()
        if form.is_visible()
    ]


def test_without_scripts_all_codes_are_listed_and_explained(look: Look) -> None:
    with look(SCRIPTLESS) as page:
        page.goto("embed/")
        assert forms(page) == ["A", "B", "C", "D"]
        assert all(form.locator("p").first.inner_text() for form in page.locator("[data-form]").all())
        assert not page.locator("fieldset:visible, [data-form] button:visible").all()
        page.goto(BRAND)
        page.locator("#embed summary").click()
        assert forms(page) == ["A", "B", "C", "D"]


def test_three_answers_choose_one_form_and_show_it_at_work(look: Look, server: Server) -> None:
    """Without running into the policy of the page, which knows no inline styles."""
    with look(DESK) as page:
        troubles = watch(page, server)
        page.goto(BRAND)
        page.locator("#embed summary").click()
        host = page.locator(".embed-codes__host")
        for answers, form in ANSWERS.items():
            answer(page, answers)
            assert (answers, forms(page)) == (answers, [form])
            expect(page.locator(".embed-codes__advice")).to_contain_text(f"请用 {form}.")
            match form:
                case "A" | "B":
                    shown = host.frame_locator("iframe").locator("h1")
                case "C":
                    shown = host.locator("dj-brand h3")
                case _:
                    shown = host.locator("table p a").first
            expect(shown).to_have_text("红烛引路")
        assert troubles == []


def test_if_only_some_sites_may_embed_two_answers_choose(tmp_path: Path, chromium: Browser) -> None:
    """No word of the element, on the guide neither."""
    with serving(build_portal(tmp_path, embed_sites=["https://a.example"])) as choosy:
        page = chromium.new_page(base_url=choosy.home)
        try:
            page.goto("embed/")
            assert page.locator("fieldset").count() == 2
            for frames, scripts, form in (
                ("yes", "yes", "B"),
                ("yes", "no", "A"),
                ("no", "yes", "D"),
                ("no", "no", "D"),
            ):
                page.locator(f"[name=embed-frames][value={frames}]").check()
                page.locator(f"[name=embed-scripts][value={scripts}]").check()
                assert forms(page) == [form]
            words = page.locator("main").inner_text()
            assert "https://a.example" in words
            assert "dj-brand" not in words
            assert "代码 C" not in words
        finally:
            page.close()


def test_the_whole_code_is_seen_at_once(look: Look) -> None:
    with look(NARROW) as page:
        page.goto("embed/")
        field = page.locator("[data-form=B] textarea")
        assert field.evaluate("(field) => field.scrollHeight - field.clientHeight") <= 0


def test_the_preview_has_the_height_of_its_card_in_a_narrow_column(look: Look) -> None:
    with look(NARROW) as page:
        page.goto("embed/")
        answer(page, ("yes", "no", "no"))
        frame = page.locator(".embed-codes__host iframe")
        card = frame.content_frame.locator(".dj")
        expect(card).to_be_visible()
        page.wait_for_timeout(300)
        outer, inner = frame.bounding_box(), card.bounding_box()
        assert outer is not None
        assert inner is not None
        assert outer["height"] == inner["height"]


def test_the_code_is_copied_as_it_stands(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=server.home, permissions=["clipboard-read", "clipboard-write"])
    try:
        page = context.new_page()
        page.goto(BRAND)
        page.locator("#embed summary").click()
        page.get_by_role("button", name="复制代码").click()
        expect(page.locator("[data-form=B] [role=status]")).to_contain_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("[data-form=B] textarea").input_value()
        assert copied.startswith('<iframe src="https://portal.example/embed/v1/brands/hongzhu-yinlu/"')
    finally:
        context.close()


def test_a_system_that_knows_oembed_finds_the_code_by_the_page_s_address(site: Path, look: Look) -> None:
    with look(SCRIPTLESS) as page:
        page.goto(BRAND)
        link = page.locator('link[type="application/json+oembed"]')
        address = link.get_attribute("href") or ""
        assert address.startswith("https://portal.example/")
        found = json.loads((site / address.removeprefix("https://portal.example/")).read_bytes())
        assert found["html"] == page.locator("[data-form=A] textarea").input_value()
