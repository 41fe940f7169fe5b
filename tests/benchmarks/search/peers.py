"""The same posts and queries through the search of others: Pagefind, and Material's own.

    python -m tests.benchmarks.search.peers pagefind --count 1000
    python -m tests.benchmarks.search.peers material --count 1000

Pagefind needs `requirements-bench.txt`. Each post is a page in Chinese; what is found is held against the
same truth, and bytes are counted as ours are: all that ten results need. Of Material only what its worker
needs to search is counted, not the page's own script. Of every twelfth query all results are looked at.
"""

from __future__ import annotations

import argparse
import json
import os
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

_EACH = 12
"""Of how many queries one is asked in a new browser, and all it finds is looked at."""
_PAGEFIND = """
async ({ asked, all }) => {
  const start = performance.now();
  window.pagefind ??= await import(document.baseURI + "pagefind/pagefind.js");
  const found = (await window.pagefind.search(asked)).results;
  const shown = await Promise.all(found.slice(0, all ? found.length : 10).map((one) => one.data()));
  return { took: performance.now() - start, urls: shown.map((one) => one.raw_url ?? one.url) };
}
"""
_MATERIAL = """
async ({ asked }) => {
  const start = performance.now();
  if (!window.ask) {
    const worker = new Worker(document.documentElement.dataset.worker);
    const send = (type, data, wanted) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }) => data.type === wanted && resolve(data.data);
        worker.postMessage({ type, data });
      });
    const { config, docs } = await (await fetch("search/search_index.json")).json();
    await send(0, { config, docs, options: { suggest: false } }, 1);
    window.ask = (text) => send(2, text, 3);
  }
  const { items } = await window.ask(asked);
  return { took: performance.now() - start, urls: items.map(([first]) => first.location.split("#")[0]) };
}
"""
_MKDOCS = """\
site_name: s
theme: {name: material, language: zh, font: false}
docs_dir: docs
site_dir: site
plugins: [search]
nav: [index.md]
"""


def make_pagefind(folder: Path, posts: Sequence[Document]) -> tuple[Path, int]:
    """A site with Pagefind's index; its folder, and the bytes of the index."""
    site = folder / "site"
    site.mkdir()
    for number, post in enumerate(posts):
        parts = "".join(f"<p>{escape(part)}</p>" for part in post.parts if part)
        title = escape(post.title)
        page = f'<!doctype html><html lang="zh"><title>{title}</title><body><h1>{title}</h1>{parts}'
        (site / f"p{number}.html").write_text(page, "utf-8")
    (site / "index.html").write_text("<!doctype html><html lang=zh><title>s</title>", "utf-8")
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", "pagefind"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return site, sum(path.stat().st_size for path in (site / "pagefind").rglob("*") if path.is_file())


def make_material(folder: Path, posts: Sequence[Document]) -> tuple[Path, int]:
    """A site with Material's index; its folder, and the bytes of the index."""
    docs, site = folder / "docs", folder / "site"
    docs.mkdir()
    for number, post in enumerate(posts):
        body = "\n\n".join(escape(part) for part in post.parts if part)
        front = f"---\ntitle: {json.dumps(post.title, ensure_ascii=False)}\n---\n"
        (docs / f"p{number}.md").write_text(f"{front}\n{body}\n", "utf-8")
    (docs / "index.md").write_text("s\n", "utf-8")
    (folder / "mkdocs.yml").write_text(_MKDOCS, "utf-8")
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, **quiet}, stderr=subprocess.DEVNULL)
    (worker,) = site.glob("assets/javascripts/workers/search.*.min.js")
    page = f'<!doctype html><html data-worker="/{worker.relative_to(site)}"><title>s</title>'
    (site / "index.html").write_text(page, "utf-8")
    return site, (site / "search/search_index.json").stat().st_size


PEERS = {"pagefind": (make_pagefind, _PAGEFIND), "material": (make_material, _MATERIAL)}


def ask(browser: Browser, server: Server, run: str, asked: Sequence[Query]) -> None:
    """Ask all queries, and print the figures."""
    cold = [_size(browser, server, run, query) for query in asked[::_EACH]]
    page = browser.new_page()
    page.goto(server.home)
    page.evaluate(run, {"asked": "开始", "all": False})
    sizes, took, warm, recall, precision = [], [], [], [], []
    for query in asked:
        done = len(server.sent)
        took.append(page.evaluate(run, {"asked": query.text, "all": False})["took"])
        sizes.append(sum(one.size for one in server.sent[done:]))
        warm.append(page.evaluate(run, {"asked": query.text, "all": False})["took"])
    for query in asked[::_EACH]:
        urls = page.evaluate(run, {"asked": query.text, "all": True})["urls"]
        found = {int(name[1:]) for url in urls if (name := _name(url))[1:].isdigit()}
        right = len(found & query.found)
        recall.append(right / len(query.found) if query.found else 1.0)
        precision.append(right / len(found) if found else 1.0)
    print(f"recall {statistics.mean(recall):.3f}, precision {statistics.mean(precision):.3f}")
    print(f"cold: median {statistics.median(cold) / 1000:.0f} KB, most {max(cold) / 1000:.0f} KB")
    print(
        f"further: median {statistics.median(sizes) / 1000:.1f} KB, most {max(sizes) / 1000:.0f} KB, "
        f"{statistics.median(took):.1f} ms; warm {statistics.median(warm):.1f} ms"
    )


def _name(url: str) -> str:
    """Of /p12.html or p12/ the p12."""
    return url.strip("/").rpartition("/")[2].removesuffix(".html")


def _size(browser: Browser, server: Server, run: str, query: Query) -> int:
    page = browser.new_page()
    page.goto(server.home)
    done = len(server.sent)
    page.evaluate(run, {"asked": query.text, "all": False})
    page.close()
    return sum(one.size for one in server.sent[done:])


def main() -> None:
    """Write, index, ask, print."""
    parser = argparse.ArgumentParser(description="Search through others.")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--count", type=int, default=1_000)
    options = parser.parse_args()
    make, run = PEERS[options.peer]
    posts = sorted(Writer().posts(options.count), key=lambda post: post.order)
    with tempfile.TemporaryDirectory(prefix="peer-") as folder, sync_playwright() as playwright:
        start = time.perf_counter()
        site, size = make(Path(folder), posts)
        print(f"{options.peer}: built in {time.perf_counter() - start:.1f} s, {size / 1e6:.1f} MB")
        (site / "404.html").write_text("<!doctype html><title>404</title>", "utf-8")
        (site / "_headers").write_text("/*\n  Cache-Control: max-age=3600\n", "utf-8")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        with serving(site) as server:
            ask(browser, server, run, list(queries(posts)))
        browser.close()


if __name__ == "__main__":
    main()
