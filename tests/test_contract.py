"""What others rely on stays: addresses and fields of version 1 are only added to.

The files in fixtures/contract were written once and are never shortened.
"""

from pathlib import Path
from typing import Any

from portal.kinds import KINDS
from portal.open_data.schemas import schema_of

CONTRACT = Path(__file__).parent / "fixtures" / "contract"


def promised(name: str) -> set[str]:
    """The lines of a file of the contract."""
    return set((CONTRACT / name).read_text("utf-8").split("\n")) - {""}


def fields(schema: dict[str, Any], defs: dict[str, Any], at: str) -> set[str]:
    """Every field of a schema by its path, `brands.items.logo.src`."""
    found: set[str] = set()
    for name, inside in schema.get("properties", {}).items():
        found |= {f"{at}.{name}", *fields(inside, defs, f"{at}.{name}")}
    for inside in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        found |= fields(inside, defs, at)
    if "$ref" in schema:
        found |= fields(defs[schema["$ref"].rpartition("/")[2]], defs, at)
    return found


def test_every_promised_field_of_the_records_is_there() -> None:
    now = set().union(*(fields(schema_of(kind), schema_of(kind)["$defs"], kind) for kind in KINDS))
    assert promised("fields.txt") - now == set()
