"""What officers get wrong in front matter, told by its looks.

YAML's own errors are in English, come one at a time, and often name a line further down: a quotation
mark that was never closed is noticed where the next one opens. So when YAML fails, its rows are looked
at one by one, as a colleague would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .fields import quoted

Words = tuple[str, str]
"""What is wrong, and the remedy."""

_COLON = "请改成英文冒号，后面空一格，例如 title: 标题。"
_START = r"^\s*(?:- +)?"
_VALUE = rf"{_START}(?P<key>[\w-]+): +"
LIKE_BOUNDARY = r"^\s*(?:[-—–－_=]{2,}|\.{3}|…+|\+{3})\s*$"
"""A row that is meant to be the ---."""
_BLOCK = re.compile(r"[:-] +[|>][-+0-9]*\s*$")
_LOOSE = re.compile(r"^ +[^\s#-][^:]*$")
_KEY = re.compile(rf"{_START}[\w-]+:(?: |$)")


def _own_words(found: re.Match[str]) -> Words:
    value = found["value"].strip()
    quote = "'" if '"' in value else '"'
    return (
        f"{quoted(found.string)}里多了一个英文冒号。",
        f"请用引号把内容括起来：{found['key']}: {quote}{value}{quote}；或者把里面的冒号改成中文冒号。",
    )


def _sign(found: re.Match[str]) -> Words:
    return (
        f"{quoted(found.string)}里的内容以 {found['sign']} 开头，这个符号在这里另有用处。",
        f'请用英文双引号把内容括起来，例如 title: "{found["sign"]}……"。',
    )


def _fixed(message: str, remedy: str) -> Callable[[re.Match[str]], Words]:
    return lambda found: (message.format(quoted(found.string)), remedy)


_SLIPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Words]], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"^ *\t", _fixed("用了制表符（Tab 键）缩进。", "请改成空格，每层两个。")),
        (r"^ *[\u00a0\u3000]", _fixed("{}的前面有全角空格。", "请改成英文（半角）空格，每层两个。")),
        (
            LIKE_BOUNDARY,
            _fixed("{}不能用来结束稿件信息。", "请改成三个英文短横 ---，前后什么都不写。"),
        ),
        (rf"{_START}[\w-]+\s*：", _fixed("{}用了中文冒号。", _COLON)),
        (
            rf"{_START}[A-Za-z_]\w*:[^ \t/]",
            _fixed("{}的冒号后面没有空格。", "请在冒号后面加一个英文（半角）空格。"),
        ),
        (r"^-[^\s-]", _fixed("{}的短横后面没有空格。", "请写成“- ”，短横后面空一格。")),
        (
            rf'{_VALUE}"[^"]*\\',
            _fixed("{}的双引号里有反斜杠 \\。", "请把外面的双引号改成英文单引号，或去掉反斜杠。"),
        ),
        (
            rf"{_VALUE}(?:\"[^\"]*|'[^']*)$",
            _fixed("{}的引号没有配对。", "请补上后面的引号；引号用英文的。"),
        ),
        (
            rf"{_VALUE}(?:\"[^\"]*\"|'[^']*')\s*[^\s#]",
            _fixed("{}的引号后面还有文字。", "里面的引号请改成中文引号“”，或去掉外面的引号。"),
        ),
        (
            rf"{_VALUE}(?:\[[^\]]*|\{{[^}}]*|\[.*\].*\]|\{{.*\}}.*\}})\s*$",
            _fixed("{}的括号没有配对。", "请让前后括号成对，或改成每行一项、前面加“- ”的写法。"),
        ),
        (rf"{_START}(?:[\w-]+: +)?(?P<sign>[@`%*&!,\]}}]|[|>](?=[^\s+\d-]))", _sign),
        (rf"{_VALUE}(?P<value>[^\s\"'\[{{|>#].*:(?: .*|$))", _own_words),
        (
            r"^[^\s#:：\-][^:：]*$",
            _fixed(
                "{}不是“名称: 内容”的写法。",
                "请补上名称和英文冒号；如果正文从这里开始，请在它上面加一行 ---。",
            ),
        ),
    )
)


def slips(rows: list[str]) -> Iterator[tuple[int, Words]]:
    """Every row that shows a slip, counted from 0; what a block of text holds is no row of YAML."""
    inside: int | None = None
    for number, row in enumerate(rows):
        depth = len(row) - len(row.lstrip(" "))
        if inside is not None and (not row.strip() or depth > inside):
            continue
        inside = depth if _BLOCK.search(row) else None
        if words := slip(row):
            yield number, words


def slip(row: str) -> Words | None:
    """What is wrong with a row by its looks."""
    return next((say(found) for pattern, say in _SLIPS if (found := pattern.search(row))), None)


def unexplained(rows: list[str], number: int) -> Words:
    """What to say about a row at which YAML gave up, though each row looks right in itself."""
    row = rows[number]
    before = next((other for other in reversed(rows[:number]) if other.strip()), "")
    if _LOOSE.match(before):
        return f"上面的{quoted(before)}少了“- ”，或占了几行。", "列表的每一项前面加“- ”；一段话请写在一行里。"
    if row.lstrip().startswith("- "):
        remedy = "请在列表上面写一行名称，例如 tags:，列表的每一项前面空两格。"
        return f"{quoted(row)}不知道是哪一项的列表。", remedy
    if _KEY.match(row):
        return f"{quoted(row)}的缩进不对。", "同级的各项要左对齐，下一层缩进两个空格。"
    return f"{quoted(row)}的写法有误。", "请写成“名称: 内容”；有特殊符号的内容用英文双引号括起来。"
