"""A new entry, filled in as far as the portal can, for an officer to complete."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from .columns import Column
from .fields import Choice
from .kinds.meta import Kind
from .paths import unfit

_ALWAYS = ("status",)


class NameRefused(Exception):
    """A new entry cannot have this name: its text says why, in one line."""


def skeleton(kind: Kind, now: datetime) -> str:
    """The text of a new entry: required fields, the kind's usual ones, each with its label, then a body."""
    rows = ["---"]
    for name, info in kind.meta.model_fields.items():
        if info.is_required() or name in (*kind.skeleton, *_ALWAYS):
            rows += _rows(info.alias or name, info, now)
    rows += ["---", "", "在这里写正文。段落之间空一行；小标题前面写 ## 和一个空格。", ""]
    return "\n".join(rows)


def new_entry(content: Path, column: Column, name: str, now: datetime) -> Path:
    """Write the skeleton to `column/year/month/name.md` (undated: `column/name.md`).

    Raises `NameRefused` where the file exists, and for what is no name of a file everywhere.
    """
    folder = f"{column.name}/{now:%Y}/{now:%m}" if column.kind.dated else column.name
    name = name.removesuffix(".md")
    if "/" in name or name == "index":
        raise NameRefused(f"“{name}”不能作文件名。请只写一个名字，不带文件夹，也不要用 index。")
    if problem := unfit(f"{folder}/{name}.md", folder=False):
        raise NameRefused(f"{problem.message}{problem.remedy}")
    path = content / folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(skeleton(column.kind, now))
    except FileExistsError:
        raise NameRefused(f"{path} 已经有了。请换一个文件名。") from None
    return path


def _rows(name: str, info: FieldInfo, now: datetime) -> list[str]:
    """A field as front matter; what the officer has to decide is there as a comment."""
    options = _options(info.annotation)
    hint = f"{info.title}。{info.description}" if info.description else f"{info.title}"
    if options:
        hint = f"{info.title}：{options}"
    if name == "publish_at":
        return [f"publish_at: {now:%Y-%m-%d %H:%M}  # {hint}"]
    if name == "status":
        return [f"status: draft  # {hint}"]
    if info.is_required() and info.examples:
        return [f"{name}: {info.examples[0]}  # {hint}"]
    return [f"# {name}:  # {hint}"]


def _options(annotation: Any) -> str:
    """What a choice may be, as officers write it."""
    choice = _choice(annotation)
    return "、".join(member.value for member in choice) if choice else ""


def _choice(annotation: Any) -> type[Choice] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Choice) else None
    return next((found for part in get_args(annotation) if (found := _choice(part))), None)
