"""From pydantic's findings to Problems: the file, the line, the field's Chinese label, the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from .fields import Fields, quoted
from .front_matter import Path, Source
from .problem import Problem

F = TypeVar("F", bound=Fields)


def validate(source: Source, fields: type[F], path: str) -> tuple[F | None, tuple[Problem, ...]]:
    """The values as fields of this type, or all that is wrong with them."""
    try:
        return fields.model_validate(source.values), ()
    except ValidationError as error:
        return None, tuple(_problems(error, source, fields, path))


def _problems(error: ValidationError, source: Source, fields: type[Fields], path: str) -> Iterator[Problem]:
    said: set[tuple[int, str]] = set()
    for detail in error.errors():
        at = tuple(part for part in detail["loc"] if part != "[key]")
        label, owner = _walk(fields, at)
        message, remedy = _words(detail, label, owner, at)
        line = _line(source, at)
        if (line, message) not in said:
            said.add((line, message))
            yield Problem(path=path, line=line, message=message, remedy=remedy)


def _line(source: Source, at: Path) -> int:
    """The line of the value, or of the nearest group that holds it; 1 for what is missing altogether."""
    while at:
        if at in source.lines:
            return source.lines[at]
        at = at[:-1]
    return 1


def _walk(fields: type[Fields], at: Path) -> tuple[str, type[Fields]]:
    """The label of a place, “荣誉第 2 项的荣誉级别”, and the group its last name belongs to."""
    label, owner, group = "", fields, fields
    for part in at:
        if isinstance(part, int):
            label += f"第 {part + 1} 项"
            continue
        if (info := _field(group, part)) is None:
            owner = group
            continue
        label = f"{label}的{info.title}" if label else str(info.title)
        owner, group = group, _group(info.annotation) or group
    return label, owner


def _field(fields: type[Fields], name: str) -> FieldInfo | None:
    return next((info for key, info in fields.model_fields.items() if name in (key, info.alias)), None)


def _group(annotation: Any) -> type[Fields] | None:
    """The group of fields inside an annotation such as `tuple[Honor, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Fields):
        return annotation
    return next((found for part in get_args(annotation) if (found := _group(part))), None)


def _words(detail: Any, label: str, owner: type[Fields], at: Path) -> tuple[str, str]:
    name = str(at[-1]) if at else ""
    match detail["type"]:
        case "portal":
            return f"{label}{detail['ctx']['message']}", detail["ctx"]["remedy"]
        case "missing":
            return f"缺少{label}（{name}）。", f"请加上一行：{name}: {_example(owner, name)}"
        case "extra_forbidden":
            return f"没有“{name}”这一项。", _nearest(owner, name)
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{label}要分项填写。", _group_remedy(owner, at)
        case "tuple_type" | "list_type":
            return f"{label}要写成列表。", "请每行一项，前面加“- ”。"
        case "bool_type" | "bool_parsing":
            return f"{label}写成了{quoted(detail['input'])}。", "请写 true（是）或 false（否）。"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"{label}写成了{quoted(detail['input'])}。", "请写一个整数。"
        case _:
            return f"{label}的写法不对：{quoted(detail['input'])}。", "请对照字段说明修改。"


def _example(owner: type[Fields], name: str) -> str:
    info = _field(owner, name)
    examples = info.examples if info is not None else None
    return str(examples[0]) if examples else "……"


def _nearest(owner: type[Fields], name: str) -> str:
    names = {info.alias or key: str(info.title) for key, info in owner.model_fields.items()}
    by_label = {label: key for key, label in names.items()}
    near = get_close_matches(name, [*names, *by_label], n=1, cutoff=0.5)
    if not near:
        return "请核对名称，不用的就删去。"
    key = by_label.get(near[0], near[0])
    return f"是不是 {key}（{names[key]}）？"


def _group_remedy(owner: type[Fields], at: Path) -> str:
    info = next(
        (found for part in reversed(at) if isinstance(part, str) and (found := _field(owner, part))), None
    )
    group = _group(info.annotation) if info else None
    if group is None:
        return "请每行写一项，下一层缩进两个空格。"
    rows = "、".join(f"{field.alias or key}（{field.title}）" for key, field in group.model_fields.items())
    return f"请在下面缩进两个空格，每行一项：{rows}。"
