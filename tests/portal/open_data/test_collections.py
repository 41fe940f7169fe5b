"""The API: what there is, in pages that hardly ever change."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.kinds import KINDS
from portal.open_data.collections import MOST, page_url
from portal.open_data.records import COLLECTIONS
from portal.pages.edition import Edition

from ..pages.editions import small, write
from .texts import known, texts


def api(edition: Edition) -> dict[str, Any]:
    """All files of the API by address."""
    return {url: json.loads(text) for url, text in texts(edition).items() if url.startswith("api/v1/")}


def many(root: Path, count: int) -> dict[str, Any]:
    """The API of a site with so many stories, of which the small site has one."""
    for number in range(count - 1):
        day = f"2026-01-{1 + number // 60:02} 10:{number % 60:02}"
        write(root, f"stories/s{number:03}.md", f"publish_at: {day}")
    return api(small(root))


def test_every_kind_has_its_collection_and_its_schema(tmp_path: Path) -> None:
    assert set(COLLECTIONS) == set(KINDS)
    files = api(small(tmp_path))
    collections = {row["name"]: row for row in files["api/v1/index.json"]["collections"]}
    assert list(collections) == list(COLLECTIONS.values())
    for row in collections.values():
        assert {row["first"], row["last"], row["schema"]} <= set(files)
        assert len(files[row["first"]]["items"]) == row["count"]


def test_the_index_names_columns_with_their_feeds_and_calendars(tmp_path: Path) -> None:
    index = api(known(tmp_path))["api/v1/index.json"]
    home = "https://portal.example/dj/"
    assert (index["version"], index["home"], index["feeds"]["atom"]) == (1, home, f"{home}feed.xml")
    tasks = next(column for column in index["columns"] if column["name"] == "tasks")
    assert (tasks["url"], tasks["feeds"]["json"], tasks["calendar"]) == (
        f"{home}tasks/",
        f"{home}tasks/feed.json",
        f"{home}tasks/due.ics",
    )


def test_without_an_address_of_its_own_the_site_gives_paths(tmp_path: Path) -> None:
    files = api(small(tmp_path))
    index = files["api/v1/index.json"]
    assert (index["home"], index["feeds"], index["columns"][0]["feeds"]) == (None, None, None)
    assert files["api/v1/stories/1.json"]["items"][0]["url"] == "stories/deng/"


def test_a_collection_runs_from_the_oldest_to_the_newest_in_pages_of_two_hundred(tmp_path: Path) -> None:
    files = many(tmp_path, 2 * MOST + 1)
    pages = [files[f"api/v1/stories/{number}.json"] for number in (1, 2, 3)]
    assert "api/v1/stories/4.json" not in files
    assert [len(page["items"]) for page in pages] == [MOST, MOST, 1]
    assert [(page["previous"], page["next"]) for page in pages] == [
        (None, "api/v1/stories/2.json"),
        ("api/v1/stories/1.json", "api/v1/stories/3.json"),
        ("api/v1/stories/2.json", None),
    ]
    moments = [item["publish_at"] for page in pages for item in page["items"]]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("count", "changed"),
    [
        (MOST - 1, {"api/v1/stories/1.json"}),
        (MOST, {"api/v1/stories/1.json", "api/v1/stories/2.json"}),
        (MOST + 1, {"api/v1/stories/2.json"}),
    ],
    ids=["the page has room", "the page is full", "the page has just begun"],
)
def test_a_new_entry_changes_the_last_page_and_the_index(
    tmp_path: Path, count: int, changed: set[str]
) -> None:
    before = many(tmp_path / "before", count)
    write(tmp_path / "after", "stories/xin.md", "publish_at: 2026-03-09 10:00")
    after = many(tmp_path / "after", count)
    differ = {url for url in after if after[url] != before.get(url)}
    assert differ == {"api/v1/index.json", *changed}


def test_a_withdrawn_entry_keeps_its_place_and_says_why(tmp_path: Path) -> None:
    items = api(small(tmp_path))[page_url("news", 1)]["items"]
    assert [(item["id"], item.get("withdrawn")) for item in items] == [
        ("news/2026/03/chexia", {"at": "2026-03-02T10:00:00+08:00", "reason": "内容重复"}),
        ("news/2026/03/dangri", None),
    ]
    assert set(items[0]) == {"id", "kind", "column", "url", "withdrawn"}


def test_an_item_for_the_party_is_in_no_record_even_where_the_directory_keeps_its_line(
    tmp_path: Path,
) -> None:
    from ..pages.editions import with_settings

    edition = small(tmp_path, settings=with_settings(internal_lines=True))
    assert [item["id"] for item in api(edition)[page_url("disclosure", 1)]["items"]] == ["disclosure/jueyi"]
