"""What others rely on stays: addresses and fields of version 1 are only added to.

The files in fixtures/contract were written once and are never shortened.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.kinds import KINDS
from portal.open_data.schemas import schema_of
from tests.filled import build_site
from tests.project import tree
from tests.site import SETTINGS, small_site

READ = {
    "index": "api/v1/index.json",
    "card": "embed/v1/brands/hongzhu/card.json",
    "card of a unit": "embed/v1/units/zhongxue/card.json",
    "oembed": "embed/v1/brands/hongzhu/oembed.json",
}
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the small site as one that knows its own address."""
    root = tmp_path_factory.mktemp("contract")
    settings = SETTINGS.model_copy(update={"site_url": "https://portal.example/"})
    build_site(small_site(root / "content"), root / "site", settings, root / "cache")
    return tree(root / "site")


def test_every_promised_address_is_there(site: dict[str, bytes]) -> None:
    assert promised("addresses.txt") - set(site) == set()


def test_every_promised_field_of_the_index_of_a_card_and_of_oembed_is_there(site: dict[str, bytes]) -> None:
    """Read off the files themselves, wherever a value is no list or null."""
    now = {f"{name}{at}" for name, path in READ.items() for at in named(json.loads(site[path]))}
    assert promised("files.txt") - now == set()


def named(value: object, at: str = "") -> set[str]:
    """Every field of a JSON value by its path."""
    match value:
        case dict():
            inside = [{f"{at}.{name}"} | named(item, f"{at}.{name}") for name, item in value.items()]
        case list():
            inside = [named(item, at) for item in value]
        case _:
            return set()
    return set().union(*inside)


def test_every_promised_field_of_the_records_is_there() -> None:
    now = set().union(*(fields(schema_of(kind), schema_of(kind)["$defs"], kind) for kind in KINDS))
    assert promised("fields.txt") - now == set()
