"""Search in a real browser over HTTP: what it finds, what it loads, how long it takes.

    python -m tests.benchmarks.search --count 10000
    python -m tests.benchmarks.search --count 10000 --edits 40

Recall, precision and facets are held against the truth; bytes are those of all answers of the server, with
scripts compressed. "cold" is a new browser's first query, "further" a query of a reader who has searched
before, "warm" the same query again. Results come first; bytes and times of queries are those until the
counts of all facets are there as well.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from portal.assets import Assets, read_assets
from portal.release import Unchanged
from portal.search.document import FACETS, Document, Listed
from portal.search.index import Search
from portal.servers import server_files
from portal.workers import make_executor
from tests.browser.machine import chromium
from tests.browser.server import Server, serving
from tests.site import SETTINGS

from ..measure import watched
from .queries import EACH, Query, queries
from .texts import Writer

OVERRIDES = Path(__file__).parents[3] / "overrides"
_COLD = 4
"""Of how many queries one is also asked in a new browser."""
_RUN = """
async (asked) => {
  const start = performance.now();
  if (!window.search) {
    const engine = await import(document.querySelector("[data-engine]").dataset.engine);
    window.search = await engine.open(new URL("search/", document.baseURI));
  }
  window.answer = await window.search.search({ query: asked });
  return { took: performance.now() - start, relaxed: window.answer.relaxed };
}
"""
_COUNT = """
async () => {
  const start = performance.now();
  const facets = await window.answer.facets();
  return { took: performance.now() - start, facets };
}
"""
_ALL = """
async (asked) => {
  const { index } = window.search;
  const matches = await index.all(await index.terms(asked));
  return [...matches.keys()].filter((document) => matches[document]);
}
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What came of one query."""

    query: Query
    size: int
    """Bytes."""
    requests: int
    took: float
    """Milliseconds."""
    warm: float
    recall: float
    precision: float
    facets: bool


def publish(site: Path, memory: Path, posts: Sequence[Document]) -> dict[str, Any]:
    """Bring the index of these posts up to date; what that cost."""
    start, used = time.perf_counter(), _cpu()
    labels = {
        name: {value: value for value in sorted({v for post in posts for v in post.facets.get(name, ())})}
        for name in FACETS
    }
    found = [_listed(post) for post in posts]
    fresh = site.with_name("fresh")
    with watched(os.getpid()) as peaks, make_executor() as executor:
        search = Search(found, labels, memory, site, executor)
        for path, source in search.files():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(source, Unchanged):
                os.link(site / path, target)
            else:
                assert isinstance(source, bytes)
                target.write_bytes(source)
    search.remember()
    shutil.rmtree(site, ignore_errors=True)
    fresh.rename(site)
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    text = sum(len(part.encode()) for post in posts for part in (post.title, *post.parts))
    return {
        "CPU s": round(_cpu() - used, 2),
        "wall s": round(time.perf_counter() - start, 2),
        "memory MB": round(max(*peaks, _peak()) / 1e6),
        "files": len(sizes),
        "MB": round(sum(sizes) / 1e6, 1),
        "of the text": round(sum(sizes) / text, 2),
    }


def _listed(post: Document) -> Listed:
    mark = hashlib.blake2b(repr(post).encode(), digest_size=16).digest()
    return Listed(path=post.path, order=post.order, fingerprint=mark, document=lambda: post)


def _cpu() -> float:
    who = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in who)


def _peak() -> int:
    """Bytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def add_page(site: Path, assets: Assets) -> None:
    """A page from which one can search, with the headers of the real site."""
    for path, data in assets.files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    engine = assets.urls["search-engine.js"]
    (site / "index.html").write_text(
        f'<!doctype html><title>s</title><body data-engine="/{engine}">', "utf-8"
    )
    (site / "404.html").write_text("<!doctype html><title>404</title>", "utf-8")
    headers = dict(server_files(assets, SETTINGS, ["archive"]))["_headers"]
    (site / "_headers").write_text(headers, "utf-8")


def ask_all(
    browser: Browser, server: Server, asked: Sequence[Query], posts: Sequence[Document]
) -> dict[str, Any]:
    """Ask in one session, and some in sessions of their own."""
    cold = [_cold(browser, server, query) for query in asked[::_COLD]]
    page = browser.new_page()
    page.goto(server.home)
    page.evaluate(_RUN, "开始")
    further = [_ask(page, server, query, posts) for query in asked]
    return {"cold": cold, "further": further}


@dataclass(frozen=True, kw_only=True)
class Cold:
    """What a first query took."""

    results: int
    """Bytes until the results were there."""
    size: int
    """And until all was."""
    requests: int
    took: float
    """Milliseconds until the results were there."""


def _cold(browser: Browser, server: Server, query: Query) -> Cold:
    page = browser.new_page()
    page.goto(server.home)
    done = len(server.sent)
    took = page.evaluate(_RUN, query.text)["took"]
    results = server.sent[done:]
    page.evaluate(_COUNT)
    sent = server.sent[done:]
    page.close()
    return Cold(
        results=sum(one.size for one in results),
        size=sum(one.size for one in sent),
        requests=len(sent),
        took=took,
    )


def _ask(page: Page, server: Server, query: Query, posts: Sequence[Document]) -> Asked:
    done = len(server.sent)
    answer, counted = page.evaluate(_RUN, query.text), page.evaluate(_COUNT)
    sent = server.sent[done:]
    warm = page.evaluate(_RUN, query.text)["took"] + page.evaluate(_COUNT)["took"]
    orders = page.evaluate(_ALL, query.text)
    found = {_numbers(page, posts)[number] for number in orders}
    right = len(found & query.found)
    counts = {
        facet["name"]: {one["value"]: one["count"] for one in facet["values"] if one["count"]}
        for facet in counted["facets"]
    }
    return Asked(
        query=query,
        size=sum(one.size for one in sent),
        requests=len(sent),
        took=answer["took"] + counted["took"],
        warm=warm,
        recall=right / len(query.found) if query.found else 1.0,
        precision=right / len(found) if found else 1.0,
        facets=bool(answer["relaxed"]) or counts == query.facets,
    )


_PLACES: list[int] = []


def _numbers(page: Page, posts: Sequence[Document]) -> list[int]:
    """The number of a post by its number in the index; the reader keeps the order of all."""
    if not _PLACES:
        order = page.evaluate("() => [...window.search.index.order]")
        _PLACES.extend([-1] * page.evaluate("() => window.search.index.size"))
        for number, place in enumerate(order):
            _PLACES[place] = number
    return _PLACES


def table(results: dict[str, Any]) -> None:
    """Print the figures, class by class."""
    cold, further = results["cold"], results["further"]
    sizes = {"results": [one.results for one in cold], "with facets": [one.size for one in cold]}
    for name, some in sizes.items():
        print(f"cold, {name}: median {statistics.median(some) / 1000:.0f} KB, most {max(some) / 1000:.0f} KB")
    print(
        f"cold: requests {statistics.median(one.requests for one in cold):.0f}, "
        f"results after {statistics.median(one.took for one in cold):.0f} ms"
    )
    heads = ("recall", "precision", "facets", "KB", "most", "requests", "ms", "warm")
    print(f"{'':26}" + "".join(f"{head:>10}" for head in heads))
    for group in [*dict.fromkeys(one.query.group for one in further), "all"]:
        rows = [one for one in further if group in (one.query.group, "all")]
        figures = (
            statistics.mean(one.recall for one in rows),
            statistics.mean(one.precision for one in rows),
            statistics.mean(one.facets for one in rows),
            statistics.median(one.size for one in rows) / 1000,
            max(one.size for one in rows) / 1000,
            statistics.median(one.requests for one in rows),
            statistics.median(one.took for one in rows),
            statistics.median(one.warm for one in rows),
        )
        print(f"{group:26}" + "".join(f"{figure:10.3g}" for figure in figures))


def edited(posts: list[Document], count: int) -> list[Document]:
    """The posts after so many edits, half of them new posts."""
    writer = Writer(seed=count)
    fresh = [replace(post, path=f"{post.path}x", url=f"{post.url}x/") for post in writer.posts(count // 2)]
    for number in range(count - count // 2):
        post = posts[number * 37 + 5]
        posts[number * 37 + 5] = replace(post, parts=(*post.parts[:-1], post.parts[-1] + "更正一句话。"))
    return sorted([*posts, *fresh], key=lambda post: post.order)


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--each", type=int, default=EACH, help="queries of each class")
    options = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    posts = sorted(Writer().posts(options.count), key=lambda post: post.order)
    with tempfile.TemporaryDirectory(prefix="portal-") as folder, sync_playwright() as playwright:
        site, memory = Path(folder, "site"), Path(folder, "memory")
        print("built:", publish(site, memory, posts))
        if options.edits:
            posts = edited(posts, options.edits)
            print(f"{options.edits} edits at once:", publish(site, memory, posts))
            posts[7] = replace(posts[7], parts=(*posts[7].parts[:-1], posts[7].parts[-1] + "再更正一句话。"))
            print("one more edit:", publish(site, memory, posts))
        add_page(site, read_assets(OVERRIDES))
        asked = list(queries(posts, options.each))
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        with serving(site) as server:
            table(ask_all(browser, server, asked, posts))
        browser.close()


if __name__ == "__main__":
    main()
