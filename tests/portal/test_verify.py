"""A copy of a site is what was released, or the difference is named."""

from __future__ import annotations

import http.server
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from portal.release import publish
from portal.verify import CannotVerify, Difference, Kind, verify

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
FILES: list[tuple[str, bytes | Path]] = [
    ("index.html", b"home"),
    ("assets/site.css", b"a { }"),
    ("通知/放假 安排/index.html", "放假".encode()),
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *arguments: object) -> None:
        """Not among the tests' results."""


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    publish(tmp_path / "site", lambda _: FILES, when=NOON)
    return tmp_path / "site"


@contextmanager
def serving(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=partial(server.serve_forever, 0.01))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(params=["folder", "address"])
def place(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The same site, as a folder and at an address."""
    if request.param == "folder":
        yield str(site)
    else:
        with serving(partial(Quiet, directory=os.fspath(site))) as address:
            yield address


def spoil(site: Path, path: str, text: bytes) -> None:
    (site / path).unlink(missing_ok=True)
    (site / path).write_bytes(text)


def test_a_site_as_it_was_released_differs_in_nothing(place: str) -> None:
    assert verify(place) == ()


def test_what_is_missing_and_what_has_changed_is_named_in_chinese(place: str, site: Path) -> None:
    (site / "index.html").unlink()
    spoil(site, "assets/site.css", b"a{ } ")
    spoil(site, "通知/放假 安排/index.html", "放假三天".encode())
    assert [str(difference) for difference in verify(place)] == [
        "assets/site.css: 内容变了",
        "index.html: 缺少",
        "通知/放假 安排/index.html: 内容变了",
    ]


def test_a_file_that_was_cut_short_has_changed(place: str, site: Path) -> None:
    spoil(site, "index.html", b"hom")
    assert verify(place) == (Difference(path="index.html", kind=Kind.CHANGED),)


def test_in_a_folder_a_file_too_many_is_named(site: Path) -> None:
    spoil(site, "assets/shell\x1b[2J.php", b"")
    assert [str(difference) for difference in verify(str(site))] == ["assets/shell\ufffd[2J.php: 多出来的"]


def test_a_link_or_pipe_in_place_of_a_file_is_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"home")
    for path in ("index.html", "assets/site.css"):
        (site / path).unlink()
    (site / "index.html").symlink_to(tmp_path / "home")
    os.mkfifo(site / "assets/site.css")
    assert [str(difference) for difference in verify(str(site))] == [
        "assets/site.css: 内容变了（不是普通文件）",
        "index.html: 内容变了（不是普通文件）",
    ]


def test_against_the_release_a_manifest_that_was_changed_too_does_not_help(
    place: str, site: Path, tmp_path: Path
) -> None:
    publish(tmp_path / "office", lambda _: FILES, when=NOON)
    spoil(site, "index.html", b"evil")
    manifest = (site / "manifest.json").read_bytes()
    old, new = (sha256(text).hexdigest().encode() for text in (b"home", b"evil"))
    spoil(site, "manifest.json", manifest.replace(old, new))
    assert verify(place) == ()
    assert verify(place, against=tmp_path / "office") == (
        Difference(path="index.html", kind=Kind.CHANGED),
        Difference(path="manifest.json", kind=Kind.CHANGED),
    )


def test_progress_is_told_file_by_file(place: str) -> None:
    told: list[int] = []
    verify(place, progress=lambda what, done, total: told.append(done))
    assert told == list(range(1, len(told) + 1))


# Manifests that are none


def test_without_a_manifest_nothing_can_be_verified(place: str, site: Path) -> None:
    (site / "manifest.json").unlink()
    with pytest.raises(CannotVerify, match=r"没有清单 manifest\.json，没法核对。$"):
        verify(place)


def test_a_folder_that_is_not_there_is_said_not_to_be(tmp_path: Path, site: Path) -> None:
    with pytest.raises(CannotVerify, match="不存在"):
        verify(str(tmp_path / "nowhere"))
    with pytest.raises(CannotVerify, match="不存在"):
        verify(str(tmp_path / "nowhere"), against=site)


LINE = '{"path": "%s", "size": 1, "sha256": "' + "0" * 64 + '"}'
FORM = '{"portal_manifest": 1,\n"files": [\n%s\n],\n"sources": [\n]}\n'


@pytest.mark.parametrize(
    "path",
    [
        *("../../etc/passwd", "a/../../b", "/etc/passwd", "//host/x", "C:/x", "C:x", "a\\b", "a\\\\b", "."),
        *("a//b", "a/", "", "a\x00b", "a\nb", "a\x1b[2Jb", "\\u002e./b", "a/..", 'a"b'),
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(place: str, site: Path, path: str) -> None:
    spoil(site, "manifest.json", (FORM % LINE % path).encode())
    with pytest.raises(CannotVerify, match="清单第 3 行不对"):
        verify(place)


@pytest.mark.parametrize(
    "manifest",
    [
        *(b"", b"{}", b"\xff\xfe", b"[" * 1_000_000, b'{"name": "an app"}'),
        (FORM % f"{LINE},\n{LINE}" % ("b", "a")).encode(),
        (FORM % f"{LINE},\n{LINE}" % ("a", "a")).encode(),
        (FORM % LINE % "a").encode()[:-1],
        (FORM % LINE % "a").encode() + b"x",
        (FORM % LINE % "a").replace('"size": 1', '"size": -1').encode(),
        (FORM % LINE % "a").replace('"size": 1', '"size": 1' + "0" * 20).encode(),
        (FORM % LINE % "a").replace('"size": 1', '"size": 01').encode(),
    ],
)
def test_a_manifest_of_another_form_is_refused(place: str, site: Path, manifest: bytes) -> None:
    spoil(site, "manifest.json", manifest)
    with pytest.raises(CannotVerify, match=r"^清单"):
        verify(place)


def test_a_manifest_of_monstrous_length_is_not_read_to_its_end(place: str, site: Path) -> None:
    spoil(site, "manifest.json", b"")
    os.truncate(site / "manifest.json", 1 << 40)
    with pytest.raises(CannotVerify, match="清单大得不正常"):
        verify(place)


# Servers


@pytest.mark.parametrize("address", ["http://", "https:///x", "http://[::1/", "http://a:port/"])
def test_an_address_without_a_host_is_refused(address: str) -> None:
    with pytest.raises(CannotVerify, match="不是一个网址"):
        verify(address)


def test_a_site_may_lie_below_a_path_with_chinese_in_it(site: Path) -> None:
    (site.parent / "党建 站").symlink_to(site)
    with serving(partial(Quiet, directory=os.fspath(site.parent))) as address:
        assert verify(f"{address}/党建 站/") == verify(f"{address}/%E5%85%9A%E5%BB%BA%20%E7%AB%99") == ()


def test_a_server_that_is_not_there_is_said_not_to_be() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(CannotVerify, match=r"清单读不出来（连不上，或中途断开）"):
            verify(f"http://127.0.0.1:{taken.getsockname()[1]}/")


def answering(site: Path, answer: Callable[[Quiet], None]) -> Callable[..., Quiet]:
    """A server that gives the manifest as it is and everything else in its own way."""

    class Handler(Quiet):
        def do_GET(self) -> None:
            if self.path.endswith("/manifest.json"):
                super().do_GET()
            else:
                answer(self)

    return partial(Handler, directory=os.fspath(site))


def redirect(target: str) -> Callable[[Quiet], None]:
    def answer(handler: Quiet) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_a_redirect_to_another_host_is_not_followed(site: Path) -> None:
    with serving(answering(site, redirect("http://localhost:9/"))) as address:
        assert {str(difference).split(": ")[1] for difference in verify(address)} == {
            "读不出来（转到了别的网站 localhost）"
        }


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever(site: Path) -> None:
    def to_folder(handler: Quiet) -> None:
        if handler.path.endswith("/index.html"):
            redirect(handler.path.removesuffix("index.html"))(handler)
        else:
            http.server.SimpleHTTPRequestHandler.do_GET(handler)

    with serving(answering(site, to_folder)) as address:
        assert verify(address) == ()
    with serving(answering(site, redirect("/round"))) as address:
        assert {difference.kind for difference in verify(address)} == {Kind.UNREADABLE}


def test_a_server_that_answers_with_an_error_is_quoted(site: Path) -> None:
    with serving(answering(site, lambda handler: handler.send_error(503))) as address:
        assert {difference.reason for difference in verify(address)} == {"服务器回答 503"}


def test_a_server_that_never_ends_is_left(site: Path) -> None:
    def endless(handler: Quiet) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(1000))

    with serving(answering(site, endless)) as address:
        assert {difference.kind for difference in verify(address)} == {Kind.CHANGED}


def test_a_server_that_falls_silent_is_left(site: Path) -> None:
    def silent(handler: Quiet) -> None:
        leave.wait(10)

    leave = threading.Event()
    with serving(answering(site, silent)) as address:
        found = verify(address, timeout=0.2)
        leave.set()
    assert {difference.reason for difference in found} == {"太久没有回答"}


def test_a_server_that_drips_is_left(site: Path) -> None:
    def dripping(handler: Quiet) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not leave.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    leave = threading.Event()
    publish(site, lambda _: [("film.mp4", bytes(1000))], when=NOON)
    with serving(answering(site, dripping)) as address:
        found = verify(address, timeout=0.3)
        leave.set()
    assert [str(difference) for difference in found] == ["film.mp4: 读不出来（太久没有回答）"]


def test_a_server_that_breaks_down_half_way_is_not_asked_for_every_file(site: Path) -> None:
    asked = []

    def broken(handler: Quiet) -> None:
        asked.append(handler.path)
        handler.send_error(502)

    publish(site, lambda _: [(f"{number}.html", b"") for number in range(1000)], when=NOON)
    with (
        serving(answering(site, broken)) as address,
        pytest.raises(CannotVerify, match="连续 20 个文件读不出来（服务器回答 502）"),
    ):
        verify(address, workers=2)
    assert len(asked) < 500
