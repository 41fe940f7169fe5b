"""Texts come back as they were, whatever is in them and whatever the alphabet has."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from portal.search.letters import COMMON, decode, encode

ENGINE = Path(__file__).parents[3] / "overrides" / "assets" / "scripts" / "search-engine.js"
ALL = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
"""More characters than have a code of two bytes."""

anything = st.text(st.characters(categories=None) | st.sampled_from(f"{COMMON}\0{ALL[:3]}{ALL[-3:]}"))


@given(
    documents=st.lists(st.lists(anything, min_size=1), min_size=1),
    alphabet=st.sampled_from(["", "学校", ALL[:300], ALL]),
)
def test_texts_are_read_back(documents: list[list[str]], alphabet: str) -> None:
    assert [list(decode(data, alphabet)) for data in encode(documents, alphabet)] == documents


def test_the_reader_has_the_same_common_characters() -> None:
    found = re.search(r'^const COMMON = (".*");$', ENGINE.read_text("utf-8"), re.MULTILINE)
    assert found
    assert json.loads(found[1]) == COMMON
    assert len({*COMMON}) == len(COMMON)


def test_frequent_characters_take_a_byte_and_others_two() -> None:
    texts = encode([[one] for one in ("A", "，", ALL[0], ALL[500], ALL[-1])], ALL)
    assert [len(text) - 1 for text in texts] == [1, 1, 1, 2, 4]
