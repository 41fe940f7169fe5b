"""The archive: by year and month, by column, by unit, by tag."""

from pathlib import Path

import pytest

from portal.pages import plans
from portal.pages.archive import (
    ArchivePage,
    ArchiveYear,
    PeriodPage,
    TagsPage,
    of_period,
    periods,
    tag_url,
    units_by_count,
)
from portal.pages.cards import cards
from portal.pages.columns import ColumnPage, pager
from portal.pages.edition import Edition
from portal.pages.page import Crumb
from portal.pages.shelves import Ref

from .editions import drawn, model_at, page_at, small, with_settings, write

SCHOOL = Ref(title="示例中学", url="units/zhongxue/")


def test_periods_come_from_the_newest_with_how_many_entries_each_holds(edition: Edition) -> None:
    """Tasks, units and plain pages are not looked for by their dates."""
    assert periods(edition) == (
        ("archive/2026/03/", 3),
        ("archive/2026/02/", 5),
        ("archive/2026/01/", 1),
        ("archive/2026/", 9),
        ("archive/2025/01/", 1),
        ("archive/2025/", 1),
    )


def test_a_months_entries_are_the_newest_first(edition: Edition) -> None:
    assert of_period(edition, "archive/2026/03/") == (
        "bulletins/2026q1",
        "news/2026/03/dangri",
        "topics/xuexi",
    )


def test_the_front_of_the_archive(edition: Edition) -> None:
    assert model_at(edition, "archive/") == ArchivePage(
        title="检索与归档",
        total=10,
        years=(
            ArchiveYear(
                year=2026,
                url="archive/2026/",
                count=9,
                months=(
                    (1, 1, "archive/2026/01/"),
                    (2, 5, "archive/2026/02/"),
                    (3, 3, "archive/2026/03/"),
                    *((month, 0, "") for month in range(4, 13)),
                ),
            ),
            ArchiveYear(
                year=2025,
                url="archive/2025/",
                count=1,
                months=((1, 1, "archive/2025/01/"), *((month, 0, "") for month in range(2, 13))),
            ),
        ),
        columns=(
            (Ref(title="党建品牌", url="brands/"), 1),
            (Ref(title="督查通报", url="bulletins/"), 1),
            (Ref(title="党务公开", url="disclosure/"), 1),
            (Ref(title="制度文件", url="documents/"), 2),
            (Ref(title="先进典型", url="models/"), 1),
            (Ref(title="单位动态", url="news/"), 1),
            (Ref(title="微故事", url="stories/"), 1),
            (Ref(title="专题", url="topics/"), 1),
            (Ref(title="党建视频", url="videos/"), 1),
        ),
        units=((SCHOOL, 4),),
        tags=Ref(title="标签", url="tags/"),
    )


def test_a_month_leads_to_the_months_before_and_after_it(edition: Edition) -> None:
    """Those that hold something, across the turn of the year."""
    page = page_at(edition, "archive/2026/01/")
    assert page.model == PeriodPage(
        title="2026 年 1 月",
        total=1,
        cards=cards(edition, ["documents/banfa-2026"]),
        pager=pager("archive/2026/01/", 1, 1),
        siblings=(
            Ref(title="2026 年 2 月", url="archive/2026/02/"),
            Ref(title="2025 年 1 月", url="archive/2025/01/"),
        ),
    )
    assert (page.template, page.section, page.trail) == (
        "archive_month.html",
        "archive/",
        (Crumb(title="检索与归档", url="archive/"),),
    )


@pytest.mark.parametrize(
    ("url", "siblings"),
    [
        ("archive/2026/", ["2025 年"]),
        ("archive/2025/", ["2026 年"]),
        ("archive/2026/03/", ["2026 年 2 月"]),
        ("archive/2025/01/", ["2026 年 1 月"]),
    ],
)
def test_the_first_and_the_last_period_have_one_neighbour(
    edition: Edition, url: str, siblings: list[str]
) -> None:
    assert [ref.title for ref in model_at(edition, url).siblings] == siblings


def test_a_long_month_takes_several_pages(tmp_path: Path) -> None:
    page = page_at(small(tmp_path, settings=with_settings(page_size=2)), "archive/2026/02/page/3/")
    assert (page.title, [item.url for item in page.model.cards], page.model.pager) == (
        "2026 年 2 月（第 3 页）",
        ["models/jia/"],
        pager("archive/2026/02/", 3, 3),
    )


def test_the_most_active_units_come_first_and_equals_by_address(tmp_path: Path) -> None:
    for name in ("b", "a", "zuiduo", "meiyou"):
        write(tmp_path, f"units/{name}.md", f"name: {name}\nunit_kind: 学校")
    for number in range(5):
        write(tmp_path, f"news/n{number}.md", "unit: zuiduo")
    for name in ("a", "b"):
        write(tmp_path, f"news/{name}.md", f"unit: {name}")
    assert [(ref.title, count) for ref, count in units_by_count(small(tmp_path))] == [
        ("zuiduo", 5),
        ("示例中学", 4),
        ("a", 1),
        ("b", 1),
    ]


def tagged(root: Path, page_size: int = 20) -> Edition:
    write(root, "news/a.md", "unit: zhongxue\ntags: [党课, 三会一课]\npublish_at: 2026-03-07 09:00")
    write(root, "news/b.md", "unit: zhongxue\ntags: [党课, 普法]\npublish_at: 2026-03-08 09:00")
    return small(root, settings=with_settings(page_size=page_size))


def test_the_most_used_tags_come_first(tmp_path: Path) -> None:
    assert model_at(tagged(tmp_path), "tags/") == TagsPage(
        title="标签",
        tags=(
            (Ref(title="党课", url="tags/党课/"), 2),
            (Ref(title="三会一课", url="tags/三会一课/"), 1),
            (Ref(title="普法", url="tags/普法/"), 1),
        ),
    )


def test_a_tags_list_is_paged_like_a_column(tmp_path: Path) -> None:
    edition = tagged(tmp_path, page_size=1)
    page = page_at(edition, "tags/党课/page/2/")
    assert page.model == ColumnPage(
        title="标签：党课",
        description="",
        total=2,
        cards=cards(edition, ["news/a"]),
        facets=(),
        current="",
        all_url="tags/",
        pager=pager("tags/党课/", 2, 2),
    )
    assert (page.title, page.trail) == (
        "标签：党课（第 2 页）",
        (Crumb(title="检索与归档", url="archive/"), Crumb(title="标签", url="tags/")),
    )


def test_a_site_without_tags_says_that_there_are_none(edition: Edition) -> None:
    assert model_at(edition, "tags/").tags == ()


def test_an_empty_site_has_an_empty_archive(tmp_path: Path) -> None:
    edition = drawn(tmp_path, "index.md\n  ---\n  title: 示例门户\n  ---")
    made = [url for url, _ in plans(edition)]
    assert made == ["", "archive/", "tags/", "embed/", "embed/v1/404.html", "sitemap/", "404.html"]
    page = page_at(edition, "archive/")
    assert (page.model.total, page.model.years, page.model.units, page.modified) == (0, (), (), "")


def test_a_tags_page_is_where_its_links_lead(tmp_path: Path) -> None:
    edition = tagged(tmp_path)
    assert page_at(edition, tag_url("普法")).url == model_at(edition, "news/b/").tags[1].url
