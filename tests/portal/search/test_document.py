"""What of an entry is searched: what its page shows in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.search.document import Document, labels, listed, make_records, read_record
from tests.portal.search.reference import holds
from tests.site import load, small_site


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """All documents of the small site."""
    loaded, _ = load(small_site(tmp_path_factory.mktemp("small") / "content"))
    return [one.document() for one in listed(loaded.library)]


@pytest.mark.parametrize(
    ("term", "title"),
    [
        ("开展主题", "示例中学开展主题党日"),
        ("示例教师甲", "示例中学开展主题党日"),
        ("示例中学", "红烛"),
        ("示发〔2026〕1号", "示例办法（修订）"),
        ("红烛", "红烛"),
        ("新的办法", "示例办法（修订）"),
    ],
)
def test_an_entry_is_found_by_title_unit_names_number_and_text(
    found: list[Document], term: str, title: str
) -> None:
    assert title in [one.title for one in found if holds(one, term)]


def test_drafts_and_withdrawn_entries_are_not_searched(found: list[Document]) -> None:
    assert {"还没有写完的稿件", "已撤下的稿件"}.isdisjoint(one.title for one in found)


def test_a_record_gives_back_the_document(found: list[Document]) -> None:
    alphabet = "的一是示例中学"
    assert [read_record(record, alphabet) for record in make_records(alphabet, found)] == found


def test_a_record_does_not_rely_on_a_character_that_is_only_written_and_not_searched(
    found: list[Document],
) -> None:
    """か with its mark is searched as が, so か may leave the alphabet while this document stays."""
    one = replace(found[0], title="か\u3099く", parts=("\0か\u3099",))
    [record] = make_records("かがく", [one])
    assert read_record(record, "\0がく") == one


def test_each_facet_has_a_label_for_just_the_values_that_documents_have(tmp_path: Path) -> None:
    loaded, _ = load(small_site(tmp_path / "content"))
    documents = [one.document() for one in listed(loaded.library)]
    known = labels(loaded.library)
    for name, values in known.items():
        assert {*values} == {value for one in documents for value in one.facets.get(name, ())}, name
    assert known["unit"] == {"zhongxue": "示例中学"}
