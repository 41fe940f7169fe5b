"""A file's text becomes values, their lines, and a body."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.front_matter import Source, parse_source


def said(text: str) -> list[str]:
    return [str(problem) for problem in parse_source(text, "x.md")[1]]


def values_of(front: str) -> dict[str, Any]:
    source, problems = parse_source(f"---\n{front}\n---\n", "x.md")
    assert source is not None, problems
    return dict(source.values)


def test_values_lines_and_body_come_apart() -> None:
    text = "\n---\ntitle: 标题\nhonors:\n  - title: 优秀\n    level: 省级\n---\n\n正文。\n\n---\n\n后。\n"
    assert parse_source(text, "x.md") == (
        Source(
            values={"title": "标题", "honors": [{"title": "优秀", "level": "省级"}]},
            lines={
                ("title",): 3,
                ("honors",): 4,
                ("honors", 0): 5,
                ("honors", 0, "title"): 5,
                ("honors", 0, "level"): 6,
            },
            body="正文。\n\n---\n\n后。\n",
            body_line=9,
        ),
        (),
    )


def test_a_value_is_text_until_its_field_says_otherwise() -> None:
    front = "a: 2026-03-06\nb: 3.10\nc: true\nd: 1:05\ne: 007\nf:\ng: ~\nh: no\ni: ''"
    assert values_of(front) == {
        "a": "2026-03-06",
        "b": "3.10",
        "c": "true",
        "d": "1:05",
        "e": "007",
        "f": None,
        "g": None,
        "h": "no",
        "i": "",
    }


def test_three_dashes_inside_a_block_of_text_end_nothing() -> None:
    assert values_of("transcript: |\n  一\n  ---\n  二") == {"transcript": "一\n---\n二\n"}


FIRST = "第一行只写三个英文短横 ---，下面写“title: 标题”等信息，再用一行 --- 结束，然后是正文。"
END = "请改成三个英文短横 ---，前后什么都不写。"
BODY = "请补上名称和英文冒号；如果正文从这里开始，请在它上面加一行 ---。"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["x.md: 文件是空的。请写上标题等信息和正文；可以用 portal new 生成一份样子。"]),
        (" \n　\n", ["x.md: 文件是空的。请写上标题等信息和正文；可以用 portal new 生成一份样子。"]),
        ("# 标题\n\n正文", [f"x.md:1: 开头没有稿件信息。{FIRST}"]),
        ("正文\n\n---\n\n正文\n\n---\n", [f"x.md:1: 开头没有稿件信息。{FIRST}"]),
        ("title: 标题\n---\n正文", [f"x.md:1: 开头没有稿件信息。{FIRST}"]),
        ("+++\ntitle = 1\n+++\n", [f"x.md:1: 开头没有稿件信息。这里写的是“+++”。{FIRST}"]),
        ("———\ntitle: 一\n———\n", [f"x.md:1: 开头没有稿件信息。这里写的是“———”。{FIRST}"]),
        ('{"title": "标题"}\n', [f"x.md:1: 开头没有稿件信息。{FIRST}"]),
        (" ---\ntitle: 一\n---\n", [f"x.md:1: 开头没有稿件信息。“---”的前面有空格。{FIRST}"]),
        ("---\ntitle: 一\n\n正文", ["x.md:1: 开头的稿件信息没有结束。请在信息的最后一行下面加一行 ---。"]),
        ("---\ntitle: 一\n----\n正文", [f"x.md:3: “----”不能用来结束稿件信息。{END}"]),
        ("---\ntitle: 一\n...\n正文\n\n---\n", [
            f"x.md:3: “...”不能用来结束稿件信息。{END}",
            f"x.md:4: “正文”不是“名称: 内容”的写法。{BODY}",
        ]),
    ],
)  # fmt: skip
def test_front_matter_stands_between_two_rows_of_three_dashes(text: str, problems: list[str]) -> None:
    assert said(text) == problems


def test_front_matter_without_anything_is_empty() -> None:
    assert [values_of(front) for front in ("", "\n", "# title: 标题")] == [{}, {}, {}]


def test_all_slips_are_told_at_once() -> None:
    assert said("---\ntitle：一\nunit:二\nsummary: a: b\n---\n") == [
        "x.md:2: “title：一”用了中文冒号。请改成英文冒号，后面空一格，例如 title: 标题。",
        "x.md:3: “unit:二”的冒号后面没有空格。请在冒号后面加一个英文（半角）空格。",
        "x.md:4: “summary: a: b”里多了一个英文冒号。"
        '请用引号把内容括起来：summary: "a: b"；或者把里面的冒号改成中文冒号。',
    ]


def test_a_quotation_mark_is_missed_where_it_was_opened() -> None:
    assert said('---\ntitle: "标题\nstatus: draft\n---\n') == [
        'x.md:2: “title: "标题”的引号没有配对。请补上后面的引号；引号用英文的。'
    ]


def test_a_chinese_colon_is_told_where_yaml_sees_a_name() -> None:
    assert said("---\ntitle：标题: 副\n---\n") == [
        "x.md:2: “title：标题: 副”用了中文冒号。请改成英文冒号，后面空一格，例如 title: 标题。"
    ]


def test_a_name_is_written_once_in_each_group() -> None:
    assert said("---\ntitle: 一\ntitle: 二\ncover:\n  src: a\n  src: b\n---\n") == [
        "x.md:3: “title”写了两次（第 2 行已有）。请只留一处。",
        "x.md:6: “src”写了两次（第 5 行已有）。请只留一处。",
    ]


SIGN = '里的内容以 {0} 开头，这个符号在这里另有用处。请用英文双引号把内容括起来，例如 title: "{0}……"。'


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("title: &t 标题", "“title: &t 标题”" + SIGN.format("&")),
        ("title: !!str 标题", "“title: !!str 标题”" + SIGN.format("!")),
        ("title: !!python/object:os.system", "“title: !!python/object:os.system”" + SIGN.format("!")),
        ("title: &a [*a]", "“title: &a [*a]”" + SIGN.format("&")),
        ("<<: {status: draft}", "这一项的名称不是文字。名称只写文字，例如 title。"),
        ("[a]: b", "这一项的名称不是文字。名称只写文字，例如 title。"),
    ],
)
def test_what_yaml_has_beyond_a_post_is_refused(front: str, problem: str) -> None:
    assert said(f"---\n{front}\n---\n") == [f"x.md:2: {problem}"]


@pytest.mark.parametrize(
    "front",
    ["title: " + "[" * 10_000, "title: " + "- " * 3_000, "title: " + "字" * 70_000, "? " * 100],
)
def test_front_matter_beyond_bounds_is_not_even_read(front: str) -> None:
    assert [problem.split(": ", 1)[1] for problem in said(f"---\n{front}\n---\n")] == [
        "稿件信息太长，或层次太深。请只写规定的各项，长的文字写进正文。"
    ]


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    rows = ["a: &a [x, x]", *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefg", "bcdefgh", strict=True))]
    assert [problem.split(": ")[0] for problem in said("---\n" + "\n".join(rows) + "\n---\n")] == [
        f"x.md:{line}" for line in range(2, 10)
    ]


def test_words_that_yaml_takes_for_a_remark_are_told() -> None:
    assert said("---\ntitle: 学习 #强国\n---\n") == [
        "x.md:2: 提醒：“#强国”前面有空格，成了备注，不会显示。要显示的话，请用英文双引号把整个内容括起来。"
    ]


def test_a_remark_that_begins_with_a_blank_is_meant() -> None:
    assert said("---\nstatus: draft  # 状态\n---\n") == []


def test_rows_that_run_together_are_told() -> None:
    assert said("---\ntags:\n  一\n  二\n---\n") == [
        "x.md:3: 提醒：这里的几行会连成一句，中间加空格。"
        "如果是列表，请每行前面加“- ”；如果是一段话，请写在一行里。"
    ]


@given(st.text(st.sampled_from("ab:：- \n\t\"'[]{}#&*!|>@`%?,~学\u3000"), max_size=60))
def test_any_front_matter_gives_values_or_an_error(front: str) -> None:
    source, problems = parse_source(f"---\n{front}\n---\n正文", "x.md")
    assert (source is None) == any(problem.severity == "error" for problem in problems)


SCALARS = st.none() | st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=8)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner)
)


@given(st.dictionaries(st.text("abc_", min_size=1, max_size=4), TREES, min_size=1))
def test_what_a_yaml_writer_writes_is_read_back(values: dict[str, Any]) -> None:
    front = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, default_flow_style=None, width=9_999)
    assert values_of(front) == values
