"""All that the public may see, and the indices."""

from pathlib import Path

from portal.library import entries_named, units_named

from ..site import load, small_site


def test_indices_answer_what_pages_ask(tmp_path: Path) -> None:
    library = load(small_site(tmp_path / "content"))[0].library
    news, brand, unit = (
        library.by_key[key] for key in ("news/2026/03/dangri", "brands/hongzhu", "units/zhongxue")
    )
    old = library.by_key["documents/banfa-2025"]
    assert library.unit("zhongxue") is unit
    assert library.unit("nowhere") is None
    assert library.in_column["brands"] == (brand,)
    assert [entry.key for entry in library.of_unit["zhongxue"]] == [
        "news/2026/03/dangri",
        "stories/deng",
        "brands/hongzhu",
        "models/jia",
    ]
    assert library.of_topic["xuexi"] == (news,)
    assert library.replaced["documents/banfa-2026"] == (old,)
    assert [column.name for column in library.of_kind("brand")] == ["brands"]
    assert library.column("nowhere") is None


def test_links_and_proofs_are_mentions(tmp_path: Path) -> None:
    library = load(small_site(tmp_path / "content"))[0].library
    assert {key: [entry.key for entry in found] for key, found in library.mentioning.items()} == {
        "brands/hongzhu": ["news/2026/03/dangri", "tasks/pinpai"],
        "news/2026/03/dangri": ["brands/hongzhu"],
    }


def test_an_entry_says_by_which_fields_it_names_others(tmp_path: Path) -> None:
    library = load(small_site(tmp_path / "content"))[0].library
    named = {entry.key: (units_named(entry), entries_named(entry)) for entry in library.entries}
    assert {key: value for key, value in named.items() if any(value)} == {
        "news/2026/03/dangri": ((("unit", "zhongxue"),), ()),
        "stories/deng": ((("unit", "zhongxue"),), ()),
        "models/jia": ((("unit", "zhongxue"),), ()),
        "brands/hongzhu": ((("unit", "zhongxue"),), (("evidence", "news/2026/03/dangri"),)),
        "tasks/pinpai": ((("owner_unit", "zhongxue"),), (("proofs", "brands/hongzhu"),)),
        "documents/banfa-2025": ((), (("replaced_by", "documents/banfa-2026"),)),
    }
