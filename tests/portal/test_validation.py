"""Wrong values become problems with the line, the label and the remedy."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.front_matter import parse_source
from portal.kinds import KINDS
from portal.validation import validate


def said(kind: str, front: str) -> list[str]:
    source, problems = parse_source(f"---\n{front}\n---\n", "x.md")
    assert source is not None, problems
    return [str(problem) for problem in validate(source, KINDS[kind].meta, "x.md")[1]]


def test_a_missing_field_is_told_with_an_example() -> None:
    assert said("bulletin", "title: 通报") == ["x.md:1: 缺少季度（quarter）。请加上一行：quarter: 2026Q1"]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("titel", "是不是 title（标题）？"),
        ("TITLE", "是不是 title（标题）？"),
        ("标题", "是不是 title（标题）？"),
        ("发布日期", "是不是 publish_at（发布时间）？"),
        ("publish at", "是不是 publish_at（发布时间）？"),
        ("layout", "请核对名称，不用的就删去。"),
        ("__class__", "请核对名称，不用的就删去。"),
        ("model_config", "请核对名称，不用的就删去。"),
    ],
)
def test_an_unknown_field_suggests_the_nearest_one(name: str, remedy: str) -> None:
    assert said("news", f"title: 标题\n{name}: x") == [f"x.md:3: 没有“{name}”这一项。{remedy}"]


def test_a_field_within_a_group_is_told_by_its_place() -> None:
    front = """title: 甲
name: 甲
honor_kind: 个人
honors:
  - title: 优秀
    level: 县级
  - level: 省级
    titel: 先进
  - 劳模
term:"""
    levels = "可以写：国家级、省级、市级、系统级、校级。"
    kinds = "person（先进个人）、post（示范岗）、team（示范团队）、unit（示范单位）、industry（示范行业）"
    assert said("model", front) == [
        f"x.md:4: 典型类别写成了“个人”，没有这个选项。是不是“先进个人”？可以写：{kinds}。",
        f"x.md:7: 荣誉第 1 项的级别写成了“县级”，没有这个选项。是不是“省级”？{levels}",
        "x.md:8: 缺少荣誉第 2 项的名称（title）。请加上一行：title: ……",
        "x.md:9: 没有“titel”这一项。是不是 title（名称）？",
        "x.md:10: 荣誉第 3 项要分项填写。请写成“- title: ……”，其余各项写在它下面，左边对齐。",
    ]


@pytest.mark.parametrize(
    ("kind", "front", "problem"),
    [
        (
            "news",
            "cover: a.jpg",
            "3: 封面要分项填写。请在下面缩进两个空格，每行一项：src（图片）、alt（说明）。",
        ),
        (
            "news",
            "cover: {src: a.jpg}",
            "3: 缺少封面的说明（alt）。请加上一行：alt: 图里有什么，用一句话写清楚",
        ),
        (
            "news",
            "attachments: a.pdf",
            "3: 附件要写成列表。每一项从“- src: ……”开始，其余各项（title）写在它下面，左边对齐。",
        ),
        ("news", "event_date: 3月6日", "3: 活动日期写成了“3月6日”。请写成 2026-03-06。"),
        (
            "disclosure",
            "category: 其他\nitem: 一\nscope: public\nvalidity:",
            "6: 有效性是空的。可以写：现行、修订、废止。",
        ),
        (
            "topic",
            "from: 2026-05-01\nto: 2026-01-01",
            "1: 结束日期 2026-01-01 在开始日期 2026-05-01 之前。请核对这两个日期。",
        ),
        (
            "brand",
            "brand_name: 红烛\nphase: 申报\nphases: {结题: 2026-01-01}",
            "5: 各阶段日期写成了“结题”，没有这个选项。可以写：申报、立项、培育、中期、验收、推广。",
        ),
    ],
)
def test_a_wrong_value_is_told_on_its_line(kind: str, front: str, problem: str) -> None:
    assert said(kind, f"title: 标题\n{front}") == [f"x.md:{problem}"]


def test_an_empty_scope_is_not_taken_for_everybody() -> None:
    assert [line.split("。")[0] for line in said("news", "title: 标题\nscope:")] == ["x.md:3: 公开范围是空的"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert [
        line.split("：")[0].split("。")[0] for line in said("news", "event_date: 3月\nsample: 也许\nx: y")
    ] == [
        "x.md:1: 缺少标题（title）",
        "x.md:2: 活动日期写成了“3月”",
        "x.md:3: 示例写成了“也许”",
        "x.md:4: 没有“x”这一项",
    ]


NAMES = sorted({name for kind in KINDS.values() for name in kind.meta.model_fields})
VALUES = st.recursive(
    st.none() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "src", "alt", "from", "by"]), inner, max_size=3)
    ),
)


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_no_values_make_it_crash(kind: str, values: dict[str, Any]) -> None:
    source, _ = parse_source("---\n---\n", "x.md")
    assert source is not None
    fields, problems = validate(
        type(source)(values=values, lines={}, body="", body_line=1), KINDS[kind].meta, "x.md"
    )
    assert (fields is None) == bool(problems)
    assert all(
        problem.message and problem.remedy and "写法不对" not in problem.message for problem in problems
    )
