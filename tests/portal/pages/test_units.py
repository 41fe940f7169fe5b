"""A unit's own page, and which units have a brand."""

from pathlib import Path

from markupsafe import Markup

from portal.pages.board import Chart
from portal.pages.cards import card, cards, disclosure_row, task_row
from portal.pages.edition import Edition
from portal.pages.page import Crumb
from portal.pages.shelves import Ref
from portal.pages.units import CoveragePage, UnitPage

from .editions import model_at, page_at, small, write

SCHOOL = Ref(title="示例第一中学", url="units/zhongxue/")


def test_the_whole_page_of_a_unit(edition: Edition) -> None:
    assert model_at(edition, "units/zhongxue/") == UnitPage(
        title="示例第一中学",
        key="zhongxue",
        name="示例第一中学",
        short="示例中学",
        kind="学校",
        party_org="支部",
        pilot=False,
        badges=(),
        site_url="",
        phone="",
        body=(Markup("<p>学校简介。</p>"),),
        brand=card(edition, "brands/hongzhu"),  # type: ignore[arg-type]
        counts=(("党建品牌", 1), ("先进典型", 1), ("单位动态", 1), ("微故事", 1)),
        months=(("2026-03", cards(edition, ["news/2026/03/dangri"])),),
        all_news_url="news/by-unit/zhongxue/",
        models=cards(edition, ["models/jia"]),  # type: ignore[arg-type]
        disclosure=(),
        tasks=(task_row(edition, "tasks/pinpai"),),
        other=cards(edition, ["stories/deng"]),
    )


def test_the_frame_of_a_units_page(edition: Edition) -> None:
    page = page_at(edition, "units/zhongxue/")
    assert (page.template, page.title, page.section, page.trail, page.modified) == (
        "unit.html",
        "示例第一中学",
        "units/",
        (Crumb(title="单位", url="units/"),),
        "2026-03-06",
    )


BARE = "name: 示例机关\nunit_kind: 机关\nparty_org: 党委\npilot: true\nphone: 0816-0000000"


def test_a_unit_that_published_nothing(tmp_path: Path) -> None:
    write(
        tmp_path, "units/jiguan.md", f"{BARE}\nsite_url: https://example.org/\npublish_at: 2026-01-02 09:00"
    )
    page = page_at(small(tmp_path), "units/jiguan/")
    assert page.model == UnitPage(
        title="示例机关",
        key="jiguan",
        name="示例机关",
        short="",
        kind="机关",
        party_org="党委",
        pilot=True,
        badges=(),
        site_url="https://example.org/",
        phone="0816-0000000",
        body=(Markup("<p>正文</p>"),),
        brand=None,
        counts=(),
        months=(),
        all_news_url="",
        models=(),
        disclosure=(),
        tasks=(),
        other=(),
    )
    assert page.modified == "2026-01-02"


def test_the_latest_three_months_with_news(tmp_path: Path) -> None:
    for month in ("2026-02", "2025-12", "2025-11"):
        for day in ("01", "02"):
            write(
                tmp_path,
                f"news/n{month}-{day}.md",
                f"unit: zhongxue\npublish_at: {month}-{day} 09:00",
            )
    months = model_at(small(tmp_path), "units/zhongxue/").months
    assert [(month, [item.url for item in items]) for month, items in months] == [
        ("2026-03", ["news/2026/03/dangri/"]),
        ("2026-02", ["news/n2026-02-02/", "news/n2026-02-01/"]),
        ("2025-12", ["news/n2025-12-02/", "news/n2025-12-01/"]),
    ]


def test_a_units_tasks_are_those_it_owns_in_the_order_of_their_files(tmp_path: Path) -> None:
    write(tmp_path, "tasks/b.md", "line: smart\nowner_unit: zhongxue")
    write(tmp_path, "tasks/a.md", "line: guide\nunit: zhongxue")
    write(tmp_path, "tasks/c.md", "line: guide")
    tasks = model_at(small(tmp_path), "units/zhongxue/").tasks
    assert [task.url for task in tasks] == ["tasks/a/", "tasks/b/", "tasks/pinpai/"]


def test_a_units_disclosure_and_other_entries(tmp_path: Path) -> None:
    """Stories, films, documents, bulletins, the newest first; what is not for the public is left out."""
    item = "category: 其他\nitem: 事项\nunit: zhongxue"
    write(tmp_path, "disclosure/x.md", f"{item}\nscope: public")
    write(tmp_path, "disclosure/y.md", f"{item}\nscope: party")
    write(tmp_path, "documents/x.md", "unit: zhongxue")
    write(tmp_path, "bulletins/x.md", "quarter: 2025Q4\nunit: zhongxue")
    write(tmp_path, "videos/caogao.md", "src: a.mp4\nunit: zhongxue\nstatus: draft")
    (tmp_path / "content/videos/a.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    edition = small(tmp_path)
    model = model_at(edition, "units/zhongxue/")
    assert model.disclosure == (disclosure_row(edition, "disclosure/x"),)
    assert [item.url for item in model.other] == ["documents/x/", "bulletins/x/", "stories/deng/"]


def test_all_news_of_a_unit_is_a_page_that_is_there(edition: Edition) -> None:
    url = model_at(edition, "units/zhongxue/").all_news_url
    assert page_at(edition, url).model.current == "单位：示例中学"


def test_which_units_have_a_brand(tmp_path: Path) -> None:
    """Samples are in the table and in the chart, not in the rate. (DESIGN: samples)"""
    write(tmp_path, "units/er.md", "name: 第二中学\nshort: 二中\nunit_kind: 学校")
    write(tmp_path, "units/san.md", "name: 第三中学\nunit_kind: 民办")
    write(tmp_path, "units/shili.md", "name: 示例小学\nunit_kind: 学校\nsample: true")
    write(tmp_path, "brands/shili.md", "brand_name: 示例\nunit: shili\nphase: 推广")
    edition = small(tmp_path)
    page = page_at(edition, "brands/coverage/")
    assert page.model == CoveragePage(
        title="一单位一品牌",
        covered=1,
        total=3,
        percent=33,
        chart=Chart(
            title="各阶段的品牌数（含示例）",
            desc="申报 0 个；立项 0 个；培育 1 个；中期 0 个；验收 0 个；推广 1 个",
            series=("品牌数",),
            rows=(
                ("申报", (0,)),
                ("立项", (0,)),
                ("培育", (1,)),
                ("中期", (0,)),
                ("验收", (0,)),
                ("推广", (1,)),
            ),
        ),
        rows=(
            (Ref(title="第二中学", url="units/er/"), "学校", None),
            (Ref(title="第三中学", url="units/san/"), "民办", None),
            (Ref(title="示例小学", url="units/shili/"), "学校", card(edition, "brands/shili")),  # type: ignore[arg-type]
            (SCHOOL, "学校", card(edition, "brands/hongzhu")),
        ),
    )
    assert (page.template, page.trail) == ("coverage.html", (Crumb(title="党建品牌", url="brands/"),))


def test_where_no_unit_has_a_page_nothing_is_covered(tmp_path: Path) -> None:
    """And nothing is divided by none."""
    hidden = """
        units/
          zhongxue.md
            ---
            title: 示例中学
            name: 示例第一中学
            unit_kind: 学校
            ---
            学校简介。
    """
    model = model_at(small(tmp_path, hidden), "brands/coverage/")
    assert (model.covered, model.total, model.percent, model.rows) == (0, 0, 0, ())
