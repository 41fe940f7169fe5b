"""A page weighs little, also for a reader who comes for the first time over a slow line."""

import re

from tests.browser.server import Server
from tests.browser.views import PHONE, Look, leaf_through

PAGE_BUDGET = 60 * 1024
SCRIPT_BUDGET = 20 * 1024
MEDIA = re.compile(r"(image|video|audio)/")


def test_no_kind_of_page_weighs_more_than_60_kb_with_20_kb_of_scripts(
    look: Look, server: Server, pages: dict[str, str]
) -> None:
    """The first transfer, compressed, without pictures and films."""
    heavy = {}
    for kind, path in pages.items():
        with look(PHONE) as page:
            server.sent.clear()
            leaf_through(page, path)
            sent = list(server.sent)
        weight = sum(answer.size for answer in sent if not MEDIA.match(answer.type))
        scripts = sum(answer.size for answer in sent if answer.type == "text/javascript")
        if weight > PAGE_BUDGET or scripts > SCRIPT_BUDGET:
            heavy[kind] = {"bytes": weight, "of scripts": scripts}
    assert heavy == {}
