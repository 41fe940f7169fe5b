"""Every link and every part of a page leads somewhere, at the root of a host and below a sub-path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from tests.browser.server import Server, serving

REFERENCES = {"href", "src", "poster", "data", "action"}


@dataclass(kw_only=True)
class Found:
    """What one address answered."""

    status: int
    anchors: set[str] = field(default_factory=set)
    references: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collects the anchors of a page and whatever it refers to."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.found.anchors.add(value)
            elif name in REFERENCES:
                self.found.references.append(value.strip())
            elif name == "srcset":
                self.found.references += (part.split()[0] for part in value.split(",") if part.strip())


def visit(connection: HTTPConnection, url: str) -> Found:
    """Ask for an address; what stands in its place when it is missing is not read on."""
    parts = urlsplit(url)
    target = quote(parts.path, safe="/%:@!$&'()*+,;=~") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target)
    response = connection.getresponse()
    body = response.read()
    found = Found(status=response.status)
    if found.status == 200 and response.headers.get_content_type() == "text/html":
        PageReader(found).feed(body.decode("utf-8"))
    return found


@pytest.fixture(scope="module")
def reached(server: Server) -> Mapping[str, Found]:
    """What is reached by links from home."""
    return crawl(server, "")


def crawl(server: Server, start: str, known: Mapping[str, Found] = {}) -> Mapping[str, Found]:
    """Every address of the site that links lead to from a page or are known, and what it answered."""
    connection = HTTPConnection("127.0.0.1", server.port)
    visited = dict(known)
    waiting = [server.home + start]
    while waiting:
        url = waiting.pop()
        if url not in visited:
            visited[url] = visit(connection, url)
            waiting += (
                target for target, _ in targets(url, visited[url]) if target.startswith(server.origin)
            )
    connection.close()
    return visited


def targets(url: str, found: Found) -> Iterator[tuple[str, str]]:
    """The addresses a page refers to, each with its #fragment, as the browser would resolve them."""
    for reference in found.references:
        target, fragment = urldefrag(urljoin(url, reference))
        yield target, unquote(fragment)


def broken(server: Server, visited: Mapping[str, Found]) -> Iterator[str]:
    """Each page with a reference of its own that leads nowhere."""
    for url, found in visited.items():
        for target, fragment in targets(url, found):
            if not target.startswith(server.origin):
                continue
            answer = visited[target]
            if answer.status != 200:
                yield f"{url} → {target}: {answer.status}"
            elif fragment not in ("", "top", *answer.anchors):
                yield f"{url} → {target}: no #{fragment}"


def test_no_link_leads_nowhere(server: Server, reached: Mapping[str, Found]) -> None:
    assert sorted(set(broken(server, crawl(server, "404.html", reached)))) == []


def test_no_link_leads_nowhere_below_a_sub_path(site: Path) -> None:
    """The 404 page is left out: it is shown at any depth, so it knows the place from the settings alone."""
    with serving(site, prefix="/sub/portal/") as server:
        assert sorted(set(broken(server, crawl(server, "")))) == []


def test_every_page_of_the_sitemap_is_reached_by_links_from_home(
    site: Path, server: Server, reached: Mapping[str, Found]
) -> None:
    listed = [loc.text or "" for loc in ElementTree.parse(site / "sitemap.xml").findall(".//{*}loc")]
    home = min(listed, key=len)
    missing = [url for url in listed if server.home + url.removeprefix(home) not in reached]
    assert missing == []


def test_an_unknown_address_answers_with_the_portal_s_own_404_page(site: Path, server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/no/such/page/")
    response = connection.getresponse()
    assert (response.status, response.read()) == (404, (site / "404.html").read_bytes())
    connection.close()
