"""No page asks another host for anything, nor runs into its own Content-Security-Policy."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.server import Server, serving
from tests.browser.views import DESK, ELDER, View, leaf_through, looking


def watch(page: Page, server: Server) -> list[str]:
    """What goes wrong on a page from now on: foreign or failed requests, errors, breaches of the policy."""
    troubles: list[str] = []

    def note_foreign(request: Request) -> None:
        if not request.url.startswith((server.home, "data:", "blob:")):
            troubles.append(f"asks {request.url}")

    def note_complaint(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(message.text)

    page.on("request", note_foreign)
    page.on("console", note_complaint)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles


@pytest.mark.parametrize(("prefix", "view"), [("/", DESK), ("/sub/portal/", ELDER)])
def test_no_page_asks_elsewhere_or_breaks_its_policy(
    chromium: Browser, site: Path, pages: dict[str, str], prefix: str, view: View
) -> None:
    """At the root of a host and below a sub-path, in the usual view and in the elder's."""
    found = {}
    with serving(site, prefix=prefix) as server, looking(chromium, server, view) as page:
        troubles = watch(page, server)
        for kind, path in pages.items():
            # The 404 page knows its sub-path from the settings alone.
            if kind == "404.html" and prefix != "/":
                continue
            leaf_through(page, path)
            found[kind] = list(troubles)
            troubles.clear()
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_every_page_is_sent_with_a_policy_that_runs_no_unknown_script(
    server: Server, pages: dict[str, str]
) -> None:
    policies = {
        kind: server.headers(f"/{path}").get("Content-Security-Policy", "") for kind, path in pages.items()
    }
    loose = {
        kind: policy
        for kind, policy in policies.items()
        if not re.match(r"default-src '(none|self)';", policy)
        or not re.search(r"script-src 'self'( 'sha256-[\w+/=]+')*(;|$)", policy)
        or "unsafe" in policy
    }
    assert loose == {}
