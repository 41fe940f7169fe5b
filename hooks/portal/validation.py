"""From pydantic's findings to what an officer can act on: the line, the field's Chinese label, the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import ValidationError, create_model
from pydantic.fields import FieldInfo

from .fields import Fields, nearest, quoted
from .front_matter import Path, Source
from .problem import Problem
from .slips import Words

F = TypeVar("F", bound=Fields)


def validate(source: Source, fields: type[F], path: str) -> tuple[F | None, tuple[Problem, ...]]:
    """The values as fields of this type, or all that is wrong with them."""
    try:
        return fields.model_validate(source.values), ()
    except ValidationError as error:
        found = {
            Problem(path=path, line=source.line(at), message=message, remedy=remedy): None
            for at, (message, remedy) in findings(error, fields)
        }
        return None, tuple(found)


def sound_part(source: Source, fields: type[F]) -> F:
    """The values that are right, whatever else has to be there: what they name can still be looked for."""
    try:
        return fields.model_validate(source.values)
    except ValidationError as error:
        wrong = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
    right = {name: value for name, value in source.values.items() if name not in wrong}
    found = _none_required(fields).model_validate(right)
    return cast(F, fields.model_construct(**dict(found)))


@cache
def _none_required(fields: type[Fields]) -> type[Fields]:
    needed = {name: info for name, info in fields.model_fields.items() if info.is_required()}
    optional: dict[str, Any] = {name: (info.rebuild_annotation(), None) for name, info in needed.items()}
    return create_model(fields.__name__, __base__=fields, **optional)


def findings(error: ValidationError, fields: type[Fields]) -> Iterator[tuple[Path, Words]]:
    """Where each mistake is, and what to say about it."""
    for detail in error.errors():
        at = tuple(part for part in detail["loc"] if part != "[key]")
        label, owner = _walk(fields, at)
        yield at, _words(detail, label, owner, at)


def _walk(fields: type[Fields], at: Path) -> tuple[str, type[Fields]]:
    """The label of a place, “荣誉第 2 项的级别”, and the group its last name belongs to."""
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


def _words(detail: Any, label: str, owner: type[Fields], at: Path) -> Words:
    name = str(at[-1]) if at else ""
    match detail["type"]:
        case "portal":
            return f"{label}{detail['ctx']['message']}", detail["ctx"]["remedy"]
        case "missing":
            return f"缺少{label}（{name}）。", f"请加上一行：{name}: {_example(owner, name)}"
        case "extra_forbidden":
            return f"没有“{name}”这一项。", _nearest_field(owner, name)
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{label}要分项填写。", _group_remedy(owner, at)
        case "tuple_type" | "list_type":
            return f"{label}要写成列表。", _list_remedy(owner, name)
        case _:
            return f"{label}的写法不对：{quoted(detail['input'])}。", "请对照字段说明修改。"


def _example(owner: type[Fields], name: str) -> str:
    info = _field(owner, name)
    examples = info.examples if info is not None else None
    return str(examples[0]) if examples else "……"


def _nearest_field(owner: type[Fields], name: str) -> str:
    labels = {info.alias or key: str(info.title) for key, info in owner.model_fields.items()}
    by_label = {label: key for key, label in labels.items()}
    key = nearest(name, labels) or by_label.get(nearest(name, by_label, 0.5) or "")
    return f"是不是 {key}（{labels[key]}）？" if key else "请核对名称，不用的就删去。"


def _list_remedy(owner: type[Fields], name: str) -> str:
    info = _field(owner, name)
    group = _group(info.annotation) if info else None
    if group is None:
        return "请每行一项，前面加“- ”。"
    first, *others = _names(group)
    return f"每一项从“- {first}: ……”开始，其余各项（{'、'.join(others)}）写在它下面，左边对齐。"


def _group_remedy(owner: type[Fields], at: Path) -> str:
    info = next(
        (found for part in reversed(at) if isinstance(part, str) and (found := _field(owner, part))), None
    )
    group = _group(info.annotation) if info else None
    if group is None:
        return "请每行写一项，下一层缩进两个空格。"
    if at and isinstance(at[-1], int):
        return f"请写成“- {_names(group)[0]}: ……”，其余各项写在它下面，左边对齐。"
    rows = "、".join(f"{name}（{_label(group, name)}）" for name in _names(group))
    return f"请在下面缩进两个空格，每行一项：{rows}。"


def _names(group: type[Fields]) -> list[str]:
    return [info.alias or key for key, info in group.model_fields.items()]


def _label(group: type[Fields], name: str) -> str:
    info = _field(group, name)
    return str(info.title) if info else name
