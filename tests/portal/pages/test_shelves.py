"""The columns as pages see them, and the lists of entries."""

from pathlib import Path

import pytest

from portal.kinds.news import NEWS
from portal.pages.edition import Edition
from portal.pages.shelves import (
    Ref,
    Shelf,
    column_ref,
    first_of_topic,
    first_of_unit,
    keys_in,
    keys_of_kind,
    keys_of_topic,
    keys_of_unit,
    kind_of,
    mentioning,
    nav,
    neighbours,
    of_kind,
    replaced_by,
    shelf,
    shelves,
    shown,
)
from portal.reading import Loaded

from .editions import edition_of, small, with_settings, write


def test_a_column_is_what_its_index_says(edition: Edition) -> None:
    column = shelf(edition, "news")
    assert column == Shelf(
        name="news",
        title="单位动态",
        url="news/",
        kind_name="news",
        description="各单位的党建工作动态",
        keywords=(),
        column_type="动态",
    )
    assert column is not None
    assert (column.kind, column.ref) == (NEWS, Ref(title="单位动态", url="news/"))


def test_columns_stand_by_folder(edition: Edition) -> None:
    assert [column.name for column in shelves(edition)] == (
        "brands bulletins disclosure documents models news stories tasks topics units videos"
    ).split()


def test_there_is_no_column_for_plain_pages(edition: Edition) -> None:
    assert (shelf(edition, ""), column_ref(edition, "")) == (None, Ref(title="首页", url=""))


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (["units", "news"], ["units", "news"]),
        (["news", "nowhere"], ["news"]),
        (["nowhere"], []),
    ],
)
def test_the_navigation_has_the_columns_and_the_order_of_the_settings(
    loaded: Loaded, order: list[str], names: list[str]
) -> None:
    assert [column.name for column in nav(edition_of(loaded, with_settings(nav=order)))] == names


def test_without_an_order_the_navigation_has_all_columns(edition: Edition) -> None:
    assert nav(edition) == shelves(edition)


def test_columns_of_a_kind(tmp_path: Path) -> None:
    more = "experience/\n  index.md\n    ---\n    title: 经验做法\n    kind: 单位动态\n    ---"
    assert [column.name for column in of_kind(small(tmp_path, more), "news")] == ["experience", "news"]


def test_the_newest_of_a_kind_over_all_its_columns(tmp_path: Path) -> None:
    more = "experience/\n  index.md\n    ---\n    title: 经验做法\n    kind: news\n    ---"
    for number in (1, 3, 5):
        write(tmp_path, f"experience/e{number}.md", f"unit: zhongxue\npublish_at: 2026-03-0{number} 09:00")
    write(tmp_path, "news/n4.md", "unit: zhongxue\npublish_at: 2026-03-04 09:00")
    edition = small(tmp_path, more)
    assert keys_of_kind(edition, "news", 3) == ("news/2026/03/dangri", "experience/e5", "news/n4")


def test_entries_of_one_moment_stand_by_path(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write(tmp_path, f"stories/{name}.md", "unit: zhongxue")
    assert keys_in(small(tmp_path), "stories") == ("stories/a", "stories/b", "stories/c", "stories/deng")


def test_lists_of_a_unit_and_of_a_topic(edition: Edition) -> None:
    assert (keys_of_unit(edition, "zhongxue", "brand"), first_of_unit(edition, "zhongxue", 2)) == (
        ("brands/hongzhu",),
        ("news/2026/03/dangri", "stories/deng"),
    )
    assert (keys_of_topic(edition, "xuexi"), first_of_topic(edition, "xuexi", 0)) == (
        ("news/2026/03/dangri",),
        (),
    )


def test_what_is_in_no_list_is_an_empty_one(edition: Edition) -> None:
    assert [
        keys_in(edition, "nowhere"),
        keys_of_unit(edition, "nowhere", "news"),
        keys_of_topic(edition, "nowhere"),
        mentioning(edition, "nowhere"),
        replaced_by(edition, "nowhere"),
    ] == [(), (), (), (), ()]


def test_who_mentions_and_who_replaces(edition: Edition) -> None:
    assert mentioning(edition, "brands/hongzhu") == ("news/2026/03/dangri", "tasks/pinpai")
    assert replaced_by(edition, "documents/banfa-2026") == ("documents/banfa-2025",)


def test_a_plain_page_that_mentions_an_entry_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, "guanyu.md", "", "见[故事](stories/deng.md)。")
    assert mentioning(small(tmp_path), "stories/deng") == ()


def test_only_what_has_a_page_is_shown(edition: Edition) -> None:
    assert shown(edition, ("brands/hongzhu", "news/2026/03/caogao", "nowhere")) == ("brands/hongzhu",)


def test_neighbours_are_of_the_same_column(edition: Edition) -> None:
    assert [neighbours(edition, f"documents/banfa-{year}") for year in (2025, 2026)] == [
        ("documents/banfa-2026", None),
        (None, "documents/banfa-2025"),
    ]
    assert neighbours(edition, "nowhere") == (None, None)


def test_an_entrys_kind(edition: Edition) -> None:
    assert kind_of(edition, "about") == "page"
