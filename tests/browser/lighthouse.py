"""Lighthouse on the home page and a news article, as a phone sees them: the median of five runs.

Run by `make lighthouse`; it measures and never fails, because a busy machine moves the figures.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.browser.machine import CHROMIUM_ARGS, chromium
from tests.browser.server import serving
from tests.browser.sitemap import kinds_of_pages

ROOT = Path(__file__).parents[2]
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
RUNS = 5
SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
SHIFT = "cumulative-layout-shift"

Figures = Mapping[str, float]


def main() -> None:
    """Build the site, measure its two most read pages, print a table and what points were lost."""
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        portal = shutil.which("portal", path=Path(sys.executable).parent) or "portal"
        subprocess.run([portal, "build", "--site", str(site)], cwd=ROOT, check=True)
        pages = kinds_of_pages(site, ROOT / "content")
        print("| page |", " | ".join((*SCORES, *TIMES, SHIFT)), "|")
        print("|---|" + "---|" * (len(SCORES) + len(TIMES) + 1))
        with serving(site) as server:
            for kind in ("home", "news/*"):
                reports = [report(server.home + pages[kind]) for _ in range(RUNS)]
                print_row(kind, [figures(each) for each in reports])
                print_losses(reports[-1])


def report(url: str) -> dict[str, dict[str, dict[str, object]]]:
    """One run of Lighthouse: its own report."""
    flags = " ".join(("--headless=new", *CHROMIUM_ARGS))
    done = subprocess.run(
        ["node", str(LIGHTHOUSE), url, "--output=json", "--quiet", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": str(chromium())},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    result: dict[str, dict[str, dict[str, object]]] = json.loads(done.stdout)
    return result


def figures(result: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Figures:
    """Scores out of 100, times in ms, the layout shift as it is."""
    scores = {name: 100 * number(result["categories"][name]["score"]) for name in SCORES}
    audits = {name: number(result["audits"][name]["numericValue"]) for name in (*TIMES, SHIFT)}
    return scores | audits


def number(value: object) -> float:
    assert isinstance(value, int | float), f"Lighthouse gives {value!r} for a number"
    return float(value)


def print_row(kind: str, runs: list[Figures]) -> None:
    middle = {name: median(run[name] for run in runs) for name in runs[0]}
    cells = [f"{middle[name]:.0f}" for name in (*SCORES, *TIMES)] + [f"{middle[SHIFT]:.3f}"]
    print("|", kind, "|", " | ".join(cells), "|", flush=True)


def print_losses(result: Mapping[str, Mapping[str, Mapping[str, object]]]) -> None:
    """The audits that a page did not pass whole, to stderr, so that the table stays a table."""
    for name, audit in sorted(result["audits"].items()):
        score = audit.get("score")
        if isinstance(score, int | float) and score < 0.9:
            print(f"  {name}: {score} {audit.get('displayValue', '')}", file=sys.stderr)


if __name__ == "__main__":
    main()
