"""From the bytes of a file to its front matter's values, their lines, and its body.

YAML is read as YAML 1.2's core schema has it: only true/false are truths, dates stay text and are
judged by their field, 0123 and 1:05 are no numbers. Anchors, tags and merge keys have no use in a
post and much in an attack, so they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from .problem import Problem

Path = tuple[str | int, ...]
"""Where a value stands in the front matter: ("honors", 0, "level")."""

MAX_BYTES = 1_000_000
"""Of a whole file; 300 000 Chinese characters are a book."""
_MAX_FRONT = 64_000
_MAX_BRACKETS = 500

_SAVE_AS = "请用记事本打开，选“另存为”，编码选 UTF-8，再保存。"
_BLANKS_FIRST = re.compile(r"\A(?:[ \t]*\n)*")
_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MISREAD = re.compile(r"[\u0370-\u07ff]{2}")
"""Greek to N'Ko: what GBK text looks like where its bytes happen to be valid UTF-8 (学习 → ѧϰ)."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file, taken apart."""

    values: Mapping[str, Any]
    lines: Mapping[Path, int]
    """The line in the file on which each value's key stands, counted from 1."""
    body: str
    body_line: int


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with \\n line ends; problems say why there is none, or what was taken out."""
    if len(data) > MAX_BYTES:
        return "", (
            _whole(
                path,
                f"文件有 {len(data) // 1000} KB，太大了。",
                "一篇稿件请控制在 1 MB 以内；图片不要贴进文字里。",
            ),
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", (_whole(path, "文件的编码是 UTF-16，不是 UTF-8。", _SAVE_AS),)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return "", (Problem(path=path, line=line, message="文件里有空字符，可能已经损坏。", remedy=_SAVE_AS),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", (
            Problem(
                path=path,
                line=line,
                message=f"文件的编码不是 UTF-8（像是 {_guess(data)}）。",
                remedy=_SAVE_AS,
            ),
        )
    if _MISREAD.search(text) and not _HAN.search(text):
        return "", (_whole(path, "文字成了乱码（像是 GBK 编码）。", _SAVE_AS),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not (found := _CONTROL.search(text)):
        return text, ()
    line = text.count("\n", 0, found.start()) + 1
    warning = Problem(
        path=path,
        line=line,
        message="有看不见的控制字符。",
        remedy="已自动去掉，请核对这一行。",
        severity="warning",
    )
    return _CONTROL.sub("", text), (warning,)


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "别的编码"
    return "GBK"


def parse_source(text: str, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The front matter and the body of a file's text; all of YAML's mistakes that can be told at once."""
    if problem := _missing_front_matter(text, path):
        return None, (problem,)
    blank = _BLANKS_FIRST.match(text)
    skipped = blank.group().count("\n") if blank else 0
    handler = _Handler(path, skipped)
    values, _ = frontmatter.parse(text, handler=handler)
    if any(problem.severity == "error" for problem in handler.problems):
        return None, tuple(handler.problems)
    end = list(_BOUNDARY.finditer(text))[1].end()
    source = Source(
        values=values, lines=handler.lines, body=text[end:].lstrip("\n"), body_line=_first_line(text, end)
    )
    return source, tuple(handler.problems)


def _first_line(text: str, end: int) -> int:
    rest = text[end:]
    return text.count("\n", 0, end) + 1 + len(rest) - len(rest.lstrip("\n"))


def _missing_front_matter(text: str, path: str) -> Problem | None:
    if not text.strip():
        return _whole(path, "文件是空的。", "请写上标题等信息和正文；可以用 portal new 生成一份样子。")
    bounds = list(_BOUNDARY.finditer(text))
    if not bounds or text[: bounds[0].start()].strip():
        return Problem(
            path=path,
            line=1,
            message="开头没有稿件信息。",
            remedy="第一行写 ---，下面写“title: 标题”等信息，再用一行 --- 结束，然后是正文。",
        )
    if len(bounds) == 1:
        return Problem(
            path=path,
            line=text.count("\n", 0, bounds[0].start()) + 1,
            message="开头的稿件信息没有结束。",
            remedy="请在信息的最后一行下面加一行 ---。",
        )
    return None


def _whole(path: str, message: str, remedy: str) -> Problem:
    return Problem(path=path, line=0, message=message, remedy=remedy)


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]{0,17})$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]{1,17}\.[0-9]{1,17}$", "-+0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    ("merge", r"^<<$", "<"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(_pattern),
        [*_first.replace("\0", ""), *([""] if "\0" in _first else [])],
    )

_SCALARS: dict[str, Any] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda text: None,
}


class _Handler(YAMLHandler):
    """Splits as python-frontmatter does, and keeps the lines and problems it meets on the way."""

    FM_BOUNDARY = _BOUNDARY

    def __init__(self, path: str, skipped: int) -> None:
        super().__init__()
        self.path = path
        self.offset = skipped
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        if problem := self._too_much(fm):
            self.problems.append(problem)
            return {}
        try:
            node = yaml.compose(fm, Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as error:
            self.problems.append(self._syntax(error, fm))
            return {}
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._say(
                node,
                "稿件信息不是“名称: 内容”的写法。",
                "每行写一项，例如 title: 标题，冒号是英文的，后面空一格。",
            )
            return {}
        values: dict[str, Any] = self._value(node, ())
        return values

    def _too_much(self, fm: str) -> Problem | None:
        nested = re.search(r"(?:[-?:][ \t]+){20}", fm)
        if len(fm) > _MAX_FRONT or nested or fm.count("[") + fm.count("{") > _MAX_BRACKETS:
            line = fm.count("\n", 0, nested.start()) + 1 if nested else 1
            return Problem(
                path=self.path,
                line=line + self.offset,
                message="稿件信息太长，或层次太深。",
                remedy="请只写规定的各项，长的文字写进正文。",
            )
        return None

    def _say(self, node: yaml.Node, message: str, remedy: str) -> None:
        self.problems.append(Problem(path=self.path, line=self._line(node), message=message, remedy=remedy))

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self.offset

    def _value(self, node: yaml.Node, at: Path) -> Any:
        if id(node) in self.seen:
            self._say(
                node,
                "用了 YAML 的引用（& 和 *）。",
                "请把内容直接写出来；文字以 & 或 * 开头时，用英文双引号括起来。",
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                self.lines[(*at, number)] = self._line(item)
            return [self._value(item, (*at, number)) for number, item in enumerate(node.value)]
        if node.tag not in _SCALARS:
            self._say(
                node, f"用了 YAML 的标记“{node.tag}”。", "请直接写内容；文字以 ! 开头时，用英文双引号括起来。"
            )
            return None
        try:
            return _SCALARS[node.tag](node.value)
        except ValueError:
            return node.value

    def _mapping(self, node: yaml.MappingNode, at: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == "tag:yaml.org,2002:merge":
                self._say(
                    key_node,
                    "这一项的名称不是文字。",
                    "名称只写文字，例如 title；以符号开头的内容用英文双引号括起来。",
                )
                continue
            key = str(key_node.value)
            if (*at, key) in self.lines:
                first = self.lines[(*at, key)]
                self._say(key_node, f"“{key}”写了两次（第 {first} 行已有）。", "请只留一处。")
                continue
            self.lines[(*at, key)] = self._line(key_node)
            values[key] = self._value(value_node, (*at, key))
        return values

    def _syntax(self, error: yaml.YAMLError | RecursionError, fm: str) -> Problem:
        mark = getattr(error, "problem_mark", None)
        line = int(mark.line) if mark is not None else 0
        rows = fm.split("\n")
        while line > 0 and (line >= len(rows) or not rows[line].strip()):
            line -= 1
        message, remedy = _explain(error, rows[line] if rows else "")
        return Problem(path=self.path, line=line + 1 + self.offset, message=message, remedy=remedy)


def _explain(error: Exception, row: str) -> tuple[str, str]:
    said = str(getattr(error, "problem", "") or error)
    shown = f"“{row.strip()[:40]}”" if row.strip() else "这里"
    if "\t" in row or "'\\t'" in said:
        return "用了制表符（Tab 键）缩进。", "请改成空格，每层两个。"
    if "：" in row and ":" not in row:
        return f"{shown}用了中文冒号。", "请改成英文冒号，后面空一格，例如 title: 标题。"
    if "mapping values are not allowed" in said:
        return (
            f"{shown}里多了一个冒号，或缩进不对。",
            "内容里有英文冒号时，把内容用英文双引号括起来；同级的各项要左对齐。",
        )
    if "could not find expected ':'" in said:
        return f"{shown}少了冒号。", "请写成“名称: 内容”，冒号是英文的，后面空一格。"
    if "quoted scalar" in said or "end of stream" in said:
        return f"{shown}的引号没有配对。", "请补上后面的引号；引号用英文的。"
    if "expected ',' or" in said:
        return f"{shown}的括号没有配对。", "请补上 ] 或 }，或改成每行一项、前面加“- ”的写法。"
    return (
        f"{shown}的写法有误。",
        "请写成“名称: 内容”，同级的各项左对齐；有特殊符号的内容用英文双引号括起来。",
    )
