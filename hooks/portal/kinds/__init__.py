"""The kinds of entries, by name. A new kind is a new module and a line here."""

from __future__ import annotations

from .brand import BRAND
from .bulletin import BULLETIN
from .disclosure import DISCLOSURE
from .document import DOCUMENT
from .meta import Kind
from .model import MODEL
from .news import NEWS
from .page import PAGE
from .story import STORY
from .task import TASK
from .topic import TOPIC
from .unit import UNIT
from .video import VIDEO

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        NEWS,
        MODEL,
        BRAND,
        DISCLOSURE,
        DOCUMENT,
        STORY,
        VIDEO,
        TASK,
        BULLETIN,
        TOPIC,
        UNIT,
        PAGE,
    )
}
