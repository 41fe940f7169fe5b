"""The JSON Schema of each collection, made of the fields of its kind (2020-12)."""

from __future__ import annotations

from typing import Any

from ..kinds import KINDS
from ..pages.subscriptions import API
from .records import COLLECTIONS

Schema = dict[str, Any]

_FOR_WRITERS = ("additionalProperties", "default", "description", "examples")
"""Of the fields' own schema: help for officers, what may be left out, and that nothing may be added."""
_STRING: Schema = {"type": "string"}
_ADDRESS: Schema = {"type": "string", "format": "uri-reference"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_HEAD = {
    "id": {**_STRING, "title": "编号，不会改变"},
    "kind": {**_STRING, "title": "种类"},
    "column": {**_STRING, "title": "栏目"},
    "url": {**_ADDRESS, "title": "网页地址"},
}


def schema_url(kind: str) -> str:
    """Where the schema of a collection is."""
    return f"{API}schema/{COLLECTIONS[kind]}.json"


def schema_of(kind: str) -> Schema:
    """What a page of a collection holds; later versions only add fields."""
    fields = _for_readers(KINDS[kind].meta.model_json_schema(mode="serialization"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": KINDS[kind].label,
        "type": "object",
        "properties": {
            "collection": {"const": COLLECTIONS[kind]},
            "page": {"type": "integer", "minimum": 1},
            "previous": {"anyOf": [_ADDRESS, {"type": "null"}]},
            "next": {"anyOf": [_ADDRESS, {"type": "null"}]},
            "items": {
                "type": "array",
                "items": {"anyOf": [{"$ref": "#/$defs/Record"}, {"$ref": "#/$defs/WithdrawnRecord"}]},
            },
        },
        "required": ["collection", "page", "previous", "next", "items"],
        "$defs": {**fields.pop("$defs", {}), "Record": _record(fields), "WithdrawnRecord": _withdrawn()},
    }


def _record(fields: Schema) -> Schema:
    own = {**_HEAD, "updated": {**_MOMENT, "title": "更新时间"}}
    return {
        **fields,
        "title": "一条记录；没有填写的字段不出现",
        "properties": {**own, **fields["properties"], "summary": {**_STRING, "title": "摘要"}},
        "required": [*own, "title", "summary", "publish_at", "sample"],
        "not": {"required": ["withdrawn"]},
    }


def _withdrawn() -> Schema:
    return {
        "title": "已撤下的稿件",
        "type": "object",
        "properties": {
            **_HEAD,
            "withdrawn": {
                "type": "object",
                "properties": {"at": {"anyOf": [_MOMENT, {"type": "null"}]}, "reason": _STRING},
                "required": ["at", "reason"],
            },
        },
        "required": [*_HEAD, "withdrawn"],
    }


def _for_readers(schema: Any) -> Any:
    """A schema without what only concerns those who fill in the fields; names of fields are kept."""
    match schema:
        case dict():
            return {
                name: {key: _for_readers(value) for key, value in inside.items()}
                if name in ("properties", "$defs")
                else _for_readers(inside)
                for name, inside in schema.items()
                if name not in _FOR_WRITERS
            }
        case list():
            return [_for_readers(item) for item in schema]
        case _:
            return schema
