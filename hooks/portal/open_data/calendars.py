"""Calendars of what falls due: open tasks, and disclosed items to bring up to date. (RFC 5545)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from urllib.parse import quote, urlsplit

from ..entry import Entry
from ..kinds.disclosure import DisclosureMeta
from ..kinds.task import State, TaskMeta
from ..pages import TextPlan
from ..pages.edition import Edition, question
from ..pages.head import absolute
from ..pages.page import Text
from ..pages.shelves import shelf, shelves
from ..pages.subscriptions import calendar_url

_OPEN = (State.PLANNED, State.DOING)

Due = tuple[str, str, date, datetime]
"""An entry's key, what to remember, the day, and when that was published."""


def calendar_plans(edition: Edition) -> Iterator[TextPlan]:
    """The calendar of each column in which something can fall due."""
    for column in shelves(edition):
        if url := calendar_url(column):
            yield url, partial(calendar, name=column.name, url=url)


@question
def dues(edition: Edition, column: str) -> tuple[Due, ...]:
    """What falls due in a column, the earliest first; nothing that is done."""
    found = (_due(entry) for entry in edition.library.in_column.get(column, ()))
    return tuple(sorted((due for due in found if due), key=lambda due: (due[2], due[0])))


def _due(entry: Entry) -> Due | None:
    meta = entry.meta
    match meta:
        case TaskMeta(due=date() as day) if meta.state in _OPEN:
            text = f"到期：{meta.title}"
        case DisclosureMeta(next_due=date() as day):
            text = f"应当更新：{meta.item}"
        case _:
            return None
    assert meta.publish_at is not None, "what is published has a time"
    return entry.key, f"{text}（示例）" if meta.sample else text, day, meta.publish_at


def calendar(edition: Edition, name: str, url: str) -> Text:
    """A column's calendar, an event of a whole day for each due date."""
    import icalendar  # takes as long as all else where nothing is to be drawn

    column = shelf(edition, name)
    assert column is not None
    made = icalendar.Calendar()
    made.add("prodid", "-//dangjian-portal//due//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{edition.settings.site_name}：{column.title}到期")
    host = urlsplit(edition.settings.site_url or "").hostname or "portal.invalid"
    for key, text, day, published in dues(edition, name):
        event = icalendar.Event()
        event.add("uid", f"{quote(key)}@{host}")
        event.add("dtstamp", published.astimezone(UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", text)
        event.add("transp", "TRANSPARENT")
        if edition.settings.site_url:
            event.add("url", absolute(edition, f"{key}/"))
        made.add_component(event)
    return Text(url=url, text=made.to_ical().decode())
