"""What the reader finds is what plain search through all documents finds, in the same order."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.search.blocks import inflate
from portal.search.document import Document
from portal.workers import make_executor

from .reader import Reader, reading
from .shelf import SMALL, Shelf, assert_right, document, leaks

PHRASES = (
    "绵阳市示例第一中学党总支",
    "“3+2”书记项目",
    "互联网+党建",
    "绵教体党发〔2017〕35号",
    "党员教师走进社区，",
    "党员教师走进教室。",
    "黨員們的學校",
    "ABCabc 123",
    "😀👩‍🏫",
    "中共绵阳市教育和体育局委员会关于市直教体系统实施基层党建书记项目的意见和办法的通知",
    "甲乙甲乙甲乙甲乙甲乙",
)
TEXTS = st.lists(st.sampled_from(PHRASES) | st.text("甲乙党员a1+ \n，😀", max_size=12), max_size=6).map(
    "".join
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=20)
"""Of characters that Python knows: a newer Unicode in the browser may know the case of more."""


@st.composite
def documents(draw: st.DrawFn, number: int) -> Document:
    """Any document, under a number."""
    facets: dict[str, tuple[str, ...]] = {"unit": (draw(st.sampled_from(("u1", "u2", "u3"))),)}
    if honours := draw(st.sets(st.sampled_from(("国家级", "市级", "校级")))):
        facets["honour"] = tuple(sorted(honours))
    if phase := draw(st.sampled_from(("", "申报", "培育"))):
        facets["phase"] = (phase,)
    parts = [draw(TEXTS | ANY_TEXT) for _ in range(3)]
    return document(number, draw(TEXTS), *parts, day=draw(st.integers(0, 2000)), **facets)


@st.composite
def libraries(draw: st.DrawFn) -> list[Document]:
    """Up to fifteen documents."""
    return [draw(documents(number)) for number in range(draw(st.integers(1, 15)))]


@st.composite
def queries(draw: st.DrawFn, found: list[Document]) -> str:
    """Terms that are cut out of the documents, and some that are not in any."""
    terms = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        one = draw(st.sampled_from(found))
        text = " ".join((one.title, *one.parts))
        if text and draw(st.integers(0, 4)):
            start = draw(st.integers(0, len(text) - 1))
            terms.append(text[start : start + draw(st.sampled_from((1, 2, 3, 4, 8, 9, 12, 20, 40)))])
        else:
            terms.append(draw(TEXTS | ANY_TEXT))
    return " ".join(terms)


EXAMPLES = int(os.environ.get("PORTAL_EXAMPLES", "6"))
"""Libraries to try; `make test-long` tries many more."""

ASKED: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {},
        {},
        {"sort": "date"},
        {"filters": {"unit": ["u1", "u2"]}},
        {"filters": {"unit": ["u3"], "phase": ["申报"]}},
    )
)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading() as found:
        yield found


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in SMALL.items():
            patch.setattr(module, name, value)
        yield


SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SETTINGS
@given(st.data())
def test_any_query_is_answered_as_by_reading_everything(reader: Reader, data: st.DataObject) -> None:
    found = data.draw(libraries())
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.publish(found)
        reader.open(shelf.folder)
        for _ in range(12):
            assert_right(reader, found, data.draw(queries(found)), **data.draw(ASKED))


@SETTINGS
@given(st.data())
def test_after_any_edits_answers_are_right_and_nothing_is_left_of_what_has_gone(
    reader: Reader, data: st.DataObject
) -> None:
    found = {one.path: one for one in data.draw(libraries())}
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.publish(found.values())
        for step in range(1, 5):
            _edit(found, step, data)
            shelf.publish(found.values())
            assert not [*leaks(shelf, found.values())]
            reader.open(shelf.folder)
            for _ in range(4):
                here = [*found.values()] or [document(0, "甲")]
                assert_right(reader, found.values(), data.draw(queries(here)), **data.draw(ASKED))


def _edit(found: dict[str, Document], step: int, data: st.DataObject) -> None:
    """Add, remove or change a document; what is added and what goes has characters of its own."""
    own = chr(0x5000 + step)
    path = data.draw(st.sampled_from(sorted(found))) if found else ""
    match data.draw(st.sampled_from(("add", "remove", "title", "body", "unit"))) if found else "add":
        case "add":
            one = data.draw(documents(100 + step))
            found[one.path] = replace(one, title=own + one.title)
        case "remove":
            del found[path]
        case "title":
            found[path] = replace(found[path], title=own + data.draw(TEXTS))
        case "unit":
            found[path] = replace(found[path], facets={**found[path].facets, "unit": (f"u{step + 3}",)})
        case _:
            *others, body = found[path].parts
            at = data.draw(st.integers(0, len(body)))
            changed = body[:at] + own + data.draw(TEXTS) + body[at + data.draw(st.integers(0, 6)) :]
            found[path] = replace(found[path], parts=(*others, changed))


def some(count: int) -> list[Document]:
    """So many documents, all different and all alike."""
    return [
        document(
            number,
            f"{PHRASES[number % len(PHRASES)]}第{number}次",
            "",
            "".join(PHRASES[number * step % len(PHRASES)] for step in range(1, 9)),
            day=number,
            unit=(f"u{number % 3}",),
        )
        for number in range(count)
    ]


def test_where_a_text_is_read_to_be_sure_occurrences_are_counted_as_in_the_index(
    reader: Reader, tmp_path: Path
) -> None:
    alike = document(1, "新的", "", "春风化雨润物无声一 春风化雨润物无声二", day=9)
    different = document(2, "旧的", "", "春风化雨桃李不言 春风化雨立德树人", day=1)
    others = [document(number, "", "", "春天来了") for number in range(3, 6)]
    shelf = Shelf(tmp_path)
    shelf.publish([alike, different, *others])
    reader.open(shelf.folder)
    found = [result["url"] for result in reader.search("春风化雨")["results"]]
    assert found == [different.url, alike.url], "two stretches of eight characters are more than one"
    assert_right(reader, [alike, different, *others], "春风化雨")


def test_facets_of_many_values_of_none_and_of_several_at_once_are_counted(
    reader: Reader, tmp_path: Path
) -> None:
    """A code of more than 255 values has two bytes, one of none has no byte, and honours are bits."""
    levels = [(), ("市级",), ("省级", "市级"), ("国家级",)]
    found = [
        document(number, f"{number}", "春天", unit=(f"u{number:03}",), honour=levels[number % 4])
        for number in range(300)
    ]
    shelf = Shelf(tmp_path)
    shelf.publish(found)
    reader.open(shelf.folder)
    assert_right(reader, found, "春天")
    assert_right(reader, found, "春天", filters={"unit": ["u003", "u299"], "honour": ["市级", "国家级"]})
    shelf.publish(found[5:])
    reader.open(shelf.folder)
    assert_right(reader, found[5:], "春天", filters={"honour": ["市级"]})


def test_a_term_that_few_documents_hold_very_often_has_a_short_list(reader: Reader, tmp_path: Path) -> None:
    def deer(number: int) -> Document:
        words = "".join(f"鹿{chr(0x5200 + number * 50 + at)}" for at in range(50))
        return document(number, "鹿" if number == 2 else "", "", words, day=number)

    found = [deer(number) for number in range(1, 6)] + [
        document(number, "", "", "马") for number in range(6, 60)
    ]
    shelf = Shelf(tmp_path)
    shelf.publish(found)
    lists = [data for path, data in shelf.files().items() if path.rpartition("/")[2].startswith("l")]
    assert any(len(inflate(data)) == 4 * 5 for data in lists)
    for _ in range(2):
        reader.open(shelf.folder)
        for query in ("鹿", "马", "鹿 马"):
            assert_right(reader, found, query)
        found[0] = document(1, "", "", "马", day=1)
        shelf.publish(found)
        assert not [*leaks(shelf, found)]


def test_a_new_document_leaves_the_large_part_as_it_was(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(some(40))
    before = shelf.files()
    shelf.publish([*some(40), document(99, "新的一篇", "", "说的是别的事", day=20)])
    assert before.keys() - shelf.files().keys() == {path for path in before if "/root-" in path}, (
        "only the root is replaced"
    )
    assert shelf.written < 12


def test_when_the_small_part_is_given_up_the_index_is_that_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, clean = Shelf(tmp_path / "a"), Shelf(tmp_path / "b")
    shelf.publish(some(40))
    shelf.publish(some(41))
    clean.publish(some(42))
    monkeypatch.setattr("portal.search.index.MOST", 0)
    shelf.publish(some(42))
    assert shelf.files() == clean.files()


def test_worker_processes_make_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.search.part._BUCKET", 500)  # such a small index would start none
    alone, together = Shelf(tmp_path / "a"), Shelf(tmp_path / "b", make_executor(2))
    alone.publish(some(150))
    together.publish(some(150))
    assert alone.files() == together.files()


def test_what_is_remembered_is_believed_only_if_it_and_the_site_are_whole(tmp_path: Path) -> None:
    shelf, clean = Shelf(tmp_path / "a"), Shelf(tmp_path / "b")
    shelf.publish(some(40))
    clean.publish(some(41))
    shelf.memory.write_bytes(shelf.memory.read_bytes()[:-1])
    shelf.publish(some(41))
    assert shelf.files() == clean.files()
    clean.publish(some(40), believe=False)
    for path in shelf.site.rglob("*.bin"):
        path.write_bytes(b"damaged")
    shelf.publish(some(40))
    assert shelf.files() == clean.files()


def test_when_nothing_changed_all_files_are_as_they_were(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(some(40))
    shelf.publish(some(40))
    assert shelf.written == 0


@pytest.mark.parametrize(
    "query",
    [
        "党" * 500,
        "绵阳市示例第一中学党总支" * 40,
        "！？。，、；：“”‘’（）《》〔〕…—·",
        "😀👩‍🏫🇨🇳",
        "<script>alert(1)</script> &lt;b&gt; \"'`",
        " \t\n　\u200b",
        "\ud83d",
        "党员 没有这个词",
        "党员教师走进操场",
        " ".join("党员教师走进社区互联网"),
    ],
)
def test_long_and_strange_queries_behave(reader: Reader, tmp_path: Path, query: str) -> None:
    found = some(40)
    shelf = Shelf(tmp_path)
    shelf.publish(found)
    reader.open(shelf.folder)
    assert_right(reader, found, query)


def test_counts_are_those_of_a_site_that_was_published_after_the_results_were_shown(
    reader: Reader, tmp_path: Path
) -> None:
    found = [document(number, "", "春天", unit=("u1",)) for number in range(3)]
    shelf = Shelf(tmp_path)
    shelf.publish(found)
    reader.open(shelf.folder)
    reader.show("春天")
    shelf.publish([*found, document(3, "", "春天", unit=("u1",))], believe=False)
    counts = {facet["name"]: facet["values"] for facet in reader.count()}
    assert counts["unit"] == [{"value": "u1", "label": "u1", "count": 4}]


def test_a_result_shows_what_is_found_and_where(reader: Reader, tmp_path: Path) -> None:
    body = "开头。" * 60 + "黨員教師走進教室。" + "后来。" * 60
    one = replace(document(1, "黨員的一天", "摘要", "示例一中", body, day=9, unit=("u1",)), sample=True)
    shelf = Shelf(tmp_path)
    shelf.publish([replace(one, thumb=("assets/pictures/a.webp", 480, 320))])
    reader.open(shelf.folder)
    result = reader.search("党员教师")["results"][0]
    hits = [part["text"] for part in result.pop("excerpt") if part["hit"]]
    assert (hits, result) == (
        ["黨員教師"],
        {
            "url": "news/1/",
            "title": [{"text": "黨員的一天", "hit": False}],
            "unit": "u1",
            "unitName": "u1",
            "column": "news",
            "columnName": "news",
            "kind": "news",
            "date": "1970-01-10",
            "thumb": {"src": "assets/pictures/a.webp", "width": 480, "height": 320},
            "sample": True,
            "traditional": "員员師师黨党",
        },
    )


def test_an_index_that_was_replaced_meanwhile_is_opened_anew(reader: Reader, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(some(40))
    reader.open(shelf.folder)
    found = [document(number, f"新的党员{number}", "", "别的话", day=number) for number in range(30)]
    shelf.publish(found, believe=False)
    assert_right(reader, found, "党员")


def test_searches_that_go_on_while_an_index_is_replaced_find_what_the_new_one_holds(
    reader: Reader, tmp_path: Path
) -> None:
    """What the old one had is neither a failure of the second search nor kept for later ones."""
    shelf = Shelf(tmp_path)
    shelf.publish([document(number, f"旧的春天和秋天{number}", day=number) for number in range(1200)])
    reader.open(shelf.folder)
    reader.begin("秋天")
    found = [document(number, f"新的春天{number}", day=number) for number in range(30)]
    found.append(document(30, "新的秋天", day=99))
    shelf.publish(found, believe=False)
    reader.begin("旧的")
    reader.begin("和")
    results = [reader.end() for _ in range(3)]
    assert results == [["新的秋天"], [], []]
    assert_right(reader, found, "秋天")


def test_what_is_wrong_with_an_index_has_a_kind(reader: Reader, tmp_path: Path) -> None:
    def kind() -> str:
        with pytest.raises(RuntimeError) as error:
            reader.open(tmp_path)
        return str(error.value.args[1])

    assert kind() == "network"
    (tmp_path / "index.json").write_text("nonsense")
    assert kind() == "data"
    (tmp_path / "index.json").write_text(json.dumps({"version": 0, "parts": []}))
    assert kind() == "version"
