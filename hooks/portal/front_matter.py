"""From the text of a file to its front matter's values, their lines, and its body.

A value is text, a list, a mapping or nothing: whether 2026-03-06, 35 or true is a date, a number or a
truth is for the field to say, and doc_no 3.10 stays as it was written. Anchors, tags and merge keys
have no use in a post and much in an attack, so they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from .fields import quoted
from .problem import Problem
from .slips import LIKE_BOUNDARY, Words, slip, slips, unexplained

Path = tuple[str | int, ...]
"""Where a value stands in the front matter: ("honors", 0, "level")."""

_MAX_FRONT = 64_000
_MAX_BRACKETS = 500
_BLANKS_FIRST = re.compile(r"\A(?:[ \t]*\n)*")
_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_DEEP = re.compile(r"(?:[-?:][ \t]+){20}")
_NO_REFERENCES = "请直接写内容；文字以 & * ! 开头时，用英文双引号括起来。"
_FORM = "每行写一项，例如 title: 标题，冒号是英文的，后面空一格。"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file, taken apart."""

    values: Mapping[str, Any]
    lines: Mapping[Path, int]
    """The line in the file on which each value's key stands, counted from 1."""
    body: str
    body_line: int

    def line(self, at: Path) -> int:
        """The line of a value, or of the nearest group that holds it; 1 for what is missing altogether."""
        while at:
            if at in self.lines:
                return self.lines[at]
            at = at[:-1]
        return 1


def parse_source(text: str, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The front matter and the body of a file's text; all of YAML's mistakes that can be told at once."""
    bounds = list(islice(_BOUNDARY.finditer(text), 2))
    if problem := _missing_front_matter(text, path, bounds):
        return None, (problem,)
    blank = _BLANKS_FIRST.match(text)
    handler = _Handler(path, blank.group().count("\n") if blank else 0)
    values, _ = frontmatter.parse(text, handler=handler)
    if any(problem.severity == "error" for problem in handler.problems):
        return None, tuple(dict.fromkeys(handler.problems))
    end = bounds[1].end()
    rest = text[end:]
    body = rest.lstrip("\n")
    line = text.count("\n", 0, end) + 1 + len(rest) - len(body)
    return Source(values=values, lines=handler.lines, body=body, body_line=line), tuple(handler.problems)


def _missing_front_matter(text: str, path: str, bounds: list[re.Match[str]]) -> Problem | None:
    say = partial(Problem, path=path)
    if not text.strip():
        return say(
            line=0, message="文件是空的。", remedy="请写上标题等信息和正文；可以用 portal new 生成一份样子。"
        )
    if not bounds or text[: bounds[0].start()].strip():
        first = text.lstrip().split("\n", 1)[0]
        found = f"这里写的是{quoted(first)}。" if re.match(LIKE_BOUNDARY, first) else ""
        if first == "---":
            found = "“---”的前面有空格。"
        remedy = "第一行只写三个英文短横 ---，下面写“title: 标题”等信息，再用一行 --- 结束，然后是正文。"
        return say(line=1, message=f"开头没有稿件信息。{found}", remedy=remedy)
    if len(bounds) > 1:
        return None
    rows = text.split("\n")
    start = text.count("\n", 0, bounds[0].start())
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if re.match(LIKE_BOUNDARY, row) and (words := slip(row)):
            return say(line=number, message=words[0], remedy=words[1])
    return say(
        line=start + 1, message="开头的稿件信息没有结束。", remedy="请在信息的最后一行下面加一行 ---。"
    )


class _Loader(yaml.CSafeLoader):
    """Knows text and nothing: everything else is for the fields to say."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it


_TEXT = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"
_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver(_MERGE, re.compile(r"^<<$"), ["<"])


class _Handler(YAMLHandler):
    """Splits as python-frontmatter does, and keeps the lines and problems it meets on the way."""

    FM_BOUNDARY = _BOUNDARY

    def __init__(self, path: str, skipped: int) -> None:
        super().__init__()
        self.path = path
        self.offset = skipped + 1
        self.text = ""
        self.rows: list[str] = []
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        """The values, in YAML's own order; an empty mapping where there are none to be had."""
        self.text, self.rows = fm, fm.split("\n")
        if self._too_much():
            return {}
        try:
            node = yaml.compose(fm, Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as error:
            self._broken(getattr(error, "problem_mark", None))
            return {}
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._broken(node.start_mark, ("稿件信息不是“名称: 内容”的写法。", _FORM))
            return {}
        return self._mapping(node, ())

    def _too_much(self) -> bool:
        deep = _DEEP.search(self.text)
        brackets = self.text.count("[") + self.text.count("{")
        if len(self.text) <= _MAX_FRONT and brackets <= _MAX_BRACKETS and not deep:
            return False
        row = self.text.count("\n", 0, deep.start()) if deep else 0
        self._say(row, ("稿件信息太长，或层次太深。", "请只写规定的各项，长的文字写进正文。"))
        return True

    def _broken(self, mark: Any, otherwise: Words | None = None) -> None:
        """Every row that shows a slip; if none does, the one at which YAML gave up."""
        found = list(slips(self.rows))
        for row, words in found:
            self._say(row, words)
        if not found:
            row = min(int(mark.line), len(self.rows) - 1) if mark is not None else 0
            while row > 0 and not self.rows[row].strip():
                row -= 1
            self._say(row, otherwise or unexplained(self.rows, row))

    def _say(self, row: int, words: Words, **severity: Any) -> None:
        message, remedy = words
        self.problems.append(
            Problem(path=self.path, line=row + self.offset, message=message, remedy=remedy, **severity)
        )

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.offset

    def _value(self, node: yaml.Node, at: Path) -> Any:
        if id(node) in self.seen or self.text[node.start_mark.index : node.start_mark.index + 1] in (
            "&",
            "!",
        ):
            row = node.start_mark.line
            self._say(row, slip(self.rows[row]) or ("用了 YAML 的引用或标记（& * !）。", _NO_REFERENCES))
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                self.lines[(*at, number)] = self._line(item)
            return [self._value(item, (*at, number)) for number, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and not node.style:
            self._check_plain(node)
        return None if node.tag == _NULL else node.value

    def _check_plain(self, node: yaml.ScalarNode) -> None:
        """A text without quotation marks ends where YAML sees a remark, and runs on into the next rows."""
        end = node.end_mark
        rest = self.rows[end.line][end.column :] if end.line < len(self.rows) else ""
        if remark := re.match(r"\s*(#[^\s#].*)", rest):
            words = (
                f"{quoted(remark[1])}前面有空格，成了备注，不会显示。",
                "要显示的话，请用英文双引号把整个内容括起来。",
            )
            self._say(end.line, words, severity="warning")
        if node.start_mark.line < end.line and end.column:
            words = (
                "这里的几行会连成一句，中间加空格。",
                "如果是列表，请每行前面加“- ”；如果是一段话，请写在一行里。",
            )
            self._say(node.start_mark.line, words, severity="warning")

    def _mapping(self, node: yaml.MappingNode, at: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            row = int(key_node.start_mark.line)
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == _MERGE:
                self._say(row, ("这一项的名称不是文字。", "名称只写文字，例如 title。"))
                continue
            key = str(key_node.value)
            if not re.fullmatch(r"[\w -]*", key) and (words := slip(self.rows[row])):
                self._say(row, words)
            elif (first := self.lines.get((*at, key))) is not None:
                self._say(row, (f"“{key}”写了两次（第 {first} 行已有）。", "请只留一处。"))
            else:
                self.lines[(*at, key)] = self._line(key_node)
                values[key] = self._value(value_node, (*at, key))
        return values
