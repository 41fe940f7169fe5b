"""The same posts and queries through Pagefind, the best library there is for static sites.

    python -m tests.benchmarks.search.pagefind --count 10000

Needs `requirements-bench.txt`. Each post is a page in Chinese; what Pagefind finds is held against the same
truth, and its bytes are counted as ours are: all that ten results need.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from portal.search.document import Document
from tests.browser.machine import chromium
from tests.browser.server import Server, serving

from .queries import Query, queries
from .texts import Writer

_RUN = """
async ({ asked, all }) => {
  const start = performance.now();
  window.pagefind ??= await import(document.baseURI + "pagefind/pagefind.js");
  const found = (await window.pagefind.search(asked)).results;
  const shown = await Promise.all(found.slice(0, all ? found.length : 10).map((one) => one.data()));
  return { took: performance.now() - start, urls: shown.map((one) => one.raw_url ?? one.url) };
}
"""


def write_site(site: Path, posts: Sequence[Document]) -> None:
    """A page for each post, and one to search from."""
    for number, post in enumerate(posts):
        parts = "".join(f"<p>{escape(part)}</p>" for part in post.parts if part)
        title = escape(post.title)
        page = f'<!doctype html><html lang="zh"><title>{title}</title><body><h1>{title}</h1>{parts}'
        (site / f"p{number}.html").write_text(page, "utf-8")
    (site / "index.html").write_text("<!doctype html><html lang=zh><title>s</title>", "utf-8")
    (site / "404.html").write_text("<!doctype html><title>404</title>", "utf-8")
    (site / "_headers").write_text("/*\n  Cache-Control: max-age=3600\n", "utf-8")


def ask(browser: Browser, server: Server, asked: Sequence[Query]) -> None:
    """Ask all queries, and print the figures."""
    cold = [_size(browser, server, query) for query in asked[::12]]
    page = browser.new_page()
    page.goto(server.home)
    page.evaluate(_RUN, {"asked": "开始", "all": False})
    sizes, took, warm, recall, precision = [], [], [], [], []
    for query in asked:
        done = len(server.sent)
        took.append(page.evaluate(_RUN, {"asked": query.text, "all": False})["took"])
        sizes.append(sum(one.size for one in server.sent[done:]))
        warm.append(page.evaluate(_RUN, {"asked": query.text, "all": False})["took"])
    for query in asked[::12]:
        urls = page.evaluate(_RUN, {"asked": query.text, "all": True})["urls"]
        found = {int(url.rpartition("/p")[2].removesuffix(".html")) for url in urls}
        right = len(found & query.found)
        recall.append(right / len(query.found) if query.found else 1.0)
        precision.append(right / len(found) if found else 1.0)
    print(f"recall {statistics.mean(recall):.3f}, precision {statistics.mean(precision):.3f}")
    print(f"cold: median {statistics.median(cold) / 1000:.0f} KB, most {max(cold) / 1000:.0f} KB")
    print(
        f"further: median {statistics.median(sizes) / 1000:.1f} KB, most {max(sizes) / 1000:.0f} KB, "
        f"{statistics.median(took):.1f} ms; warm {statistics.median(warm):.1f} ms"
    )


def _size(browser: Browser, server: Server, query: Query) -> int:
    page = browser.new_page()
    page.goto(server.home)
    done = len(server.sent)
    page.evaluate(_RUN, {"asked": query.text, "all": False})
    page.close()
    return sum(one.size for one in server.sent[done:])


def main() -> None:
    """Write, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    posts = sorted(Writer().posts(options.count), key=lambda post: post.order)
    with tempfile.TemporaryDirectory(prefix="pagefind-") as folder, sync_playwright() as playwright:
        site = Path(folder)
        write_site(site, posts)
        start = time.perf_counter()
        command = [sys.executable, "-m", "pagefind", "--site", folder, "--output-subdir", "pagefind"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        size = sum(path.stat().st_size for path in (site / "pagefind").rglob("*") if path.is_file())
        print(f"built in {time.perf_counter() - start:.1f} s, {size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        with serving(site) as server:
            ask(browser, server, list(queries(posts)))
        browser.close()


if __name__ == "__main__":
    main()
