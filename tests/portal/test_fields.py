"""What each type of field accepts, and what it says about the rest."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from portal import fields
from portal.fields import (
    BEIJING,
    BesideFile,
    Choice,
    Count,
    Day,
    Due,
    EntryRef,
    Fields,
    Flag,
    Groups,
    Line,
    Lines,
    Moment,
    Names,
    Seconds,
    Several,
    Span,
    Text,
    Url,
    Year,
    nearest,
    quoted,
)


class Colour(Choice):
    RED = "red", "红"
    GOLD = "gold", "金"


class Point(Fields):
    name: Line


def read(kind: Any, value: object) -> Any:
    """The value, or what is said about it."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return "".join(str(error.errors()[0]["ctx"][part]) for part in ("message", "remedy"))


EMPTY = "是空的。请填写内容，或删去这一行。"
LISTED = "写成了列表，这里只写一句。请直接写在冒号后面，去掉“- ”或方括号。"
WORDS = "请直接写文字；里面有英文冒号时用英文双引号括起来。"


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (Line, " 学习\n 强国\u0007 ", "学习 强国"),
        (Line, 35, "35"),
        (Line, None, EMPTY),
        (Line, " ", EMPTY),
        (Line, [], EMPTY),
        (Line, ["一"], LISTED),
        (Line, {"a": "b"}, f"写成了“a: b”，这里只写一句文字。{WORDS}"),
        (Line, True, f"写成了“true”，这里只写一句文字。{WORDS}"),
        (Line, "字" * 501, "有 501 个字，太长了。请缩短到 500 个字以内。"),
        (Text, " 一\n二 ", "一\n二"),
        (Text, "字" * 20_001, "有 20001 个字，太长了。请缩短到 20000 个字以内，或写进正文。"),
        (Names, None, ()),
        (Names, "甲、乙；丙;", ("甲", "乙", "丙")),
        (Names, ["甲", "乙、丙"], ("甲", "乙、丙")),
        (Names, [None], EMPTY),
        (Lines, "一、二", ("一、二",)),
        (Several[Colour], "红、gold", (Colour.RED, Colour.GOLD)),
        (Groups[Point], {"name": "a"}, (Point(name="a"),)),
        (Groups[Point], None, ()),
        (Flag, "true", True),
        (Flag, "否", False),
        (Flag, True, True),
        (Flag, "yes", "写成了“yes”。请写 true（是）或 false（否）。"),
        (Flag, None, "写成了“”。请写 true（是）或 false（否）。"),
        (Count, 20, 20),
        (Count, "0", "写成了“0”。请写一个大于零的整数。"),
        (Year, "2020", 2020),
        (Year, "2020年", "写成了“2020年”。请写四位数的年份，例如 2026。"),
        (Seconds, "1:05", 65),
        (Seconds, "1:01:05", 3665),
        (Seconds, "0:99", "写成了“0:99”。请写成 分:秒，例如 1:05。"),
        (Seconds, "65", "写成了“65”。请写成 分:秒，例如 1:05。"),
    ],
)
def test_texts_lists_truths_and_numbers(kind: Any, value: object, result: object) -> None:
    assert read(kind, value) == result


NO_SUCH = "，日历上没有这个时间。请核对年、月、日和时、分。"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3月6号", "请写成 2026-03-06 09:30。"),
        ("昨天", "请写成 2026-03-06 09:30。"),
        ("2026", "请写成 2026-03-06 09:30。"),
        ("2027-3-8", "请写成 2027-03-08 00:00。"),
        ("2027/3/8 9:05", "请写成 2027-03-08 09:05。"),
        ("2027.03.08", "请写成 2027-03-08 00:00。"),
        ("20270308", "请写成 2027-03-08 00:00。"),
        ("2027年3月8日", "请写成 2027-03-08 00:00。"),
        ("2027年3月8号 下午3:30", "请写成 2027-03-08 15:30。"),
        ("2027年3月8日9时5分", "请写成 2027-03-08 09:05。"),
        ("2027-03-08T09:05:00+08:00", "请写成 2027-03-08 09:05。"),
        ("2027－03－08 09：05", "请写成 2027-03-08 09:05。"),
        ("２０２７-03-08 09:05", "请写成 2027-03-08 09:05。"),
    ],
)
def test_a_time_in_another_form_is_told_in_the_right_one(value: str, said: str) -> None:
    assert read(Moment, value) == f"写成了“{value}”。{said}"


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30 09:30",
        "2026-13-01 09:30",
        "2026-03-06 24:00",
        "2026-03-06 25:00",
        "2026-11-31",
        "2026年2月30日",
    ],
)
def test_a_time_that_no_calendar_has_is_told(value: str) -> None:
    assert read(Moment, value) == f"写成了“{value}”{NO_SUCH}"


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (Moment, "2026-03-06 09:30", datetime(2026, 3, 6, 9, 30, tzinfo=BEIJING)),
        (Moment, "1899-01-01 00:00", "写成了 1899 年。年份应当在 1900 到 2100 之间，请核对。"),
        (Moment, ["2026-03-06"], LISTED),
        (Day, "2026-03-06", date(2026, 3, 6)),
        (Day, date(2026, 3, 6), date(2026, 3, 6)),
        (Day, "2026-03-06 09:30", "写成了“2026-03-06 09:30”。请写成 2026-03-06。"),
        (Day, "3000-01-01", "写成了 3000 年。年份应当在 1900 到 2100 之间，请核对。"),
        (Due, "2017-12-31", date(2017, 12, 31)),
        (Due, "2017 年底前", "2017 年底前"),
        (Due, "2017-13-31", f"写成了“2017-13-31”{NO_SUCH}"),
        (Due, "2017年12月31日", "写成了“2017年12月31日”。请写成 2017-12-31。"),
        (Due, ["a"], LISTED),
        (
            Span,
            {"from": "2026-05-01", "to": "2026-01-01"},
            "结束日期 2026-01-01 在开始日期 2026-05-01 之前。请核对这两个日期。",
        ),
    ],
)
def test_days_and_times(kind: Any, value: object, result: object) -> None:
    assert read(kind, value) == result


@pytest.mark.parametrize("url", ["https://www.12371.cn/", "http://例子.中国/a?b=1#c", "HTTPS://X.CN:8080"])
def test_an_address_leads_to_another_site(url: str) -> None:
    assert read(Url, url) == url


@pytest.mark.parametrize(
    "url",
    "javascript:alert(1) javascript&colon;alert(1) www.x.cn http:// ftp://x.cn //x.cn http:x.cn http://[ "
    "https://x.cn\\@y https://user@x.cn/ https://x.cn/<b> https://x.cn:99999/ https://x.cn/'".split(),
)
def test_anything_else_is_no_address(url: str) -> None:
    assert read(Url, url) == f"写成了“{url}”。请写完整的网址，以 https:// 或 http:// 开头。"


BESIDE = "文件要放在这篇稿件旁边，这里只写文件名，例如 photo.jpg。"
PATH = "请写稿件在 content 里的路径，例如 news/2026/03/zhuti-dangri。"


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (BesideFile, "./a/b.jpg", "a/b.jpg"),
        *(
            (BesideFile, name, f"写成了“{name}”。{BESIDE}")
            for name in ("../b.jpg", "/b.jpg", "C:\\b.jpg", "http://x/b.jpg", "a/../b.jpg", "..", ".", "a//b")
        ),
        (EntryRef, "/news/a.md", "news/a"),
        (EntryRef, "news/a/index.md", "news/a"),
        *(
            (EntryRef, name, f"写成了“{name}”。{PATH}")
            for name in ("a", "../news/a.md", "http://x/a", "news\\a", "news/../a")
        ),
    ],
)
def test_files_and_entries(kind: Any, value: str, result: str) -> None:
    assert read(kind, value) == result


OPTIONS = "可以写：red（红）、gold（金）。"


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("gold", Colour.GOLD),
        (" 金 ", Colour.GOLD),
        (None, f"是空的。{OPTIONS}"),
        ("GOLD", f"写成了“GOLD”，没有这个选项。是不是“gold”？{OPTIONS}"),
        ("金色", f"写成了“金色”，没有这个选项。是不是“金”？{OPTIONS}"),
        ("蓝", f"写成了“蓝”，没有这个选项。{OPTIONS}"),
        (["red"], LISTED),
    ],
)
def test_a_choice_is_written_as_its_code_or_its_label(value: object, result: object) -> None:
    assert read(Colour, value) == result


def test_the_authors_words_are_quoted_as_they_wrote_them() -> None:
    assert [quoted(value) for value in (["一", "二"], {"a": True}, None, "一\n二", "字" * 50)] == [
        "“一、二”",
        "“a: true”",
        "“”",
        "“一 二”",
        f"“{'字' * 39}…”",
    ]


def test_the_nearest_word_is_found_whatever_its_case_and_begins_alike_if_it_can() -> None:
    assert [nearest("TITEL", ["title"]), nearest("发布日期", ["活动日期", "发布时间"], 0.5)] == [
        "title",
        "发布时间",
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
TYPES = [getattr(fields, name) for name in vars(fields) if hasattr(getattr(fields, name), "__metadata__")]


@given(st.sampled_from([*TYPES, Colour, Groups[Point], Several[Colour]]), ANYTHING)
def test_no_value_makes_a_type_crash(kind: Any, value: object) -> None:
    with suppress(ValidationError):
        TypeAdapter(kind).validate_python(value)
