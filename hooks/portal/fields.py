"""The types of the fields that officers fill in: what is accepted, and what is said when it is not.

Each type reads what the front matter holds (text, list, mapping, nothing; from the settings numbers and
truths too) and raises `PydanticCustomError("portal", …)` with a Chinese `message` and `remedy` in its
context; `validation` adds the file, the line and the field's label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from html import unescape
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError, core_schema

T = TypeVar("T")
D = TypeVar("D", bound=date)
F = TypeVar("F", bound="Fields")

BEIJING = timezone(timedelta(hours=8), "UTC+8")
"""The portal's only time zone; China has had no summer time since 1991."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
"""What nobody can see, and what would turn the rest of the line round."""
_MAX_LINE = 500
_MAX_TEXT = 20_000
_MAX_TAG = 30
_NO_FOLDER = re.compile(r"[<>:\"/\\|?*%#]")
_EXAMPLE = datetime(2026, 3, 6, 9, 30)


def field(
    label: str,
    help: str = "",
    *,
    default: Any = None,
    example: Any = None,
    alias: str | None = None,
    internal: bool = False,
) -> Any:
    """A field with its Chinese label and help; without a `default` of its own it may be left out.

    `default=...` makes it required. `example` is what a new entry's skeleton is filled with. What is
    `internal` is for the office alone: no dump of the fields holds it, and so no record for the public.
    """
    examples = None if example is None else [example]
    return Field(
        default, title=label, description=help, alias=alias, examples=examples, exclude=internal or None
    )


def wrong(message: str, remedy: str) -> PydanticCustomError:
    """The error a field raises: `message` continues the field's label, `remedy` is a sentence."""
    return PydanticCustomError("portal", "{message}", {"message": message, "remedy": remedy})


def empty(remedy: str = "请填写内容，或删去这一行。") -> PydanticCustomError:
    """The error of a field whose name is there and whose value is not."""
    return wrong("是空的。", remedy)


def quoted(value: object) -> str:
    """The author's own words in Chinese quotation marks, cut to what fits in a message."""
    text = re.sub(r"\s+", " ", _spelt(value)).strip()
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def _spelt(value: object) -> str:
    """A value as an officer would write it, not as Python does."""
    if isinstance(value, dict):
        return "，".join(f"{key}: {_spelt(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "、".join(map(_spelt, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def nearest(word: str, options: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The option that an author most likely meant, whatever its case; of equals the one that begins alike."""
    folded = {option.casefold(): option for option in options}
    word = word.casefold()
    found = get_close_matches(word, folded, n=3, cutoff=cutoff)
    return folded[min(found, key=lambda near: near[:1] != word[:1])] if found else None


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
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "oneOf": [{"const": member.value, "title": member.label} for member in cls],
        }

    @classmethod
    def parse(cls, value: object) -> Self:
        """The member that a code or a label names; raises what to say about any other value."""
        text = "" if value is None else _scalar(value).strip()
        if not text:
            raise empty(f"可以写：{cls._options()}。")
        try:
            return cls(text)
        except ValueError:
            near = nearest(text, [word for m in cls for word in (m.value, m.label)], 0.5)
        hint = f"是不是“{near}”？" if near else ""
        raise wrong(f"写成了{quoted(text)}，没有这个选项。", f"{hint}可以写：{cls._options()}。")

    @classmethod
    def _options(cls) -> str:
        return "、".join(m.value if m.value == m.label else f"{m.value}（{m.label}）" for m in cls)


def _scalar(value: object) -> str:
    """What is written on one line; the settings may hold a number."""
    if value in (None, [], {}):
        raise empty()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list | tuple):
        raise wrong("写成了列表，这里只写一句。", "请直接写在冒号后面，去掉“- ”或方括号。")
    raise wrong(
        f"写成了{quoted(value)}，这里只写一句文字。", "请直接写文字；里面有英文冒号时用英文双引号括起来。"
    )


def _line(value: object) -> str:
    text = " ".join(_CONTROL.sub("", _scalar(value)).split())
    if not text:
        raise empty()
    if len(text) > _MAX_LINE:
        raise wrong(f"有 {len(text)} 个字，太长了。", f"请缩短到 {_MAX_LINE} 个字以内。")
    return text


def _text(value: object) -> str:
    text = _CONTROL.sub("", _scalar(value)).strip()
    if len(text) > _MAX_TEXT:
        raise wrong(f"有 {len(text)} 个字，太长了。", f"请缩短到 {_MAX_TEXT} 个字以内，或写进正文。")
    return text


def _one_or_more(value: object) -> object:
    """A single value stands for a list of one, no value for an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list | tuple) else [value]


def _listed(value: object) -> object:
    """As above; names in one text may be joined by 、."""
    if isinstance(value, str):
        return [part for part in re.split(r"[、;；]", value) if part.strip()]
    return _one_or_more(value)


def _groups(value: object) -> object:
    """A single group of fields stands for a list of one; a text is no group."""
    return _one_or_more(value) if value is None or isinstance(value, dict | Fields) else value


_LOOSE_DATE = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/.年] ?)(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?[日号]?|\d{4}$)"
    r"(?:[T ]*(?P<half>上午|下午|晚上)? ?(?P<hour>\d{1,2}) ?[:时点] ?(?P<minute>\d{1,2})?)?",
    re.ASCII,
)


def _understood(text: str) -> datetime | None:
    """The time that is meant by 2026年3月6日 下午3:30 and the like; ValueError if no calendar has it."""
    if not (found := _LOOSE_DATE.match(unicodedata.normalize("NFKC", text).strip())):
        return None
    if not found["dash"]:
        return datetime.strptime(found[0], "%Y%m%d")
    hour = int(found["hour"] or 0)
    if found["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    return datetime(
        int(found["year"]), int(found["month"]), int(found["day"]), hour, int(found["minute"] or 0)
    )


def _parse_time(value: object, pattern: str, form: str) -> datetime:
    text = " ".join(_scalar(value).split())
    if not text:
        raise empty()
    try:
        if re.fullmatch(pattern, text, re.ASCII):
            return datetime.fromisoformat(text)  # in a tenth of strptime's time
        meant = _understood(text) or _EXAMPLE
    except ValueError:
        raise wrong(f"写成了{quoted(text)}，日历上没有这个时间。", "请核对年、月、日和时、分。") from None
    raise wrong(f"写成了{quoted(text)}。", f"请写成 {meant.strftime(form)}。")


def _date(value: object) -> date:
    if type(value) is date:
        return value
    day = _parse_time(value, r"\d{4}-\d\d-\d\d", "%Y-%m-%d").date()
    return _in_range(day, day)


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    moment = _parse_time(value, r"\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):\d\d", "%Y-%m-%d %H:%M")
    return _in_range(moment.date(), moment).replace(tzinfo=BEIJING)


def _in_range(day: date, value: D) -> D:
    if not 1900 <= day.year <= 2100:
        raise wrong(f"写成了 {day.year} 年。", "年份应当在 1900 到 2100 之间，请核对。")
    return value


_ONE_DATE = re.compile(r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?[日号]?|\d{8}", re.ASCII)


def _date_or_words(value: object) -> date | str:
    """What looks like a date has to be one."""
    text = _line(value)
    return _date(text) if _ONE_DATE.fullmatch(text) else text


def _year(value: object) -> int:
    text = _scalar(value).strip()
    if not re.fullmatch(r"(?:19|20)\d\d", text, re.ASCII):
        raise wrong(f"写成了{quoted(text)}。", "请写四位数的年份，例如 2026。")
    return int(text)


def _count(value: object) -> int:
    text = _scalar(value).strip()
    if not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise wrong(f"写成了{quoted(text)}。", "请写一个大于零的整数。")
    return int(text)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    said = {"true": True, "是": True, "false": False, "否": False}.get(_spelt(value).strip().lower())
    if said is None:
        raise wrong(f"写成了{quoted(value)}。", "请写 true（是）或 false（否）。")
    return said


_ADDRESS = re.compile(r"https?://[^\s/?#@:\\<>\"'`]+(?::\d{1,5})?(?:[/?#][^\s<>\"'`\\]*)?", re.IGNORECASE)


def _url(value: object) -> str:
    """An address readers may be sent to; checked before and after unescaping, kept as it was written.

    Unescaping it for good would make `§ion=2` of `&section=2`.
    """
    text = _line(value).replace("&amp;", "&")
    try:
        port = urlsplit(text).port
    except ValueError:
        port = -1
    if port == -1 or not (_ADDRESS.fullmatch(text) and _ADDRESS.fullmatch(unescape(text))):
        raise wrong(f"写成了{quoted(value)}。", "请写完整的网址，以 https:// 或 http:// 开头。")
    return text


def _origin(value: object) -> str:
    """A site as a whole, in the words of a Content-Security-Policy."""
    text = _line(value).rstrip("/")
    if not re.fullmatch(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?", text):
        raise wrong(
            f"写成了{quoted(value)}。",
            "请写网站的网址，例如 https://www.example.edu.cn；https://*.example.edu.cn 表示它的所有子网站。",
        )
    return text


def _beside(value: object) -> str:
    """A file in the entry's own folder or below it."""
    text = _line(value).removeprefix("./")
    if re.search(r"[\\:%]", text) or not all(part.strip(".") for part in text.split("/")):
        raise wrong(f"写成了{quoted(value)}。", "文件要放在这篇稿件旁边，这里只写文件名，例如 photo.jpg。")
    return text


def _tag(value: object) -> str:
    """A word that becomes a folder of the site and a part of an address."""
    text = _line(value)
    if _NO_FOLDER.search(text) or text != text.strip(".") or len(text) > _MAX_TAG:
        raise wrong(
            f"写成了{quoted(value)}。", f"标签会成为网址，请只用汉字、字母和数字，{_MAX_TAG} 个字以内。"
        )
    return text


def _entry_ref(value: object) -> str:
    """Another entry, by its path in the content folder."""
    text = _line(value).strip("/").removesuffix(".md").removesuffix("/index")
    if "/" not in text or "\\" in text or ":" in text or not all(part.strip(".") for part in text.split("/")):
        raise wrong(
            f"写成了{quoted(value)}。", "请写稿件在 content 里的路径，例如 news/2026/03/zhuti-dangri。"
        )
    return text


def _duration(value: object) -> int:
    text = _scalar(value).strip()
    if not re.fullmatch(r"(?:\d{1,2}:[0-5]|[0-5]?)\d:[0-5]\d", text, re.ASCII):
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
Several = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""A list of choices; written like names."""
Groups = Annotated[tuple[T, ...], BeforeValidator(_groups)]
"""A list of groups of fields; one group is a list of one."""
Day = Annotated[date, BeforeValidator(_date)]
"""2026-03-06"""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""2026-03-06 09:30, Beijing time."""
Due = Annotated[date | str, BeforeValidator(_date_or_words)]
"""A date where it is one; else the words of the text that sets it."""
Year = Annotated[int, BeforeValidator(_year)]
"""2026"""
Count = Annotated[int, BeforeValidator(_count)]
"""A number from 1."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""true or false; 是 and 否 are understood."""
Url = Annotated[str, BeforeValidator(_url)]
"""An absolute http(s) address."""
Origins = Annotated[tuple[Annotated[str, BeforeValidator(_origin)], ...], BeforeValidator(_listed)]
"""Sites without a path, `https://*.example.edu.cn`; written like names."""
BesideFile = Annotated[str, BeforeValidator(_beside)]
"""A file beside the entry, relative to its folder."""
Tag = Annotated[str, BeforeValidator(_tag)]
"""A short word that may be the name of a folder on any system."""
Tags = Annotated[tuple[Tag, ...], BeforeValidator(_listed)]
"""A list of tags; written like names."""
EntryRef = Annotated[str, BeforeValidator(_entry_ref)]
"""The path of another entry in the content folder, without `.md`."""
EntryRefs = Annotated[tuple[EntryRef, ...], BeforeValidator(_one_or_more)]
Seconds = Annotated[int, BeforeValidator(_duration)]
"""A length of time, written 1:05, kept in seconds."""


class Fields(BaseModel):
    """A group of fields: immutable, and closed, so that a misspelt name is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without the fields that nobody filled in: most are not, and it takes half the time."""
        given = self.model_fields_set
        filled = {name: value for name, value in vars(self).items() if name in given}
        return _filled_in, (type(self), filled)


def _filled_in(fields: type[F], filled: dict[str, Any]) -> F:
    """What was pickled."""
    made = fields.__new__(fields)
    made.__setstate__(
        {
            "__dict__": _empty(fields) | filled,
            "__pydantic_fields_set__": {*filled},
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return made


@cache
def _empty(fields: type[Fields]) -> dict[str, Any]:
    """All fields in their order, with what stands for those that are left out."""
    return dict.fromkeys(fields.model_fields) | vars(fields.model_construct())


class Span(Fields):
    """From one day to another, both included."""

    start: Day | None = field("开始日期", alias="from")
    end: Day | None = field("结束日期", alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise wrong(f"结束日期 {self.end} 在开始日期 {self.start} 之前。", "请核对这两个日期。")
        return self
