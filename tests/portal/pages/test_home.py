"""The home page: what leads, what is new, and that nothing stands there twice."""

from pathlib import Path

import pytest

from portal.pages.article import Block
from portal.pages.board import board
from portal.pages.cards import card, disclosure_row, task_row
from portal.pages.edition import Edition
from portal.pages.home import HomePage, lead_keys
from portal.reading import Loaded

from ...site import picture
from .editions import drawn, edition_of, model_at, page_at, small, with_settings, write

HOME = """
    index.md
      ---
      title: 示例门户
      ---
    news/
      index.md
        ---
        title: 动态
        kind: news
        ---
"""
COVER = "cover: {src: cover.jpg, alt: 图}"


def test_the_whole_home_page_of_the_small_site(edition: Edition) -> None:
    """Walls and boards by kind, the rest by column, each with how much there is behind it."""

    def block(title: str, column: str, *keys: str, total: int = 1) -> Block:
        return Block(title=title, cards=tuple(card(edition, key) for key in keys), url=column, total=total)

    assert model_at(edition, "") == HomePage(
        lead=card(edition, "news/2026/03/dangri"),
        headlines=(),
        latest=(
            block("督查通报", "bulletins/", "bulletins/2026q1"),
            block("制度文件", "documents/", "documents/banfa-2026", "documents/banfa-2025", total=2),
            block("微故事", "stories/", "stories/deng"),
            block("党建视频", "videos/", "videos/kaimen"),
        ),
        brands=(card(edition, "brands/hongzhu"),),  # type: ignore[arg-type]
        models=(card(edition, "models/jia"),),  # type: ignore[arg-type]
        board=board([task_row(edition, "tasks/pinpai")], "tasks/"),
        disclosure=(disclosure_row(edition, "disclosure/jueyi"),),
        topics=(card(edition, "topics/xuexi"),),
        urls={
            "brand": "brands/",
            "bulletin": "bulletins/",
            "disclosure": "disclosure/",
            "document": "documents/",
            "model": "models/",
            "news": "news/",
            "story": "stories/",
            "task": "tasks/",
            "topic": "topics/",
            "unit": "units/",
            "video": "videos/",
        },
        totals={
            "brand": 1,
            "bulletin": 1,
            "disclosure": 1,
            "document": 2,
            "model": 1,
            "news": 1,
            "page": 1,
            "story": 1,
            "task": 1,
            "topic": 1,
            "unit": 1,
            "video": 1,
        },
    )


def test_the_frame_of_the_home_page(edition: Edition) -> None:
    page = page_at(edition, "")
    assert (page.title, page.description, page.trail, page.section, page.modified) == (
        "示例门户",
        "示例门户",
        (),
        "home",
        "2026-03-09",
    )


def test_an_empty_site_has_a_home_page(tmp_path: Path) -> None:
    assert model_at(drawn(tmp_path, "index.md\n  ---\n  title: 示例门户\n  ---"), "") == HomePage(
        lead=None,
        headlines=(),
        latest=(),
        brands=(),
        models=(),
        board=board([], ""),
        disclosure=(),
        topics=(),
        urls={},
        totals={},
    )


def leads(root: Path, *news: tuple[str, str], home: str = "", most: int = 3) -> tuple[str, ...]:
    """The lead and its headlines on a site with these pieces of news, oldest first."""
    for number, (name, front) in enumerate(news, 1):
        write(
            root,
            f"news/{name}.md",
            f"reprint: {{source: 示例报}}\npublish_at: 2026-03-0{number} 09:00\n{front}".rstrip(),
        )
    if news:
        (root / "content/news/cover.jpg").write_bytes(picture())
    edition = drawn(root, HOME.replace("title: 示例门户", f"title: 示例门户\n      {home}".rstrip()))
    return tuple(key.removeprefix("news/") for key in lead_keys(edition, most))


def test_the_newest_lead_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert leads(tmp_path, ("a", ""), ("b", ""), ("c", ""), ("d", "")) == ("d", "c", "b")


def test_the_first_that_has_a_picture_leads(tmp_path: Path) -> None:
    assert leads(tmp_path, ("a", COVER), ("b", COVER), ("c", ""), ("d", "")) == ("b", "d", "c")


def test_pinned_news_goes_before_newer_news(tmp_path: Path) -> None:
    """Until its day has passed."""
    pins = ("pinned_until: 2026-03-10", "pinned_until: 2026-03-09")
    assert leads(tmp_path, ("a", pins[0]), ("b", pins[1]), ("c", ""), ("d", "")) == ("a", "d", "c")


def test_what_the_home_page_names_leads_in_its_order_picture_or_not(tmp_path: Path) -> None:
    home = "lead: [news/b, news/a]"
    assert leads(tmp_path, ("a", COVER), ("b", ""), ("c", "pinned_until: 2026-03-10"), home=home) == (
        "b",
        "a",
        "c",
    )


def test_a_named_lead_that_is_not_for_the_public_is_passed_over(tmp_path: Path) -> None:
    home = "lead: [news/a]"
    assert leads(tmp_path, ("a", "status: draft"), ("b", COVER), ("c", ""), home=home) == ("b", "c")


def test_a_named_lead_may_be_of_any_kind(tmp_path: Path) -> None:
    home = """
        index.md
          ---
          title: 示例门户
          lead: [brands/hongzhu]
          ---
    """
    model = model_at(small(tmp_path, home), "")
    assert (model.lead.url, [item.url for item in model.headlines]) == (
        "brands/hongzhu/",
        ["news/2026/03/dangri/"],
    )


@pytest.mark.parametrize("count", [1, 4, 5, 6, 12, 20])
def test_no_news_stands_twice_on_the_home_page(tmp_path: Path, count: int) -> None:
    """One lead, four headlines, then up to six of each column."""
    for number in range(count):
        write(tmp_path, f"news/n{number:02}.md", f"unit: zhongxue\npublish_at: 2026-03-07 09:{number:02}")
    model = model_at(small(tmp_path), "")
    blocks = [block for block in model.latest if block.url == "news/"]
    shown = [item.url for item in (model.lead, *model.headlines)]
    shown += [item.url for block in blocks for item in block.cards]
    assert len(shown) == len(set(shown)) == min(count + 1, 11)
    assert [block.total for block in blocks] == ([count + 1] if count > 4 else [])


def test_columns_stand_in_the_order_of_the_navigation(loaded: Loaded) -> None:
    """A column that is not in the navigation has no block."""
    model = model_at(edition_of(loaded, with_settings(nav=["videos", "documents", "brands"])), "")
    assert [block.title for block in model.latest] == ["党建视频", "制度文件"]


def test_of_two_columns_of_a_kind_the_first_in_the_navigation_is_behind_its_wall(tmp_path: Path) -> None:
    second = "a-brands/\n  index.md\n    ---\n    title: 推广品牌\n    kind: brand\n    ---"
    urls = [
        model_at(small(tmp_path, second, with_settings(nav=nav)), "").urls["brand"]
        for nav in ([], ["brands", "a-brands"])
    ]
    assert urls == ["a-brands/", "brands/"]


def test_the_home_page_says_what_the_office_wrote_about_the_site(tmp_path: Path) -> None:
    home = "index.md\n  ---\n  title: 示例门户\n  description: 全市直属学校的党建工作\n  ---"
    assert page_at(small(tmp_path, home), "").description == "全市直属学校的党建工作"


def test_items_for_the_party_are_not_on_the_home_page(tmp_path: Path) -> None:
    model = model_at(small(tmp_path, settings=with_settings(internal_lines=True)), "")
    assert [row.item for row in model.disclosure] == ["支部决议"]
