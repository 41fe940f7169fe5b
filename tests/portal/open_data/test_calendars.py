"""Calendars of due dates, as an independent reader understands them."""

from datetime import date
from pathlib import Path

from icalendar import Calendar

from ..pages.editions import small, write
from .texts import known, texts


def events(text: str) -> list[tuple[str, date, str]]:
    """What a calendar holds: what, when, where."""
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    assert (calendar.errors, [event.errors for event in calendar.events if event.errors]) == ([], [])
    return [
        (str(event["summary"]), event.decoded("dtstart"), str(event.get("url", "")))
        for event in calendar.events
    ]


def test_open_tasks_and_disclosed_items_are_in_their_column_s_calendar(tmp_path: Path) -> None:
    files = texts(known(tmp_path))
    assert [address for address in files if address.endswith(".ics")] == [
        "disclosure/due.ics",
        "tasks/due.ics",
    ]
    assert events(files["tasks/due.ics"]) == [
        ("到期：一单位一品牌", date(2026, 12, 31), "https://portal.example/dj/tasks/pinpai/")
    ]
    assert events(files["disclosure/due.ics"]) == [
        ("应当更新：支部决议", date(2026, 6, 30), "https://portal.example/dj/disclosure/jueyi/")
    ]


def test_a_calendar_needs_no_address_of_the_site(tmp_path: Path) -> None:
    files = texts(small(tmp_path))
    assert events(files["tasks/due.ics"]) == [("到期：一单位一品牌", date(2026, 12, 31), "")]


def test_what_is_done_or_due_in_words_is_in_no_calendar(tmp_path: Path) -> None:
    write(tmp_path, "tasks/a.md", "line: smart\nstate: done\ndue: 2026-05-01")
    write(tmp_path, "tasks/b.md", "line: smart\ndue: 每季度末")
    assert len(events(texts(known(tmp_path))["tasks/due.ics"])) == 1


def test_marks_of_the_calendar_s_own_language_stay_text(tmp_path: Path) -> None:
    words = r"一；,;\nEND:VEVENT ]]> 😀"
    write(tmp_path, "tasks/a.md", f"title: '{words}'\nline: smart\ndue: 2026-05-01\nsample: true")
    found = events(texts(known(tmp_path))["tasks/due.ics"])
    assert found[0][0] == f"到期：{words}（示例）"


def test_lines_are_folded_and_end_as_the_standard_says(tmp_path: Path) -> None:
    write(tmp_path, "tasks/a.md", f"title: {'很长的标题' * 20}\nline: smart\ndue: 2026-05-01")
    lines = texts(known(tmp_path))["tasks/due.ics"].encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
