"""The kinds of entries."""

import pickle
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from portal.columns import ColumnFields, HomeFields
from portal.fields import Choice, Fields
from portal.kinds import KINDS
from portal.settings import Settings
from tests.filled import every_field

GROUPS = [kind.meta for kind in KINDS.values()]


def inside(annotation: Any) -> Iterator[type]:
    """The classes of an annotation, and of the groups of fields in it."""
    if isinstance(annotation, type):
        yield annotation
        if issubclass(annotation, Fields):
            for info in annotation.model_fields.values():
                yield from inside(info.annotation)
    for part in get_args(annotation):
        yield from inside(part)


ALL = {found for group in (*GROUPS, ColumnFields, HomeFields, Settings) for found in inside(group)}


@pytest.mark.parametrize("group", sorted((g for g in ALL if issubclass(g, Fields)), key=str), ids=str)
def test_every_field_has_a_chinese_label(group: type[Fields]) -> None:
    assert [
        name for name, info in group.model_fields.items() if not re.search("[一-鿿]", info.title or "")
    ] == []


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_no_two_fields_of_a_kind_share_a_label(group: type[Fields]) -> None:
    labels = [info.title for info in group.model_fields.values()]
    assert len(labels) == len({*labels})


@pytest.mark.parametrize("choice", sorted((c for c in ALL if issubclass(c, Choice)), key=str), ids=str)
def test_every_choice_is_known_by_code_and_by_label(choice: type[Choice]) -> None:
    assert [choice.parse(member.value) for member in choice] == list(choice)
    assert [choice.parse(member.label) for member in choice] == list(choice)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_skeleton_names_fields_that_exist(kind: Any) -> None:
    assert {*kind.skeleton} <= {*kind.meta.model_fields}


def test_a_disclosed_item_must_state_its_scope() -> None:
    assert [kind.name for kind in KINDS.values() if kind.meta.model_fields["scope"].is_required()] == [
        "disclosure"
    ]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
@pytest.mark.parametrize("full", [True, False], ids=["every field", "only what there has to be"])
def test_what_is_pickled_comes_back_as_it_was(group: type[Fields], full: bool) -> None:
    """To the order of its fields, since what it says of itself decides which pages are drawn again."""
    given = {"evidence.0": "a/b", "proofs.0": "a/b", "replaced_by": "a/b", "quarter": "2026Q1"}
    values = every_field(group, lambda at: "一句话", given)
    needed = {info.alias or name for name, info in group.model_fields.items() if info.is_required()}
    said = group.model_validate(values if full else {name: values[name] for name in needed})
    again = pickle.loads(pickle.dumps(said))
    assert (again, repr(again), again.model_fields_set) == (said, repr(said), said.model_fields_set)
