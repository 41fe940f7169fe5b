"""Whether a published copy is what was released: each file by size and hash, from a folder or over the web.

A copy's own manifest shows what was damaged or forgotten on the way. Whoever can change a server's files can
change its manifest too: for that, compare `against` the release that was copied there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from hashlib import sha256
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from .release.manifest import MANIFEST, BadManifest, File, load, measure, walk
from .servers import SERVER_FILES

_MAX_MANIFEST = 64 << 20
"""Bytes; a hundred thousand entries make some twenty million."""
_MAX_FAILURES = 20
"""So many unreadable files in a row, and it is the server that is gone."""
_SLOWEST = 20_000
"""Bytes a second, below which a server is as good as silent."""
_BLOCK = 1 << 16


Progress = Callable[[str, int, int], object]
"""Is told what is being done, how much of it is done, and of how much."""


class CannotVerify(Exception):
    """There is nothing to compare with, or nothing to compare; the message is one line in Chinese."""


class Kind(StrEnum):
    """How a file differs."""

    MISSING = "缺少"
    CHANGED = "内容变了"
    EXTRA = "多出来的"
    UNREADABLE = "读不出来"


@dataclass(frozen=True, kw_only=True, order=True)
class Difference:
    """One file that is not as it was released."""

    path: str
    """From the site's root, as it is named there."""
    kind: Kind
    reason: str = ""
    """Why it could not be read."""

    def __str__(self) -> str:
        path = "".join(character if character.isprintable() else "\ufffd" for character in self.path)
        return f"{path}: {self.kind}{f'（{self.reason}）' if self.reason else ''}"


def verify(
    place: str,
    *,
    against: Path | None = None,
    progress: Progress = lambda *_: None,
    workers: int = 8,
    timeout: float = 30,
) -> tuple[Difference, ...]:
    """What differs in a folder or at an http(s) address, by path; of the web `workers` files at a time.

    `against` is the site or release that it should be equal to; without, its own manifest is believed. A file
    that is not in the manifest can be noticed in a folder only, one that a server reads and does not send
    only there too. Raises `CannotVerify`.
    """
    trusted = _read_local(against) if against else None
    if place.lower().startswith(("http://", "https://")):
        server = _Server(place, timeout)
        files = _expected(trusted or server.read_manifest(), trusted)
        expected = {path: files[path] for path in files if path.rpartition("/")[2] not in SERVER_FILES}
        return tuple(sorted(_verify_server(server, expected, workers, progress)))
    own = None if trusted else _read_local(Path(place))
    return tuple(sorted(_verify_folder(Path(place), _expected(trusted or own or b"", trusted), progress)))


def _expected(manifest: bytes, trusted: bytes | None) -> Mapping[str, File]:
    try:
        files = load(manifest).files
    except BadManifest as error:
        raise CannotVerify(f"{error}没法核对。") from None
    if trusted is None:
        return files
    return {**files, MANIFEST: File(len(trusted), sha256(trusted).hexdigest())}


def _read_local(folder: Path) -> bytes:
    try:
        with open(folder / MANIFEST, "rb") as stream:
            return _limited(stream.read(_MAX_MANIFEST + 1))
    except OSError:
        reason = "里没有清单 manifest.json" if folder.is_dir() else "这个文件夹不存在"
        raise CannotVerify(f"{folder} {reason}，没法核对。") from None


def _limited(manifest: bytes) -> bytes:
    if len(manifest) > _MAX_MANIFEST:
        raise CannotVerify("清单大得不正常，没法核对。")
    return manifest


def _verify_folder(folder: Path, expected: Mapping[str, File], progress: Progress) -> Iterator[Difference]:
    """Only what is found in the folder is opened, never a path because a manifest says so."""
    if not folder.is_dir():
        raise CannotVerify(f"{folder} 这个文件夹不存在，没法核对。")
    found = dict(walk(folder))
    for number, (path, entry) in enumerate(found.items(), 1):
        progress("核对", number, len(found))
        file = expected.get(path)
        if file is None:
            if path != MANIFEST:
                yield Difference(path=path, kind=Kind.EXTRA)
            continue
        try:
            regular = entry.is_file(follow_symlinks=False)
            same = regular and entry.stat().st_size == file.size and measure(entry.path) == file
        except OSError as error:
            yield Difference(path=path, kind=Kind.UNREADABLE, reason=str(error.strerror))
            continue
        if not same:
            yield Difference(path=path, kind=Kind.CHANGED, reason="" if regular else "不是普通文件")
    for path in expected.keys() - found.keys():
        yield Difference(path=path, kind=Kind.MISSING)


def _verify_server(
    server: _Server, expected: Mapping[str, File], workers: int, progress: Progress
) -> Iterator[Difference]:
    failures = 0
    with ThreadPoolExecutor(workers) as threads:
        results = threads.map(partial(_compare, server), expected.items())
        for number, difference in enumerate(results, 1):
            progress("核对", number, len(expected))
            failed = difference is not None and difference.kind is Kind.UNREADABLE
            failures = failures + 1 if failed else 0
            if difference and failures == _MAX_FAILURES:
                threads.shutdown(wait=False, cancel_futures=True)
                raise CannotVerify(f"连续 {failures} 个文件读不出来（{difference.reason}），请看看服务器。")
            if difference:
                yield difference


def _compare(server: _Server, item: tuple[str, File]) -> Difference | None:
    path, file = item
    try:
        digest, size = sha256(), 0
        for block in server.read(path, file.size + 1):
            digest.update(block)
            size += len(block)
    except FileNotFoundError:
        return Difference(path=path, kind=Kind.MISSING)
    except _Unreadable as error:
        return Difference(path=path, kind=Kind.UNREADABLE, reason=str(error))
    if File(size, digest.hexdigest()) == file:
        return None
    return Difference(path=path, kind=Kind.CHANGED)


class _Unreadable(Exception):
    """Why a server did not give a file."""


class _SameHost(HTTPRedirectHandler):
    """Another host's files are not what is to be verified, and not ours to ask for."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The next request, on the same host."""
        if urlsplit(newurl).hostname != urlsplit(req.full_url).hostname:
            raise URLError(f"转到了别的网站 {urlsplit(newurl).hostname}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Server:
    """The files below an address."""

    def __init__(self, address: str, timeout: float) -> None:
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").encode("idna").decode()
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            host = ""
        if not host:
            raise CannotVerify(f"{address} 不是一个网址。请写成 https://域名/ 的样子。")
        self._base = f"{parts.scheme}://{host}{port}{quote(parts.path.rstrip('/'), safe='/%')}/"
        self._timeout = timeout
        self._opener: OpenerDirector = build_opener(_SameHost)

    def read_manifest(self) -> bytes:
        """The server's own manifest."""
        try:
            return _limited(b"".join(self.read(MANIFEST, _MAX_MANIFEST + 1)))
        except FileNotFoundError:
            raise CannotVerify(f"{self._base} 上没有清单 manifest.json，没法核对。") from None
        except _Unreadable as error:
            raise CannotVerify(f"{self._base} 上的清单读不出来（{error}），没法核对。") from None

    def read(self, path: str, limit: int) -> Iterator[bytes]:
        """A file's content, up to so many bytes. Raises `FileNotFoundError`, `_Unreadable`."""
        request = Request(self._base + quote(path), headers={"Accept-Encoding": "identity"})
        deadline = time.monotonic() + self._timeout + limit / _SLOWEST
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                while limit > 0 and (block := answer.read1(min(limit, _BLOCK))):
                    limit -= len(block)
                    yield block
                    if time.monotonic() > deadline:
                        raise TimeoutError
        except HTTPError as error:
            error.close()
            if error.code in (404, 410):
                raise FileNotFoundError(path) from None
            raise _Unreadable(f"服务器回答 {error.code}") from None
        except TimeoutError:
            raise _Unreadable("太久没有回答") from None
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise _Unreadable(_why(error)) from None


def _why(error: Exception) -> str:
    match error:
        case URLError(reason=TimeoutError()):
            return "太久没有回答"
        case URLError(reason=str(reason)):
            return reason
        case _:
            return "连不上，或中途断开"
