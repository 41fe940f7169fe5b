"""Texts and queries are normalised alike in Python and in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.normalise import STOP, normalise, normalise_all, simplified

from .reader import Reader, reading

ANY = st.text(st.characters(categories=None))
TABLE = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading() as found:
        yield found


@pytest.mark.parametrize(("text", "normal"), TABLE["cases"])
def test_both_sides_make_the_same_of_a_text(reader: Reader, text: str, normal: str) -> None:
    assert normalise(text) == normal
    assert reader.ask(fold={"text": text, "simplified": dict(simplified())}) == normal


def test_both_sides_agree_on_every_character_of_the_basic_plane(reader: Reader) -> None:
    """Ranges that the Unicode versions of Python and Node both know, a character a line."""
    ranges = [
        (0x20, 0x24F),
        (0x370, 0x3FF),
        (0x400, 0x52F),
        (0x1E00, 0x1FFF),
        (0x2000, 0x33FF),
        (0x4E00, 0x9FFF),
    ]
    text = "\n".join(chr(code) for start, end in [*ranges, (0xF900, 0xFFEF)] for code in range(start, end))
    assert reader.ask(fold={"text": text, "simplified": dict(simplified())}) == normalise(text)


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8", max_codepoint=0x2FFFF, exclude_categories=["Cn", "Co"])))
def test_both_sides_agree_on_any_text(reader: Reader, text: str) -> None:
    assert reader.ask(fold={"text": text, "simplified": dict(simplified())}) == normalise(text)


@given(
    texts=st.lists(
        st.text(st.characters(categories=None)) | st.sampled_from([text for text, _ in TABLE["cases"]])
    )
)
def test_many_texts_at_once_become_what_each_becomes_alone(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text) for text in texts]


def test_what_is_normal_stays_as_it_is() -> None:
    assert all(normalise(new) == new for new in simplified().values())


def test_a_hit_is_shown_as_it_was_written(reader: Reader) -> None:
    found = reader.ask(mark={"text": "看ＡＢＣ与“３＋２”", "terms": ["abc", "3+2"]})
    assert found == [
        {"text": "看", "hit": False},
        {"text": "ＡＢＣ", "hit": True},
        {"text": "与“", "hit": False},
        {"text": "３＋２", "hit": True},
        {"text": "”", "hit": False},
    ]


def test_a_blank_is_a_stop() -> None:
    assert normalise("a b") == f"a{STOP}b"
