"""Questions, their answers, and who is told what was asked."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.pages import plans
from portal.pages.cards import badges, card, due_badge
from portal.pages.edition import Edition, derived, question
from portal.pages.shelves import entry
from portal.reading import Loaded

from .editions import edition_of, small

ROOT = Path(__file__).parents[3]
_COUNTED: list[str] = []


@question
def counted(edition: Edition, key: str) -> str:
    """A question that remembers how often it was answered."""
    _COUNTED.append(key)
    return edition.library.by_key[key].meta.title


@derived
def upper(edition: Edition, key: str) -> str:
    """A question that asks another and looks at nothing else."""
    return counted(edition, key).upper()


@derived
def curious(edition: Edition) -> int:
    """One that looks for itself."""
    return len(edition.library.entries)


@derived
def twice(edition: Edition, key: str) -> str:
    """One that asks another derived one."""
    return upper(edition, key) * 2


def test_a_derived_question_goes_back_to_those_that_it_asked(edition: Edition) -> None:
    """The page asked for the derived one alone."""
    assert upper(edition, "stories/deng") == "一盏灯"
    assert edition.heard() == (("test_edition.upper", "stories/deng"),)
    assert edition.grounds == {
        ("test_edition.upper", "stories/deng"): (("test_edition.counted", "stories/deng"),)
    }


def test_a_derived_question_neither_looks_for_itself_nor_asks_another_derived_one(edition: Edition) -> None:
    with pytest.raises(AssertionError, match="only a question looks into the library"):
        curious(edition)
    with pytest.raises(AssertionError, match="a derived question asks plain ones"):
        twice(edition, "stories/deng")
    assert edition.heard() == (("test_edition.curious",), ("test_edition.twice", "stories/deng"))


def test_a_question_asked_twice_is_answered_once(edition: Edition) -> None:
    _COUNTED.clear()
    assert [counted(edition, "brands/hongzhu") for _ in range(2)] == ["红烛", "红烛"]
    assert _COUNTED == ["brands/hongzhu"]


def test_a_question_is_its_function_and_what_it_is_about(edition: Edition) -> None:
    _COUNTED.clear()
    assert [counted(edition, key) for key in ("brands/hongzhu", "stories/deng")] == ["红烛", "一盏灯"]
    assert edition.heard() == (
        ("test_edition.counted", "brands/hongzhu"),
        ("test_edition.counted", "stories/deng"),
    )


def test_what_a_question_asks_in_turn_is_not_asked_by_the_page(edition: Edition) -> None:
    """A card asks for its unit, its column and its picture; the page asked for the card."""
    card(edition, "news/2026/03/dangri")
    assert edition.heard() == (("cards.card", "news/2026/03/dangri"),)


def test_what_was_answered_before_is_still_heard_when_a_page_asks_it(edition: Edition) -> None:
    """Otherwise a page's questions would depend on the pages made before it."""
    card(edition, "brands/hongzhu")
    edition.listen()
    assert edition.heard() == ()
    card(edition, "stories/deng")
    card(edition, "brands/hongzhu")
    card(edition, "stories/deng")
    assert edition.heard() == (("cards.card", "stories/deng"), ("cards.card", "brands/hongzhu"))


@pytest.mark.parametrize("where", ["library", "places", "today"])
def test_only_a_question_looks_into_the_library_and_at_the_calendar(edition: Edition, where: str) -> None:
    with pytest.raises(AssertionError, match="a page asks questions"):
        getattr(edition, where)


def test_a_question_that_fails_leaves_the_library_closed(edition: Edition) -> None:
    with pytest.raises(KeyError):
        card(edition, "nowhere")
    with pytest.raises(AssertionError):
        _ = edition.library


def test_the_badges_of_an_entry_are_part_of_another_answer(edition: Edition) -> None:
    """They may look for themselves at nothing but the entry, which a page has from a question."""
    news = entry(edition, "news/2026/03/dangri")
    edition.listen()
    badges(edition, news)
    assert edition.heard() == (("cards.is_pinned", None),)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 3, 9, 15, 59, tzinfo=UTC), "2 天后到期"),
        (datetime(2026, 3, 9, 16, 0, tzinfo=UTC), "1 天后到期"),
    ],
)
def test_a_day_begins_at_midnight_in_beijing(loaded: Loaded, now: datetime, days: str) -> None:
    badge = due_badge(edition_of(loaded, now=now), date(2026, 3, 11))
    assert badge is not None
    assert badge.label == days


def test_a_fingerprint_differs_when_the_answer_does(tmp_path: Path) -> None:
    before = small(tmp_path)
    changed = """
        stories/
          deng.md
            ---
            title: 两盏灯
            unit: zhongxue
            publish_at: 2026-02-04 09:00
            status: published
            ---
            一个短故事。
    """
    after = small(tmp_path, changed)
    asked = [("cards.card", "stories/deng"), ("shelves.entry", "stories/deng"), ("cards.card", "models/jia")]
    same = [before.fingerprint(question) == after.fingerprint(question) for question in asked]
    assert same == [False, False, True]


def test_a_fingerprint_has_sixteen_bytes(edition: Edition) -> None:
    assert len(edition.fingerprint(("cards.card", "stories/deng"))) == 16


_PRINT = """
import json, sys
from pathlib import Path
from portal.pages import plans
from portal.pages.edition import Edition
from tests.site import NOW, SETTINGS, load
loaded, _ = load(Path(sys.argv[1]))
edition = Edition(library=loaded.library, places=loaded.places, settings=SETTINGS, now=NOW)
[make(edition) for _, make in plans(edition)]
print(json.dumps({repr(asked): edition.fingerprint(asked).hex() for asked in edition.heard()}))
"""


def test_fingerprints_are_the_same_in_every_process(tmp_path: Path) -> None:
    here = small(tmp_path)
    for _, make in plans(here):
        make(here)
    known = {repr(asked): here.fingerprint(asked).hex() for asked in here.heard()}
    elsewhere = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", _PRINT, str(tmp_path / "content")],
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
                encoding="utf-8",
            ).stdout
        )
        for seed in ("1", "2")
    ]
    assert len(known) > 100
    assert elsewhere == [known, known]
