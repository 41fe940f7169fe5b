"""The types of the fields that officers fill in: what is accepted, and what is said when it is not.

Each type reads what the front matter holds (text, number, true/false, list, mapping) and raises
`PydanticCustomError("portal", …)` with a Chinese `message` and `remedy` in its context; `entry`
adds the file, the line and the field's label.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from enum import StrEnum
from html import unescape
from typing import Annotated, Any, Self, TypeVar, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError, core_schema

T = TypeVar("T", bound=date)

BEIJING = timezone(timedelta(hours=8), "UTC+8")
"""The portal's only time zone; China has had no summer time since 1991."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_MAX_LINE = 500
_MAX_TEXT = 20_000


def field(
    label: str, help: str = "", *, default: Any = None, example: Any = None, alias: str | None = None
) -> Any:
    """A field with its Chinese label and help; without a `default` of its own it may be left out.

    `default=...` makes it required. `example` is what a new entry's skeleton is filled with.
    """
    examples = None if example is None else [example]
    return Field(default, title=label, description=help, alias=alias, examples=examples)


def wrong(message: str, remedy: str) -> PydanticCustomError:
    """The error a field raises: `message` continues the field's label, `remedy` is a sentence."""
    return PydanticCustomError("portal", "{message}", {"message": message, "remedy": remedy})


def quoted(value: object) -> str:
    """The author's own words in Chinese quotation marks, cut to what fits in a message."""
    text = re.sub(r"\s+", " ", str(value)).strip()
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


class Choice(StrEnum):
    """One of a few codes, each with a Chinese label; a label is accepted in place of its code."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label or code
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((member for member in cls if member.label == value), None)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse)

    @classmethod
    def parse(cls, value: object) -> Self:
        """The member that a code or a label names; raises what to say about any other value."""
        try:
            return cls(cast(str, value))
        except ValueError:
            raise cls._no_such(value) from None

    @classmethod
    def _no_such(cls, value: object) -> PydanticCustomError:
        words = [word for member in cls for word in (member.value, member.label)]
        near = get_close_matches(str(value), words, n=1, cutoff=0.5)
        options = "、".join(m.value if m.value == m.label else f"{m.value}（{m.label}）" for m in cls)
        hint = f"是不是“{near[0]}”？" if near else ""
        return wrong(f"写成了{quoted(value)}，没有这个选项。", f"{hint}可以写：{options}。")


def _scalar(value: object) -> str:
    """YAML reads 35 as a number and true as a truth; officers meant the text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong("应当是一句文字。", "请直接写文字；文字里有冒号或以符号开头时，用英文双引号括起来。")
    return str(value)


def _line(value: object) -> str:
    text = _CONTROL.sub("", _scalar(value))
    text = " ".join(text.split())
    if not text:
        raise wrong("是空的。", "请填写内容，或删去这一行。")
    if len(text) > _MAX_LINE:
        raise wrong(f"有 {len(text)} 个字，太长了。", f"请缩短到 {_MAX_LINE} 个字以内。")
    return text


def _text(value: object) -> str:
    text = _CONTROL.sub("", _scalar(value)).strip()
    if len(text) > _MAX_TEXT:
        raise wrong(f"有 {len(text)} 个字，太长了。", f"请缩短到 {_MAX_TEXT} 个字以内，或写进正文。")
    return text


def _listed(value: object) -> object:
    """A single value stands for a list of one; names may be joined by 、."""
    if isinstance(value, str):
        return [part for part in re.split(r"[、;；]", value) if part.strip()]
    return value if isinstance(value, list | tuple) else [value]


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


_LOOSE_DATE = re.compile(
    r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]*(\d{1,2})[:：](\d{2}))?"
)


def _suggested(value: object, form: str) -> str:
    """The value in the right form where it can be understood, else an example."""
    if found := _LOOSE_DATE.match(str(value)):
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        try:
            return datetime(year, month, day, hour, minute).strftime(form)
        except ValueError:
            pass
    return datetime(2026, 3, 6, 9, 30).strftime(form)


def _parse_time(value: object, pattern: str, form: str) -> datetime:
    if isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else str(value)
    if re.fullmatch(pattern, text):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            raise wrong(f"写成了{quoted(text)}，日历上没有这个时间。", "请核对年、月、日和时、分。") from None
    raise wrong(f"写成了{quoted(text)}。", f"请写成 {_suggested(text, form)}。")


def _date(value: object) -> date:
    if type(value) is date:
        return value
    day = _parse_time(value, r"\d{4}-\d\d-\d\d", "%Y-%m-%d").date()
    return _in_range(day, day)


def _moment(value: object) -> datetime:
    moment = _parse_time(value, r"\d{4}-\d\d-\d\d \d\d:\d\d", "%Y-%m-%d %H:%M")
    return _in_range(moment.date(), moment).replace(tzinfo=BEIJING)


def _in_range(day: date, value: T) -> T:
    if not 1900 <= day.year <= 2100:
        raise wrong(f"写成了 {day.year} 年。", "年份应当在 1900 到 2100 之间，请核对。")
    return value


def _url(value: object) -> str:
    """An address readers may be sent to; checked after unescaping, since `javascript&colon;` hides there."""
    text = unescape(_line(value))
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s\"'<>\\`]", text):
        raise wrong(f"写成了{quoted(text)}。", "请写完整的网址，以 https:// 或 http:// 开头。")
    return text


def _beside(value: object) -> str:
    """A file in the entry's own folder or below it."""
    text = _line(value).removeprefix("./")
    if text.startswith(("/", "\\")) or "\\" in text or ":" in text or ".." in text.split("/"):
        raise wrong(f"写成了{quoted(text)}。", "文件要放在这篇稿件旁边，这里只写文件名，例如 photo.jpg。")
    return text


def _entry_ref(value: object) -> str:
    """Another entry, by its path in the content folder."""
    text = _line(value).strip("/").removesuffix(".md").removesuffix("/index")
    if ".." in text.split("/") or "/" not in text or ":" in text or "\\" in text:
        raise wrong(
            f"写成了{quoted(text)}。", "请写稿件在 content 里的路径，例如 news/2026/03/zhuti-dangri。"
        )
    return text


def _duration(value: object) -> int:
    text = str(value).strip()
    if not re.fullmatch(r"(\d+:)?\d{1,2}:\d\d", text):
        raise wrong(f"写成了{quoted(text)}。", "请写成 分:秒，例如 1:05。")
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


Line = Annotated[str, BeforeValidator(_line)]
"""One line of text, blanks folded, control characters removed."""
Text = Annotated[str, BeforeValidator(_text)]
"""Text that may run over several lines."""
Names = Annotated[tuple[Line, ...], BeforeValidator(_listed)]
"""A list of short texts; one text, or several joined by 、, is a list too."""
Lines = Annotated[tuple[Line, ...], BeforeValidator(_one_or_more)]
"""A list of sentences; one sentence is a list of one."""
Day = Annotated[date, BeforeValidator(_date)]
"""2026-03-06"""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""2026-03-06 09:30, Beijing time."""
Url = Annotated[str, BeforeValidator(_url)]
"""An absolute http(s) address."""
BesideFile = Annotated[str, BeforeValidator(_beside)]
"""A file beside the entry, relative to its folder."""
EntryRef = Annotated[str, BeforeValidator(_entry_ref)]
"""The path of another entry in the content folder, without `.md`."""
EntryRefs = Annotated[tuple[EntryRef, ...], BeforeValidator(_one_or_more)]
Seconds = Annotated[int, BeforeValidator(_duration)]
"""A length of time, written 1:05, kept in seconds."""


class Fields(BaseModel):
    """A group of fields: immutable, and closed, so that a misspelt name is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class Span(Fields):
    """From one day to another, both included."""

    start: Day | None = Field(None, alias="from", title="开始日期")
    end: Day | None = Field(None, alias="to", title="结束日期")
