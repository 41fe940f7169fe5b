"""A reader searches: from the box on any page to the results, and on to a page with its marks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.server import Server, serving
from tests.browser.test_access import LOW_CONTROLS, press_tab_until, violations
from tests.browser.test_safety import watch
from tests.browser.views import DARK, DESK, ELDER, ELDER_PHONE, NARROW, PHONE, SCRIPTLESS, Look, View, looking

MANY = "archive/?q=党员"
RESULTS = "#search-list > li"
QUIET_MS = 700
"""Longer than the search waits for the next key."""


def box(page: Page) -> str:
    """The words in the archive's box."""
    return page.locator("#search-archive").input_value()


def count(page: Page) -> int:
    """How many entries are said to be found; waits until they are shown."""
    page.locator(RESULTS).first.wait_for()
    said = re.search(r"\d+", page.locator("#search-count").inner_text())
    assert said
    return int(said[0])


def titles(page: Page) -> list[str]:
    return page.locator(f"{RESULTS} h3").all_inner_texts()


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says is searched."""
    return parse_qs(urlsplit(page.url).query)


def search_requests(server: Server) -> list[str]:
    return [sent.path for sent in server.sent if re.search(r"/search/|/assets/search-", sent.path)]


@contextmanager
def results(look: Look, path: str, view: View = DESK) -> Iterator[Page]:
    """The archive with the results of a search."""
    with look(view) as page:
        page.goto(path)
        page.locator(RESULTS).first.wait_for()
        yield page


@contextmanager
def held_back(page: Page, files: str) -> Iterator[None]:
    """What the page asks for of these files comes at the end of the block."""
    held: list[Route] = []
    shut = True

    def hold(route: Route) -> None:
        held.append(route) if shut else route.continue_()

    page.route(files, hold)
    yield
    assert held
    shut = False
    for route in held:
        route.continue_()


def focused(page: Page) -> str:
    """The step of the link that has the focus, or else the id of what has it."""
    name: str = page.evaluate("document.activeElement.dataset.step || document.activeElement.id")
    return name


NEWS = '[data-step="column news"]'
BY_DATE = '[data-step="sort date"]'


# The box


def test_nothing_of_the_search_is_fetched_before_the_reader_turns_to_it(
    look: Look, server: Server, pages: dict[str, str]
) -> None:
    before = {}
    for kind in ("home", "news/*", "archive"):
        with look(DESK) as page:
            server.sent.clear()
            page.goto(pages[kind], wait_until="networkidle")
            before[kind] = search_requests(server)
            with page.expect_response(re.compile("search-engine")):
                page.locator("[type=search]:visible").first.focus()
    assert before == {"home": [], "news/*": [], "archive": []}


def test_a_reader_searches_and_reads_by_keyboard_alone(look: Look, pages: dict[str, str]) -> None:
    with look(DESK) as page:
        page.goto(pages["home"])
        press_tab_until(page, lambda focus: 'type="search"' in focus["name"])
        page.keyboard.type("党员先量一遍")
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/?q=*")
        found = count(page)
        press_tab_until(page, lambda focus: "#q=" in focus["name"])
        page.keyboard.press("Enter")
        expect(page.locator(".found")).to_contain_text("“党员先量一遍”")
        title = page.locator("h1").inner_text()
    assert (found > 0, "党员先量一遍" in title) == (True, True)


def test_a_units_box_finds_what_that_unit_published(look: Look) -> None:
    with look(DESK) as page:
        page.goto("units/shili-yizhong/")
        page.get_by_role("searchbox", name="在本单位稿件中检索").fill("党员")
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/?q=*")
        page.locator(RESULTS).first.wait_for()
        lines = page.locator(f"{RESULTS} .meta-line").all()
        units = {line.locator("span:not(.badge)").first.inner_text() for line in lines}
        chips = page.locator("#search-chosen li").all_inner_texts()
        said = asked(page)
    assert said == {"q": ["党员"], "unit": ["shili-yizhong"]}
    assert len(chips) == 1
    assert units == {"示例一中"}


def test_without_scripts_the_archive_says_so_and_can_be_browsed(look: Look) -> None:
    with look(SCRIPTLESS) as page:
        page.goto("archive/?q=党员")
        note = page.locator("noscript .notice, main > .notice").first.inner_text()
        headings = page.locator("h2:visible").all_inner_texts()
    assert "没有运行脚本" in note
    assert headings == ["按时间", "按栏目", "按单位", "按标签"]


def test_browsers_are_told_how_to_search_the_site(site: Path, look: Look) -> None:
    with look(DESK) as page:
        page.goto("news/")
        link = page.locator("link[rel=search]").get_attribute("href")
    template = ElementTree.parse(site / "opensearch.xml").find("{*}Url")
    assert link == "../opensearch.xml"
    assert template is not None
    assert template.get("template") == "https://portal.example/archive/?q={searchTerms}"


# Results


def test_a_shared_address_shows_what_its_sender_saw(look: Look) -> None:
    """Words, filter, order and page."""
    with results(look, MANY) as page:
        page.locator(NEWS).click()
        page.locator(BY_DATE).click()
        page.locator("#search-pager [rel=next]").click()
        expect(page.locator("#search-pager [aria-current]")).to_contain_text("2")
        address, seen = page.url, (titles(page), count(page))
    with results(look, address) as page:
        again = (titles(page), count(page))
    assert parse_qs(urlsplit(address).query) == {
        "q": ["党员"],
        "column": ["news"],
        "sort": ["date"],
        "page": ["2"],
    }
    assert again == seen


def test_steps_faster_than_the_answers_add_up(look: Look) -> None:
    """Filters, order and words all count, though each link was drawn before the step that precedes it."""
    with results(look, MANY) as page:
        page.evaluate(
            """() => {
                const follow = (step) => document.querySelector(`[data-step="${step}"]`).click();
                document.querySelector("#search-archive").value = "党";
                follow("column news");
                follow("column news");
                follow("sort date");
            }"""
        )
        expect(page.locator(BY_DATE)).to_have_attribute("aria-current", "true")
        said = asked(page)
    assert said == {"q": ["党"], "column": ["news"], "sort": ["date"]}


def test_the_next_page_of_other_words_is_their_first(look: Look) -> None:
    with results(look, MANY) as page:
        page.locator("#search-archive").fill("党")
        page.locator("#search-pager [rel=next]").click()
        expect(page.locator(f"{RESULTS} mark").first).to_have_text("党")
        said = asked(page)
    assert said == {"q": ["党"]}


def test_a_link_that_is_pressed_while_an_answer_comes_is_followed(look: Look) -> None:
    with results(look, MANY) as page:
        with held_back(page, "**/search/**/d0/*"):
            page.locator(NEWS).click()
            page.locator(BY_DATE).hover()
            page.mouse.down()
        page.wait_for_timeout(QUIET_MS)
        page.mouse.up()
        expect(page.locator(BY_DATE)).to_have_attribute("aria-current", "true")
        said = asked(page)
    assert said == {"q": ["党员"], "column": ["news"], "sort": ["date"]}


def test_a_late_answer_leaves_the_focus_where_the_reader_has_taken_it(look: Look) -> None:
    with results(look, MANY) as page:
        with held_back(page, "**/search/**"):
            page.locator(NEWS).click()
            page.locator("#search-archive").focus()
        expect(page.locator(NEWS)).to_have_attribute("aria-current", "true")
        assert focused(page) == "search-archive"


def test_the_focus_stays_on_what_is_drawn_anew(look: Look) -> None:
    """What was typed is answered when the reader has moved on to a filter; and a step is taken back."""
    with results(look, MANY) as page:
        with held_back(page, "**/search/**"):
            page.locator("#search-archive").fill("党")
            page.wait_for_timeout(QUIET_MS)
            page.locator(NEWS).focus()
        expect(page.locator(f"{RESULTS} mark").first).to_have_text("党")
        places = [focused(page)]
        page.keyboard.press("Enter")
        expect(page.locator(NEWS)).to_have_attribute("aria-current", "true")
        places.append(focused(page))
        page.go_back()
        expect(page.locator(f'{NEWS}:not([aria-current="true"])')).to_be_visible()
        places.append(focused(page))
    assert places == ["column news"] * 3


def test_a_list_that_no_filter_narrows_has_the_width_of_the_page(look: Look) -> None:
    with results(look, "archive/?q=党员先量一遍") as page:
        expect(page.locator("#search-side")).to_be_hidden()
        wide, all_of_it = (
            page.locator(place).evaluate("(element) => element.clientWidth")
            for place in ("#search-list", ".search-results__body")
        )
    assert wide == all_of_it > 1000


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("archive/?q=党员&unit=&page=-1", "archive/?q=党员"),
        ("archive/?q=党员&column=news&column=news", "archive/?q=党员&column=news"),
    ],
    ids=["without a value", "twice"],
)
def test_an_odd_address_is_understood(look: Look, address: str, said: str) -> None:
    shown = []
    for path in (address, said):
        with results(look, path) as page:
            shown.append((count(page), titles(page), page.locator("#search-chosen li").all_inner_texts()))
    assert shown[0] == shown[1]


def test_a_query_that_nobody_can_see_is_none(look: Look) -> None:
    with look(DESK) as page:
        page.goto("archive/?q=%E2%80%8B")
        expect(page.locator("#archive-browse")).to_be_visible()
        assert page.locator("#search-results").is_hidden()


def test_back_and_forward_lead_through_the_readers_steps(look: Look) -> None:
    with results(look, MANY) as page:
        first = titles(page)
        page.locator('[data-step="column news"]').click()
        expect(page.locator("#search-chosen li")).to_have_count(1)
        filtered = titles(page)
        page.locator("#search-pager [rel=next]").click()
        expect(page.locator("#search-pager [aria-current]")).to_contain_text("2")
        page.go_back()
        expect(page.locator("#search-pager [aria-current]")).to_contain_text("1")
        assert titles(page) == filtered
        page.go_back()
        expect(page.locator("#search-chosen li")).to_have_count(0)
        assert titles(page) == first
        page.go_forward()
        expect(page.locator("#search-chosen li")).to_have_count(1)
        assert titles(page) == filtered


def test_a_reader_who_comes_back_finds_the_list_where_it_was_left(look: Look) -> None:
    with results(look, MANY, PHONE) as page:
        link = page.locator(f"{RESULTS} h3 a").nth(7)
        link.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        link.click()
        page.wait_for_url("**#q=*")
        page.go_back()
        page.locator(RESULTS).first.wait_for()
        after = page.evaluate("scrollY")
    assert before > 500
    assert abs(after - before) <= 1


def test_a_filter_leaves_as_many_as_it_says_and_can_be_taken_away(look: Look) -> None:
    """Each kind of filter; the focus stays on it while the list changes."""
    said, left, again = {}, {}, {}
    with results(look, MANY) as page:
        total = count(page)
        for facet in ("column", "unit", "year", "honour", "phase", "category"):
            link = page.locator(f'[data-step^="{facet} "]').first
            said[facet] = int(link.locator(".number").inner_text())
            name = link.locator("span").first.inner_text()
            link.click()
            chip = page.locator("#search-chosen a")
            expect(chip).to_contain_text(name)
            left[facet] = count(page)
            assert page.evaluate("document.activeElement.dataset.step").startswith(f"{facet} ")
            chip.click()
            expect(page.locator("#search-chosen li")).to_have_count(0)
            again[facet] = count(page)
    assert left == said
    assert max(left.values()) < total
    assert set(again.values()) == {total}


def test_the_pages_together_hold_every_result_once(look: Look) -> None:
    with results(look, MANY) as page:
        total, found = count(page), []
        while True:
            found += [link.get_attribute("href") for link in page.locator(f"{RESULTS} h3 a").all()]
            following = page.locator("#search-pager [rel=next]")
            if not following.count():
                break
            number = int(parse_qs(urlsplit(page.url).query).get("page", ["1"])[0])
            following.click()
            expect(page.locator("#search-pager [aria-current]")).to_contain_text(str(number + 1))
            assert page.evaluate("document.activeElement.id") == "search-count"
    assert len(found) == len(set(found)) == total


def test_by_date_the_newest_come_first(look: Look) -> None:
    with results(look, f"{MANY}&sort=date") as page:
        dates = page.locator(f"{RESULTS} time").all_inner_texts()
        order = page.locator("#search-sort [aria-current]").inner_text()
    assert dates == sorted(dates, reverse=True)
    assert order == "按日期"


def test_every_result_shows_where_the_words_are(look: Look) -> None:
    with results(look, MANY) as page:
        marked = [result.locator("mark").all_inner_texts() for result in page.locator(RESULTS).all()]
    assert len(marked) == 10
    assert {word for words in marked for word in words} == {"党员"}
    assert all(marked)


def test_a_filter_without_words_lists_by_date(look: Look) -> None:
    with results(look, "archive/?unit=shili-yizhong") as page:
        dates = page.locator(f"{RESULTS} time").all_inner_texts()
        marks = page.locator(f"{RESULTS} mark").count()
    assert dates == sorted(dates, reverse=True)
    assert marks == 0


def test_how_much_was_found_is_announced(look: Look) -> None:
    """Without taking the focus from who is still typing."""
    with look(DESK) as page:
        page.goto("archive/")
        page.locator("#search-archive").fill("党员")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^找到 \d+ 篇"))
        focused = page.evaluate("document.activeElement.id")
        heading = page.title()
    assert focused == "search-archive"
    assert heading.startswith("党员 - ")


def test_a_slow_search_says_that_it_is_on_its_way(look: Look) -> None:
    held: list[Route] = []
    slow = True
    with look(DESK) as page:
        page.route("**/search/**", lambda route: held.append(route) if slow else route.continue_())
        page.goto(MANY)
        expect(page.locator("#search-count")).to_have_text("正在检索……")
        expect(page.get_by_role("status")).to_have_text("正在检索……")
        browsing = page.locator("#archive-browse").is_visible()
        slow = False
        for route in held:
            route.continue_()
        found = count(page)
    assert (browsing, found > 0) == (False, True)


def test_an_emptied_box_gives_the_archive_back(look: Look, server: Server) -> None:
    with results(look, MANY) as page:
        troubles = watch(page, server)
        page.locator("#search-archive").fill("")
        expect(page.locator("#archive-browse")).to_be_visible()
        expect(page.locator("#search-results")).to_be_hidden()
        page.wait_for_timeout(QUIET_MS)
        assert (troubles, asked(page)) == ([], {})


# What is not found, and what fails


def test_terms_that_never_stand_together_are_found_in_part(look: Look) -> None:
    with results(look, "archive/?q=党员 没有这样的词语") as page:
        notice = page.locator("#search-notice").inner_text()
        announced = page.get_by_role("status").inner_text()
    assert notice == "没有同时含有“党员”“没有这样的词语”的稿件，下面是含有其中一部分的：“党员”。"
    assert notice in announced


def test_what_is_nowhere_is_said_to_be_nowhere_and_the_archive_stays(look: Look) -> None:
    """However strange it is, or long."""
    with look(PHONE) as page:
        page.goto("archive/")
        for words in ("鑫淼焱", "🙂" * 250, "鑫" * 500):
            page.locator("#search-archive").fill(words)
            page.keyboard.press("Enter")
            expect(page.locator("#search-notice")).to_contain_text(f"没有找到含有“{words[:5]}")
            expect(page.locator("#archive-browse")).to_be_visible()
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
            assert box(page) == words


def test_markup_that_was_typed_is_shown_as_it_was_typed(look: Look) -> None:
    with look(DESK) as page:
        page.goto("archive/?q=<img src=x onerror=alert(1)>")
        notice = page.locator("#search-notice")
        expect(notice).to_contain_text("“<img”“src=x”“onerror=alert(1)>”")
        assert notice.locator("img").count() == 0


def test_a_filter_under_which_nothing_is_left_can_be_taken_away(look: Look) -> None:
    with look(DESK) as page:
        page.goto(f"{MANY}&year=1999")
        page.get_by_role("link", name="去掉条件再找").click()
        assert count(page) > 0
        assert asked(page) == {"q": ["党员"]}


def test_a_lost_connection_is_said_and_can_be_tried_again(look: Look) -> None:
    with look(DESK) as page:
        page.route("**/search/**", lambda route: route.abort())
        page.goto(MANY)
        expect(page.locator("#search-notice")).to_contain_text("没有取到检索要用的文件")
        browsing = page.locator("#archive-browse").is_visible()
        page.unroute("**/search/**")
        page.get_by_role("button", name="重新打开").click()
        assert count(page) > 0
    assert browsing


@pytest.mark.parametrize("view", [DESK, PHONE], ids=["desk", "phone"])
def test_results_do_not_wait_for_slow_counts_nor_move_when_these_come(look: Look, view: View) -> None:
    held: list[Route] = []
    with look(view) as page:
        page.route("**/search/**/c*.bin", lambda route: held.append(route))
        page.goto(MANY)
        page.locator(RESULTS).first.wait_for()
        waiting = page.locator("#search-facets").text_content()
        before = page.locator(RESULTS).first.bounding_box()
        page.wait_for_timeout(QUIET_MS)
        for route in held:
            route.continue_()
        page.locator("#search-facets [data-step]").first.wait_for(state="attached")
        after = page.locator(RESULTS).first.bounding_box()
    assert (waiting, bool(held)) == ("正在统计……", True)
    assert before == after


def test_slow_counts_of_an_earlier_search_are_not_shown(look: Look) -> None:
    held: list[Route] = []
    with look(DESK) as page:
        page.route("**/search/**/c*.bin", lambda route: held.append(route))
        page.goto(MANY)
        page.locator(RESULTS).first.wait_for()
        page.locator("#search-archive").fill("查无此词龘")
        page.keyboard.press("Enter")
        expect(page.locator("#search-notice")).to_contain_text("没有")
        for route in held:
            route.continue_()
        page.wait_for_timeout(QUIET_MS)
        assert page.locator("#search-facets [data-step]").count() == 0


def test_results_stay_where_the_counts_cannot_be_loaded(look: Look) -> None:
    with look(DESK) as page:
        page.route("**/search/**/c*.bin", lambda route: route.abort())
        page.goto(MANY)
        found = count(page)
        expect(page.locator("#search-facets")).to_have_text("没有取到筛选要用的文件。")
    assert found > 0


def test_an_index_of_another_version_asks_to_open_the_page_anew(look: Look) -> None:
    with look(DESK) as page:
        page.route("**/search/index.json", lambda route: route.fulfill(json={"version": 99}))
        page.goto(MANY)
        expect(page.locator("#search-notice")).to_contain_text("请重新打开这一页")


# Typing


def test_words_typed_while_the_index_is_on_its_way_are_searched(look: Look) -> None:
    with look(DESK) as page:
        with held_back(page, "**/search/index.json"):
            page.goto("archive/")
            page.locator("#search-archive").fill("党员先量一遍")
            page.wait_for_timeout(QUIET_MS)
        expect(page.locator(f"{RESULTS} mark").first).to_have_text("党员先量一遍")
        said = asked(page)
    assert said == {"q": ["党员先量一遍"]}


def test_a_search_that_was_finished_stays_in_the_history(look: Look) -> None:
    """Even if a pause after a blank came between it and the words that follow."""
    with look(DESK) as page:
        page.goto("archive/")
        page.locator("#search-archive").fill("党员")
        page.keyboard.press("Enter")
        page.locator(RESULTS).first.wait_for()
        page.locator("#search-archive").fill("党员 ")
        page.wait_for_timeout(QUIET_MS)
        page.locator("#search-archive").fill("党员 学校")
        page.wait_for_url("**/archive/?q=*+*")
        page.go_back()
        expect(page.locator("#search-archive")).to_have_value("党员")


def test_what_is_typed_after_the_way_back_from_a_result_is_another_step(look: Look) -> None:
    with look(DESK) as page:
        page.goto("archive/")
        page.locator("#search-archive").fill("党员")
        page.locator(f"{RESULTS} h3 a").first.click()
        page.wait_for_url("**/#q=*")
        page.go_back()
        page.locator(RESULTS).first.wait_for()
        page.locator("#search-archive").fill("学校")
        expect(page.locator(f"{RESULTS} mark").first).to_have_text("学校")
        page.go_back()
        expect(page.locator("#search-archive")).to_have_value("党员")


def test_enter_ends_what_was_typed_as_one_step(look: Look) -> None:
    with look(DESK) as page:
        page.goto("archive/")
        before = page.evaluate("history.length")
        page.locator("#search-archive").fill("党员")
        page.locator(RESULTS).first.wait_for()
        page.locator("#search-archive").fill("党员先")
        page.keyboard.press("Enter")
        expect(page.locator(f"{RESULTS} mark").first).to_have_text("党员先")
        after = page.evaluate("history.length")
    assert after == before + 1


def test_a_passage_is_cut_to_what_servers_take_in_an_address(look: Look, pages: dict[str, str]) -> None:
    with look(DESK) as page:
        page.goto(pages["home"])
        page.locator("[type=search]:visible").first.focus()
        page.keyboard.insert_text("党" * 7400)
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/?q=*")
        expect(page.locator("#search-notice")).to_contain_text("没有含有")
        said = asked(page)
    assert said == {"q": ["党" * 500]}


def test_results_follow_what_is_typed_in_one_step_of_history(look: Look) -> None:
    with look(DESK) as page:
        page.goto("archive/")
        page.locator("#search-archive").fill("党员")
        page.keyboard.press("Enter")
        page.locator(RESULTS).first.wait_for()
        before = page.evaluate("history.length")
        for words in ("党员先", "党员先量", "党员先量一遍"):
            page.locator("#search-archive").fill(words)
            expect(page.locator(f"{RESULTS} mark").first).to_have_text(words)
        after = page.evaluate("history.length")
        page.go_back()
        expect(page.locator("#search-archive")).to_have_value("党员")
    assert after == before + 1


def test_nothing_is_searched_while_a_word_is_being_composed(look: Look) -> None:
    """As an input method does it: letters under the line, then the characters that the reader picks."""
    with results(look, MANY) as page:
        keyboard = page.context.new_cdp_session(page)
        page.locator("#search-archive").fill("")
        expect(page.locator("#search-results")).to_be_hidden()
        page.locator("#search-archive").focus()
        for letters in ("m", "mi", "mian", "mian'yang"):
            keyboard.send(
                "Input.imeSetComposition",
                {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
            )
        page.wait_for_timeout(QUIET_MS)
        composing = (box(page), asked(page))
        keyboard.send("Input.insertText", {"text": "绵阳"})
        page.locator(RESULTS).first.wait_for()
        after = (box(page), asked(page))
    assert composing == ("mian'yang", {})
    assert after == ("绵阳", {"q": ["绵阳"]})


# Every reader


@pytest.mark.parametrize("view", [DESK, DARK, PHONE, ELDER], ids=["light", "dark", "phone", "elder"])
def test_axe_finds_no_violation_among_results_nor_where_they_lead(look: Look, view: View) -> None:
    """With a filter, a notice above the list, and marks on the page."""
    with results(look, "archive/?q=党员 没有这样的词语&column=news", view) as page:
        found = violations(page)
        page.locator(f"{RESULTS} h3 a").first.click()
        page.locator(".found").wait_for()
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("view", [NARROW, ELDER_PHONE], ids=["narrow", "elder phone"])
def test_results_fit_a_small_screen(look: Look, view: View) -> None:
    with results(look, f"{MANY}&column=news", view) as page:
        page.locator(".search-results__fold summary").click()
        excess = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        low = page.evaluate(LOW_CONTROLS) if view is ELDER_PHONE else []
    assert (excess <= 0, low) == (True, [])


def test_a_search_asks_nothing_elsewhere_and_keeps_to_the_policy(chromium: Browser, site: Path) -> None:
    """Below a sub-path, from a deep page to the results and on to a page with marks."""
    with serving(site, prefix="/sub/portal/") as server, looking(chromium, server, DESK) as page:
        troubles = watch(page, server)
        page.goto("news/2026/11/zhaodu/")
        page.locator("[type=search]:visible").fill("党员先量")
        page.keyboard.press("Enter")
        page.locator(RESULTS).first.wait_for()
        page.locator(f"{RESULTS} h3 a").first.click()
        page.locator(".found").wait_for()
        page.wait_for_load_state("networkidle")
    assert troubles == []


# The page one arrives at


MARKED = """() => CSS.highlights.has("found")
  ? [...CSS.highlights.get("found")].map(String)
  : [...document.querySelectorAll("main mark")].map((mark) => mark.textContent)"""


@pytest.mark.parametrize("known", [True, False], ids=["coloured", "enclosed"])
def test_the_words_are_marked_on_the_page_and_can_be_unmarked(look: Look, known: bool) -> None:
    """Also where a browser cannot colour a range; what is copied stays the same, and in the end the page."""
    with look(DESK) as page:
        if not known:
            page.add_init_script("delete window.Highlight")
        page.goto("news/2026/11/zhaodu/")
        bare, text = page.locator("main").inner_html(), page.locator(".entry").inner_text()
        page.goto("about:blank")
        page.goto("news/2026/11/zhaodu/#q=党员")
        bar = page.locator(".found")
        bar.wait_for()
        marked, enclosed = page.evaluate(MARKED), page.locator("main mark").count()
        assert bar.inner_text().startswith(f"标出了 {len(marked)} 处“党员”")
        assert page.locator(".entry").inner_text() == text
        bar.get_by_role("button", name="到下一处").click()
        chosen = page.evaluate("String(getSelection())")
        bar.get_by_role("button", name="去掉标记").click()
        assert page.evaluate(MARKED) == []
        assert page.locator("main").inner_html() == bare
        assert "#" not in page.url
    assert len(marked) > 1
    assert set(marked) == {chosen} == {"党员"}
    assert enclosed == (0 if known else len(marked))


def test_words_are_marked_that_begin_before_a_link_and_end_in_it(look: Look) -> None:
    with look(DESK) as page:
        page.goto("news/2026/11/zhaodu/#q=写进了一张清单")
        page.locator(".found").wait_for()
        marked = page.evaluate(MARKED)
    assert marked == ["写进了一张清单"]


def test_words_are_marked_where_the_page_spells_them_in_characters_that_the_address_explains(
    look: Look,
) -> None:
    """As an address from the search does for a page with traditional characters."""
    with look(DESK) as page:
        page.goto("news/2026/11/zhaodu/#q=一张青单&t=清青写")
        page.locator(".found").wait_for()
        marked = page.evaluate(MARKED)
    assert marked == ["一张清单"]


def test_words_are_marked_across_the_sign_of_a_footnote(look: Look) -> None:
    """The sample has one at the end of its sentence; here words follow."""

    def go_on(route: Route) -> None:
        page = route.fetch()
        route.fulfill(response=page, body=page.text().replace("</sup>", "</sup>然后回来", 1))

    with look(DESK) as page:
        page.route("**/jiaoyan-xuexi/", go_on)
        page.goto("news/2026/11/jiaoyan-xuexi/#q=站得住。”然后")
        page.locator(".found").wait_for()
        marked = page.evaluate(MARKED)
    assert marked == ["站得住。”1然后"]


def test_an_address_that_names_words_which_are_not_there_changes_nothing(look: Look) -> None:
    with look(DESK) as page:
        page.goto("news/2026/11/zhaodu/#q=%E0%A4%A", wait_until="networkidle")
        assert page.locator(".found").count() == 0
