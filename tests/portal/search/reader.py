"""The reader in JavaScript, run by Node, for tests in Python."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parents[3] / "overrides" / "assets" / "scripts"


class Reader:
    """A process that answers one request at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **request: Any) -> Any:
        """What the reader makes of a request; an error it raised is an error here."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(answer["error"], answer.get("kind"))
        return answer

    def open(self, folder: Path) -> None:
        """Open the index in a site's folder `search`."""
        self.ask(open=str(folder))

    def search(self, query: str, **more: Any) -> Any:
        """The answer to a query."""
        return self.ask(search={"query": query, **more})

    def show(self, query: str) -> None:
        """Ask for the results of a query alone."""
        self.ask(show={"query": query})

    def count(self) -> Any:
        """The facets of what was shown."""
        return self.ask(count=True)

    def begin(self, query: str) -> None:
        """Begin a search whose first files are long on their way."""
        self.ask(begin={"query": query})

    def end(self) -> list[str]:
        """Let the files of the search that was begun first arrive; the titles of what it finds."""
        return ["".join(part["text"] for part in one["title"]) for one in self.ask(end=True)["results"]]


@contextmanager
def reading() -> Iterator[Reader]:
    """A reader for the length of a block."""
    driver = Path(__file__).with_name("reader.mjs")
    command = [
        "node",
        "--no-warnings",
        str(driver),
        str(SCRIPTS / "search-engine.js"),
        str(SCRIPTS / "search-text.js"),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Reader(process)
        assert process.stdin is not None
        process.stdin.close()
