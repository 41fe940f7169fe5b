"""Whatever happens to builds, readers see one whole site: killed a hundred times, released fifty times."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from portal.release import locked
from portal.verify import verify
from tests.long import victim
from tests.long.victim import pages, release


def seen(site: Path) -> dict[str, bytes]:
    """All files that a reader finds who opens the site's folder once."""
    folder = os.open(site, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return {
            os.path.normpath(os.path.join(here, name)): _read(os.path.join(here, name), folder)
            for here, _, names, _ in os.fwalk(".", dir_fd=folder)
            for name in names
            if name != "manifest.json"
        }
    finally:
        os.close(folder)


def _read(path: str, folder: int) -> bytes:
    with open(path, "rb", opener=partial(os.open, dir_fd=folder)) as stream:
        return stream.read()


class Watcher:
    """Looks at a site without a pause.

    A look during which more than two releases are made may find its folder used for another, and is none.
    """

    def __init__(self, site: Path) -> None:
        self.looks = self.gaps = 0
        self.torn: list[dict[str, bytes]] = []
        self._site = site
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                before = self._generation()
                files = seen(self._site)
                after = self._generation()
            except FileNotFoundError:
                self.gaps += 1
                continue
            if after - before <= 2:
                self.looks += 1
                if files != pages(int(files.get("generation", b"0"))):
                    self.torn.append(files)

    def _generation(self) -> int:
        return int((self._site / "generation").read_bytes())


@pytest.mark.parametrize("form", ["links", "folders"])
def test_a_hundred_builds_killed_at_random_moments_leave_a_whole_site_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    chance = random.Random(20260306)
    site = tmp_path / "site"
    if form == "folders":
        monkeypatch.setattr(os, "symlink", victim.no_links)
    release(site, 1)
    with Watcher(site) as watcher:
        for _ in range(100):
            run(site, form, chance.uniform(0, 0.2))
            if form == "folders":  # killed between two renames: the next start puts the site in place
                with locked(site):
                    pass
            files = seen(site)
            assert files == pages(int(files["generation"]))
            assert verify(str(site)) == ()
    assert watcher.torn == []
    assert watcher.looks > 100
    assert form == "folders" or watcher.gaps == 0
    assert int((site / "generation").read_text()) > 30
    assert len(list(tmp_path.glob(".site.releases/0*"))) <= 6


def run(site: Path, form: str, seconds: float) -> None:
    """A program that releases and releases, killed so long after it has begun."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, victim.__file__, os.fspath(site), form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout
        assert program.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        assert program.poll() is None
        program.kill()


def test_workers_that_outlive_a_killed_build_do_not_keep_the_site_locked(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, victim.__file__, os.fspath(tmp_path / "site"), "forks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout
        worker = int(program.stdout.readline())
        program.kill()
        program.wait()
        try:
            with locked(tmp_path / "site", patience=0):
                os.kill(worker, 0)  # it is still there
        finally:
            os.kill(worker, signal.SIGKILL)


def test_a_reader_on_the_web_meets_no_missing_and_no_truncated_page_during_fifty_releases(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    release(site, 1)
    wrong: list[tuple[str, int, bytes]] = []
    done = threading.Event()
    counts = [0] * 4

    def fetch(reader: int, port: int) -> None:
        paths = itertools.cycle(path for path in pages(0) if path != "generation")
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while not done.is_set():
            path = next(paths)
            connection.request("GET", f"/{path.removesuffix('index.html')}")
            answer = connection.getresponse()
            text = answer.read()
            counts[reader] += 1
            first = text[: text.find(b"</p>") + 4]
            if answer.status != 200 or not first or text != first * 500:
                wrong.append((path, answer.status, text))

    with serving(site) as port:
        readers = [threading.Thread(target=fetch, args=(number, port)) for number in range(4)]
        for reader in readers:
            reader.start()
        for generation in range(2, 52):
            release(site, generation)
            time.sleep(0.02)
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert min(counts) > 50


@contextmanager
def serving(site: Path) -> Iterator[int]:
    """A small server of this folder; its port."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *arguments: object) -> None:
            """Not among the tests' results."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=os.fspath(site))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
