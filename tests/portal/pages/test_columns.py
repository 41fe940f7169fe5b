"""A column's lists: what is in them, in which order, in how many pages, and the ways to browse them."""

from pathlib import Path

import pytest

from portal.pages.cards import Badge, BrandCard, brand_of, card, cards
from portal.pages.codes import handout
from portal.pages.columns import (
    BoardPage,
    BrandsPage,
    ColumnPage,
    DirectoryPage,
    FacetCount,
    FacetView,
    Option,
    Pager,
    UnitRow,
    UnitsPage,
    facet_url,
    facets,
    listing,
    page_count,
    page_url,
    pager,
    unit_row,
)
from portal.pages.edition import Edition
from portal.pages.page import Crumb, Page
from portal.pages.shelves import Ref
from portal.settings import Settings

from ...site import SETTINGS
from .editions import edition_of, model_at, page_at, read, small, with_settings, write

NEWS = [
    ("a", "publish_at: 2026-03-01 09:00\nunit: xuexiao\nactivity: 党课"),
    ("b", "publish_at: 2026-03-02 09:00\nunit: xuexiao\nactivity: 主题党日\npinned_until: 2026-03-10"),
    ("c", "publish_at: 2026-03-03 09:00\nunit: jiguan\nactivity: 主题党日\npinned_until: 2026-03-09"),
    ("d", "publish_at: 2025-03-03 09:00\nreprint: {source: 示例报}\npinned_until: 2026-03-20"),
    ("e", "publish_at: 2024-12-31 23:59\nunit: caogao\nactivity: 志愿服务"),
]
FRAME = """
    index.md
      ---
      title: 示例门户
      ---
    news/
      index.md
        ---
        title: 单位动态
        kind: news
        description: 各单位的动态
        ---
    units/
      index.md
        ---
        title: 单位
        kind: unit
        ---
"""
UNITS = [
    ("xuexiao", "name: 示例学校\nshort: 学校\nunit_kind: 学校"),
    ("jiguan", "name: 示例机关\nunit_kind: 机关\nparty_org: 党委\npilot: true"),
    ("caogao", "name: 还没有发布的单位\nunit_kind: 机关\nstatus: draft"),
]


@pytest.fixture
def newsy(tmp_path: Path) -> Edition:
    """Five pieces of news of three units, one of which has no page, two by page."""
    for name, front in NEWS:
        write(tmp_path, f"news/{name}.md", front)
    for name, front in UNITS:
        write(tmp_path, f"units/{name}.md", front)
    return edition_of(read(tmp_path, FRAME), with_settings(page_size=2))


def test_the_facets_of_a_column_with_how_many_entries_have_each_value(newsy: Edition) -> None:
    """Units by key and only those that have a page, years from the newest, choices in their own order."""
    assert facets(newsy, "news") == (
        FacetCount(name="unit", label="单位", values=(("jiguan", "示例机关", 1), ("xuexiao", "学校", 2))),
        FacetCount(
            name="year",
            label="年份",
            values=(("2026", "2026 年", 3), ("2025", "2025 年", 1), ("2024", "2024 年", 1)),
        ),
        FacetCount(
            name="activity",
            label="活动形式",
            values=(("党课", "党课", 1), ("主题党日", "主题党日", 2), ("志愿服务", "志愿服务", 1)),
        ),
    )


def test_an_undated_kind_is_browsed_by_its_own_facets_only(newsy: Edition) -> None:
    assert facets(newsy, "units") == (
        FacetCount(name="kind", label="单位类别", values=(("机关", "机关", 1), ("学校", "学校", 1))),
    )


def test_the_year_of_a_document_is_the_year_it_was_issued(tmp_path: Path) -> None:
    """Where that is not stated, the year it was published here."""
    write(tmp_path, "documents/dangzhang.md", "issued: 2022-10-22\npublish_at: 2026-01-01 09:00")
    write(tmp_path, "documents/qita.md", "publish_at: 2024-01-01 09:00")
    years = next(facet for facet in facets(small(tmp_path), "documents") if facet.name == "year")
    assert [(value, count) for value, _, count in years.values] == [
        ("2026", 1),
        ("2025", 1),
        ("2024", 1),
        ("2022", 1),
    ]


def test_honours_of_one_level_count_once(tmp_path: Path) -> None:
    honors = "honors: [{title: 甲, level: 校级}, {title: 乙, level: 校级}, {title: 丙, level: 国家级}]"
    front = f"unit: zhongxue\nname: 示例教师乙\nhonor_kind: person\n{honors}"
    levels = facets(small(write(tmp_path, "models/yi.md", front)), "models")[-1]
    assert levels == FacetCount(
        name="level", label="荣誉级别", values=(("国家级", "国家级", 1), ("校级", "校级", 2))
    )


def test_pinned_entries_come_first_then_the_newest(newsy: Edition) -> None:
    """What is pinned until today is; what was until yesterday is not."""
    assert listing(newsy, "news", "", "") == ("news/b", "news/d", "news/c", "news/a", "news/e")


def test_a_filtered_list_keeps_the_columns_order(newsy: Edition) -> None:
    assert listing(newsy, "news", "year", "2026") == ("news/b", "news/c", "news/a")


def test_undated_kinds_are_in_the_order_of_their_files(newsy: Edition) -> None:
    assert listing(newsy, "units", "", "") == ("units/jiguan", "units/xuexiao")


def test_the_second_page_of_a_column(newsy: Edition) -> None:
    """The whole of it: list, filters, pager, and the frame."""
    page = page_at(newsy, "news/page/2/")
    assert page == Page(
        url="news/page/2/",
        template="column.html",
        title="单位动态（第 2 页）",
        section="news/",
        trail=(Crumb(title="单位动态", url="news/"),),
        description="各单位的动态",
        meta=(
            ("SiteName", "示例门户"),
            ("ColumnName", "单位动态"),
            ("ColumnDescription", "各单位的动态"),
        ),
        open_graph=(
            ("og:title", "单位动态（第 2 页）"),
            ("og:type", "website"),
            ("og:site_name", "示例门户"),
            ("og:locale", "zh_CN"),
            ("og:description", "各单位的动态"),
        ),
        model=ColumnPage(
            title="单位动态",
            description="各单位的动态",
            total=5,
            cards=cards(newsy, ["news/c", "news/a"]),
            facets=page.model.facets,
            current="",
            all_url="news/",
            pager=Pager(
                number=2,
                pages=3,
                previous_url="news/",
                next_url="news/page/3/",
                items=(
                    ("1", "news/", False),
                    ("2", "news/page/2/", True),
                    ("3", "news/page/3/", False),
                ),
            ),
        ),
        modified="2026-03-03",
    )


def test_a_filtered_page_says_by_what_and_marks_it(newsy: Edition) -> None:
    page = page_at(newsy, "news/by-unit/xuexiao/")
    assert (page.title, page.trail, page.model.current, page.model.total, page.model.all_url) == (
        "单位动态：学校",
        (Crumb(title="单位动态", url="news/"),),
        "单位：学校",
        2,
        "news/",
    )
    assert page.model.facets[0] == FacetView(
        name="unit",
        label="单位",
        options=(
            Option(label="示例机关", url="news/by-unit/jiguan/", count=1, current=False),
            Option(label="学校", url="news/by-unit/xuexiao/", count=2, current=True),
        ),
    )
    assert [option for view in page.model.facets[1:] for option in view.options if option.current] == []


def test_the_whole_column_marks_no_filter(newsy: Edition) -> None:
    views = model_at(newsy, "news/").facets
    assert [option.label for view in views for option in view.options if option.current] == []


def test_a_column_has_no_trail_to_itself(newsy: Edition) -> None:
    assert page_at(newsy, "news/").trail == ()


def test_a_name_with_a_colon_is_whole_in_the_title(tmp_path: Path) -> None:
    write(tmp_path, "units/fenxiao.md", "name: 示例学校：东校区\nunit_kind: 学校")
    edition = small(write(tmp_path, "news/x.md", "unit: fenxiao"))
    assert page_at(edition, "news/by-unit/fenxiao/").title == "单位动态：示例学校：东校区"


def test_a_further_page_is_shared_under_its_own_address(tmp_path: Path) -> None:
    """As its canonical link says."""
    write(tmp_path, "news/x.md", "unit: zhongxue")
    settings = with_settings(page_size=1, site_url="https://example.org/dj/")
    page = page_at(small(tmp_path, settings=settings), "news/page/2/")
    assert dict(page.open_graph)["og:url"] == "https://example.org/dj/news/page/2/"


@pytest.mark.parametrize(
    ("total", "kind", "pages"),
    [
        (0, "news", 1),
        (20, "news", 1),
        (21, "news", 2),
        (1000, "news", 50),
        (1000, "disclosure", 1),
        (1000, "task", 1),
        (1000, "unit", 1),
    ],
)
def test_how_many_pages_a_list_takes(edition: Edition, total: int, kind: str, pages: int) -> None:
    """The directory, the board and the register stand on one page, as do empty lists."""
    assert page_count(edition, total, kind) == pages


@pytest.mark.parametrize(
    ("number", "pages", "items"),
    [
        (1, 1, "[1]"),
        (1, 2, "[1] 2"),
        (2, 2, "1 [2]"),
        (1, 10, "[1] 2 3 … 10"),
        (3, 10, "1 2 [3] 4 5 … 10"),
        (4, 10, "1 2 3 [4] 5 6 … 10"),
        (5, 10, "1 … 3 4 [5] 6 7 … 10"),
        (9, 10, "1 … 7 8 [9] 10"),
        (10, 10, "1 … 8 9 [10]"),
        (500, 1000, "1 … 498 499 [500] 501 502 … 1000"),
    ],
)
def test_a_pager_shows_the_first_the_last_and_what_is_near(number: int, pages: int, items: str) -> None:
    shown = pager("news/", number, pages).items
    assert " ".join(f"[{label}]" if current else label for label, _, current in shown) == items


def test_a_pager_leads_one_page_back_and_on() -> None:
    ways = [(way.previous_url, way.next_url) for way in (pager("n/", number, 3) for number in (1, 2, 3))]
    assert ways == [("", "n/page/2/"), ("n/", "n/page/3/"), ("n/page/2/", "")]


def test_a_gap_in_a_pager_leads_nowhere() -> None:
    assert pager("n/", 1, 5).items[3:] == (("…", "", False), ("5", "n/page/5/", False))


def test_addresses_of_lists() -> None:
    assert (facet_url("news", "", ""), facet_url("news", "year", "2026")) == ("news/", "news/by-year/2026/")
    assert (page_url("news/", 1), page_url("news/", 2)) == ("news/", "news/page/2/")


def test_an_empty_column_is_a_list_of_nothing(tmp_path: Path) -> None:
    folder = "jingyan/\n  index.md\n    ---\n    title: 经验做法\n    kind: news\n    ---\n"
    edition = small(tmp_path, folder)
    page = page_at(edition, "jingyan/")
    assert page.model == ColumnPage(
        title="经验做法",
        description="",
        total=0,
        cards=(),
        facets=(),
        current="",
        all_url="jingyan/",
        pager=pager("jingyan/", 1, 1),
        embed=handout(edition, "jingyan", "column"),
    )
    assert page.modified == ""


def test_the_wall_of_brands_leads_to_who_has_one(edition: Edition) -> None:
    model = model_at(edition, "brands/")
    assert type(model) is BrandsPage
    assert model.coverage == Ref(title="一单位一品牌", url="brands/coverage/")
    assert model.cards == (card(edition, "brands/hongzhu"),)


ITEMS = {
    "jia": "catalog_no: B02\ncategory: 其他\nscope: public\nnext_due: 2026-03-01",
    "yi": "catalog_no: B01\ncategory: 其他\nscope: public\nnext_due: 2026-03-20",
    "bing": "category: 其他\nscope: public\nnext_due: 2027-03-20",
    "ding": "catalog_no: A01\ncategory: 党的思想建设\nscope: public",
    "wu": "catalog_no: B00\ncategory: 其他\nscope: unit",
    "ji": "catalog_no: B03\ncategory: 其他\nscope: restricted",
}


def directory(root: Path, url: str, settings: Settings = SETTINGS) -> DirectoryPage:
    """The small site's directory with some more items."""
    for name, front in ITEMS.items():
        write(root, f"disclosure/{name}.md", f"item: {name}\n{front}")
    model = model_at(small(root, settings=settings), url)
    assert isinstance(model, DirectoryPage)
    return model


def lines(model: DirectoryPage) -> list[tuple[str, str, list[str]]]:
    return [(label, anchor, [row.item for row in rows]) for label, anchor, rows in model.groups]


def test_the_directory_is_grouped_by_category_and_ordered_by_number(tmp_path: Path) -> None:
    """Items without a number come last; categories without items are left out."""
    model = directory(tmp_path, "disclosure/")
    assert lines(model) == [
        ("党组织决议决定及执行", "decisions", ["支部决议"]),
        ("党的思想建设", "thought", ["ding"]),
        ("其他", "other", ["yi", "jia", "bing"]),
    ]
    assert (model.total, model.due_soon, model.overdue) == (5, 1, 1)


def test_items_for_the_party_or_a_unit_keep_their_line_where_the_settings_say_so(tmp_path: Path) -> None:
    """Those for certain people only do not."""
    model = directory(tmp_path, "disclosure/", with_settings(internal_lines=True))
    assert lines(model) == [
        ("党组织决议决定及执行", "decisions", ["支部决议"]),
        ("党的思想建设", "thought", ["ding"]),
        ("党的组织管理", "organisation", ["党费收缴"]),
        ("其他", "other", ["wu", "yi", "jia", "bing"]),
    ]
    assert model.total == 7
    assert [row.item for _, _, rows in model.groups for row in rows if not row.url] == ["党费收缴", "wu"]


def test_a_filtered_directory_shows_what_is_open_to_all(tmp_path: Path) -> None:
    model = directory(tmp_path, "disclosure/by-category/other/", with_settings(internal_lines=True))
    assert (lines(model), model.total) == ([("其他", "other", ["yi", "jia", "bing"])], 3)


def test_the_board_shows_all_tasks_of_the_column(edition: Edition) -> None:
    model = model_at(edition, "tasks/")
    assert type(model) is BoardPage
    assert [[task.title for task in line.tasks] for line in model.board.lines] == [["一单位一品牌"]]
    assert [line.url for line in model.board.lines] == ["tasks/#demonstrate"]


def test_a_unit_in_the_register(edition: Edition) -> None:
    assert unit_row(edition, "units/zhongxue") == UnitRow(
        name="示例第一中学",
        url="units/zhongxue/",
        kind="学校",
        party_org="支部",
        pilot=False,
        brand=Ref(title="红烛", url="brands/hongzhu/"),
        phase="培育",
        news=1,
        badges=(),
    )


def test_units_stand_under_what_sort_they_are(newsy: Edition) -> None:
    model = model_at(newsy, "units/")
    assert type(model) is UnitsPage
    assert model.groups == (
        (
            "机关",
            (
                UnitRow(
                    name="示例机关",
                    url="units/jiguan/",
                    kind="机关",
                    party_org="党委",
                    pilot=True,
                    brand=None,
                    phase="",
                    news=1,
                    badges=(),
                ),
            ),
        ),
        (
            "学校",
            (
                UnitRow(
                    name="示例学校",
                    url="units/xuexiao/",
                    kind="学校",
                    party_org="",
                    pilot=False,
                    brand=None,
                    phase="",
                    news=2,
                    badges=(),
                ),
            ),
        ),
    )


def test_a_sample_unit_says_so_in_the_register(tmp_path: Path) -> None:
    edition = small(write(tmp_path, "units/x.md", "name: 示例\nunit_kind: 学校\nsample: true"))
    assert unit_row(edition, "units/x").badges == (Badge(label="示例", tone="sample"),)


def test_a_units_brand_is_its_newest(tmp_path: Path) -> None:
    """An archived one is not public, so one brand is left; a unit may have none."""
    write(tmp_path, "brands/jiu.md", "brand_name: 旧\nunit: zhongxue\nphase: 推广\nstatus: archived")
    edition = small(tmp_path)
    brand = brand_of(edition, "zhongxue")
    assert isinstance(brand, BrandCard)
    assert (brand.brand_name, brand_of(edition, "nowhere")) == ("红烛", None)
