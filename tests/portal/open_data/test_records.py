"""Entries as records, which their schemas describe."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portal.kinds import KINDS
from portal.open_data.collections import page_url
from portal.open_data.schemas import schema_of, schema_url
from portal.pages.edition import Edition
from portal.settings import Settings
from tests.filled import build_site, draw, entry, every_field, photo

from ..pages.editions import write
from .texts import known, texts


def record(edition: Edition, key: str) -> dict[str, Any]:
    """The record of an entry."""
    files = (json.loads(text) for url, text in texts(edition).items() if url.endswith(".json"))
    pages = (file["items"] for file in files if "collection" in file)
    return next(item for items in pages for item in items if item["id"] == key)


def test_a_record_has_what_is_public_and_the_addresses_of_its_files(tmp_path: Path) -> None:
    found = record(known(tmp_path), "brands/hongzhu")
    logo = found.pop("logo")
    assert found == {
        "id": "brands/hongzhu",
        "kind": "brand",
        "column": "brands",
        "url": "https://portal.example/dj/brands/hongzhu/",
        "title": "红烛",
        "unit": "zhongxue",
        "publish_at": "2026-02-02T09:00:00+08:00",
        "updated": "2026-02-02T09:00:00+08:00",
        "summary": "做法 结对帮扶。",
        "sample": False,
        "brand_name": "红烛",
        "measures": ["结对", "送课"],
        "phase": "培育",
        "phases": {"申报": "2025-03-01", "立项": "2025-05-01"},
        "evidence": ["news/2026/03/dangri"],
    }
    assert logo["alt"] == "一支红烛"
    assert logo["src"].startswith("https://portal.example/dj/assets/pictures/")


def test_a_sample_is_marked(tmp_path: Path) -> None:
    assert record(known(tmp_path), "news/2026/03/dangri")["sample"] is True


def test_what_is_not_public_is_not_named(tmp_path: Path) -> None:
    write(tmp_path, "units/mimi.md", "name: 密\nunit_kind: 学校\nstatus: draft")
    for path in ("topics/mimi.md", "news/mimi.md", "documents/mimi.md"):
        write(tmp_path, path, "status: draft")
    write(tmp_path, "stories/a.md", "unit: mimi\ntopics: [mimi, xuexi]")
    write(tmp_path, "tasks/a.md", "line: smart\nowner_unit: mimi\nproofs: [news/mimi, brands/hongzhu]")
    write(
        tmp_path,
        "brands/a.md",
        "brand_name: 甲\nphase: 申报\npromoted_to: [mimi, zhongxue]\nevidence: [news/mimi]",
    )
    write(tmp_path, "documents/a.md", "replaced_by: documents/mimi")
    edition = known(tmp_path)
    found = {key: record(edition, key) for key in ("stories/a", "tasks/a", "brands/a", "documents/a")}
    assert "mimi" not in json.dumps(found)
    assert (found["stories/a"]["topics"], found["tasks/a"]["proofs"], found["brands/a"]["promoted_to"]) == (
        ["xuexi"],
        ["brands/hongzhu"],
        ["zhongxue"],
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The first page of each collection of a site with a value in every field of every kind."""
    root = tmp_path_factory.mktemp("filled")
    folders = {kind: {"unit": "units", "topic": "topics", "page": ""}.get(kind, kind) for kind in KINDS}
    files: dict[str, str | bytes] = {"index.md": entry({"title": "首页"})}
    for kind, folder in folders.items():
        if folder:
            files[f"{folder}/index.md"] = entry({"title": KINDS[kind].label, "kind": kind})
        path = f"{folder}/{kind}".lstrip("/")
        named = {
            "cover.src": "c.jpg",
            "logo.src": "l.jpg",
            "poster": "p.jpg",
            "attachments.0.src": "a.csv",
            "src": "f.mp4",
            "captions": "k.vtt",
        }
        bytes_of: dict[str, str | bytes] = {
            "jpg": photo(path),
            "csv": "一,二",
            "mp4": b"\0\0\0\x18ftypmp42",
            "vtt": "WEBVTT\n",
        }
        files |= {f"{path}/{name}": bytes_of[name.rpartition(".")[2]] for name in named.values()}
        given = {
            **{at: f"{kind}/{name}" for at, name in named.items()},
            "unit": "unit",
            "owner_unit": "unit",
            "promoted_to": ["unit"],
            "topics": ["topic"],
            "evidence": ["news/news"],
            "proofs": ["news/news"],
            "replaced_by": "document/other",
            "tags": ["标签"],
            "quarter": "2026Q1",
            "scope": "public",
            "status": "published",
            "publish_at": "2026-03-01 09:30",
            "unpublish_at": None,
            "reviews": None,
        }
        files[f"{path}.md"] = entry(every_field(KINDS[kind].meta, lambda at: f"词 {at}", given), "正文")
    files["document/other.md"] = entry(
        {"title": "新", "publish_at": "2026-03-02 09:30", "status": "published"}
    )
    settings = Settings(site_name="门户", description="门户", site_url="https://portal.example/")
    built = build_site(draw(root / "content", files), root / "site", settings, root / "cache")
    assert [str(problem) for problem in built.problems if problem.severity == "error"] == []
    return {
        kind: (
            json.loads((root / "site" / page_url(kind, 1)).read_bytes()),
            json.loads((root / "site" / schema_url(kind)).read_bytes()),
        )
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_records_of_a_kind_are_what_its_schema_says(filled: dict[str, Any], kind: str) -> None:
    """And the schema says nothing that no record has: each field of the kind is in the record."""
    page, schema = filled[kind]
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(page)] == []
    item = next(item for item in page["items"] if item["title"] != "新")
    assert set(item) == set(schema["$defs"]["Record"]["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_refuses_what_is_no_record(filled: dict[str, Any], kind: str) -> None:
    page, schema = filled[kind]
    checker = Draft202012Validator(schema)
    for field in ("id", "url", "title", "publish_at", "sample"):
        item = {name: value for name, value in page["items"][0].items() if name != field}
        assert not checker.is_valid({**page, "items": [item]}), field
    assert not checker.is_valid({**page, "items": [{**page["items"][0], "publish_at": 2026}]})


def test_a_schema_names_fields_and_choices_in_chinese() -> None:
    fields = schema_of("task")["$defs"]["Record"]["properties"]
    assert (fields["acceptance"]["title"], "description" in fields["acceptance"]) == ("验收标准", False)
    assert {"const": "doing", "title": "进行中"} in fields["state"]["oneOf"]


INTERNAL = {"reviews", "secrecy", "status", "wechat", "consent_ref", "folder", "unpublish_at", "pinned_until"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_for_the_office_alone_is_in_no_schema(kind: str) -> None:
    fields = set(schema_of(kind)["$defs"]["Record"]["properties"])
    assert fields & INTERNAL == set()
    assert ("scope" in fields) == (kind == "disclosure"), "only the directory states its scope"
