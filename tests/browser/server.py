"""Serves a site as a real web server would: gzip, the headers of its `_headers` file, its own 404 page."""

import gzip
import mimetypes
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

# Written down, because Windows takes its own from the registry and Python's list differs between versions.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
TEXT = re.compile(r"text/|image/svg\+xml|application/(json|xml|feed\+json|manifest\+json)")

HeaderRule = tuple[re.Pattern[str], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One answer, as it went over the wire."""

    path: str
    status: int
    type: str
    size: int
    """Bytes of the body, compressed where the server compresses."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server of one site."""

    site: Path
    port: int
    prefix: str
    sent: list[Sent] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> str:
        return self.origin + self.prefix

    @cached_property
    def rules(self) -> Sequence[HeaderRule]:
        return header_rules((self.site / "_headers").read_text(encoding="utf-8"))

    def headers(self, path: str) -> dict[str, str]:
        """The headers of a path of the site (`/news/`); of two rules for one header, the later holds."""
        return {
            name: value
            for pattern, headers in self.rules
            if pattern.fullmatch(path)
            for name, value in headers.items()
        }


def header_rules(text: str) -> Sequence[HeaderRule]:
    """The rules of a `_headers` file: a path with `*`, and indented below it lines of `Name: value`."""
    rules: list[tuple[re.Pattern[str], dict[str, str]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append((re.compile(re.escape(line.strip()).replace(r"\*", ".*")), {}))
        else:
            name, _, value = line.strip().partition(":")
            rules[-1][1][name.strip()] = value.strip()
    return rules


@contextmanager
def serving(site: Path, *, prefix: str = "/") -> Iterator[Server]:
    """Serve a site below `prefix` on a free port of this machine until the block ends."""

    class SiteHandler(Handler):
        pass

    with QuietServer(("127.0.0.1", 0), SiteHandler) as listener:
        SiteHandler.site = Server(site=site.resolve(), port=listener.server_port, prefix=prefix)
        Thread(target=listener.serve_forever, daemon=True).start()
        yield SiteHandler.site
        listener.shutdown()


class QuietServer(ThreadingHTTPServer):
    """A server that does not mind when a browser hangs up, as it does when a page is left."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers GET from the files of one site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits 40 ms for the head to be acknowledged
    site: Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        inside = path.startswith(self.site.prefix)
        inner = "/" + path.removeprefix(self.site.prefix) if inside else None
        target = self.find(inner) if inner else None
        if inner and target and target.is_dir():
            self.redirect(urlsplit(self.path).path + "/")
        elif inner and target:
            self.answer(HTTPStatus.OK, target, inner)
        else:
            in_frame = inner and inner.startswith("/embed/v1/")
            page = "embed/v1/404.html" if in_frame else "404.html"
            self.answer(HTTPStatus.NOT_FOUND, self.site.site / page, f"/{page}")

    def find(self, path: str) -> Path | None:
        """The file of a path; a folder, where the slash at the end is missing; nothing, if it is not ours."""
        target = self.site.site / path.lstrip("/")
        if path.endswith("/"):
            target /= "index.html"
        if not target.resolve().is_relative_to(self.site.site) or not target.exists():
            return None
        return target

    def redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: HTTPStatus, target: Path, path: str) -> None:
        guessed = TYPES.get(target.suffix) or mimetypes.guess_type(target.name)[0]
        kind = guessed or "application/octet-stream"
        body = target.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if TEXT.match(kind) else kind)
        if TEXT.match(kind) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        for name, value in self.site.headers(path).items():
            self.send_header(name, value)
        self.site.sent.append(Sent(path=path, status=status, type=kind, size=len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: `sent` is the log."""
