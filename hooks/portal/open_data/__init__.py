"""What other programs read: feeds, calendars of due dates, and the records of all entries.

Each file is a text made, like a page, of nothing but answers to questions, so an incremental build
keeps it while they stay the same. What a new entry changes is a handful of files, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import PagePlan, TextPlan
from ..pages.edition import Edition
from ..pages.subscriptions import API
from .calendars import calendar_plans
from .collections import collection_plans
from .embeds import embed_plans
from .feeds import feed_plans
from .guide import api_page


def guide_plans(edition: Edition) -> Iterator[PagePlan]:
    """The page that says what there is."""
    yield API, api_page


def text_plans(edition: Edition) -> Iterator[TextPlan]:
    """Every file of an edition that is no page, in an order that does not change from build to build."""
    yield from feed_plans(edition)
    yield from calendar_plans(edition)
    yield from collection_plans(edition)
    yield from embed_plans(edition)
