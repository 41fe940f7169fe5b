"""A program that releases one generation of a small site after the other until it is killed."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import filelock  # noqa: F401 (so that what is killed is a release, not an import)

from portal.release import Unchanged, held, locked, publish

PAGES = 60


def pages(generation: int) -> dict[str, bytes]:
    """A tenth of the pages is new in each generation; every other one has a folder that the next has not."""
    found = {
        f"news/{number}/index.html": b"<p>%d</p>" % (generation - (generation - number) % 10) * 500
        for number in range(PAGES)
    }
    if generation % 2:
        found["odd/index.html"] = b"odd"
    return found | {"generation": b"%d" % generation}


def release(site: Path, generation: int) -> None:
    """Make a generation live, linking what has not changed."""
    before = held(site)
    old = pages(generation - 1)
    publish(
        site,
        lambda _: [
            (path, Unchanged(before[path].sha256) if path in before and old.get(path) == text else text)
            for path, text in pages(generation).items()
        ],
        when=datetime.now(UTC),
        keep=4,
    )


def main(site: Path, form: str) -> None:
    """Release until killed, on a file system with links or as if on one without."""
    if form == "folders":
        os.symlink = no_links
    generation = int((site / "generation").read_text()) if site.exists() else 0
    print("ready", flush=True)
    while True:
        generation += 1
        release(site, generation)


def fork_and_wait(site: Path) -> None:
    """Hold the site while another process, a child, has all that this one had open."""
    with locked(site):
        if os.fork() == 0:
            print(os.getpid(), flush=True)  # by now it has let go of the lock
        time.sleep(60)


def no_links(*_: object, **__: object) -> None:
    """Stands for `os.symlink` where there are none."""
    raise PermissionError


if __name__ == "__main__":
    if sys.argv[2] == "forks":
        fork_and_wait(Path(sys.argv[1]))
    main(Path(sys.argv[1]), sys.argv[2])
