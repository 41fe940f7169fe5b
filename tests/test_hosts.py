"""MkDocs, ProperDocs and the portal's own command build one site; the preview shows what is saved."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from .project import ENVIRONMENT, WRONG, project, spoil, tree

COMMANDS = {
    "mkdocs": ("mkdocs", "build", "--quiet"),
    "properdocs": ("properdocs", "build", "--quiet", "--config-file", "mkdocs.yml"),
    "portal": ("portal", "build"),
}
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
hosts = pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
on_posix = pytest.mark.skipif(os.name != "posix", reason="only there does a terminal hang up")


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module as a command in a project, with a folder of its own for temporary files."""
    temporary = root.parent / f"{root.name}.temporary"
    temporary.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=root,
        env={**ENVIRONMENT, **_QUIET, "TMPDIR": str(temporary), "TEMP": str(temporary)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def left_behind(root: Path) -> list[str]:
    """What a command forgot among the temporary files."""
    return [path.name for path in (root.parent / f"{root.name}.temporary").iterdir()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The small site as the portal's own command builds it."""
    root = project(tmp_path_factory.mktemp("portal"))
    assert run(root, *COMMANDS["portal"]).returncode == 0
    return tree(root / "site")


@hosts
def test_every_host_builds_the_same_bytes(tmp_path: Path, site: dict[str, bytes], host: str) -> None:
    """And leaves no temporary folder behind."""
    root = project(tmp_path / "project")
    done = run(root, *COMMANDS[host])
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(root / "site") == site
    assert left_behind(root) == []


@hosts
def test_errors_end_a_host_and_leave_the_old_site(tmp_path: Path, host: str) -> None:
    root = project(tmp_path / "project")
    assert run(root, *COMMANDS[host]).returncode == 0
    before = tree(root / "site")
    spoil(root)
    done = run(root, *COMMANDS[host])
    assert (done.returncode, done.stderr) == (1, f"{WRONG}\n")
    assert tree(root / "site") == before
    assert left_behind(root) == []


@hosts
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "extra: {portal: {page_size: many}}\n",
            "mkdocs.yml 的设置 page_size：每页条数写成了“many”。请写一个大于零的整数。\n",
        ),
        (
            "extra: {portal: {pagesize: 20}}\n",
            "mkdocs.yml 的设置 pagesize：没有“pagesize”这一项。是不是 page_size（每页条数）？\n",
        ),
    ],
    ids=["a wrong value", "a wrong name"],
)
def test_a_wrong_setting_is_one_line_and_no_traceback(
    tmp_path: Path, host: str, more: str, said: str
) -> None:
    root = project(tmp_path / "project", more)
    done = run(root, *COMMANDS[host])
    assert (done.returncode, done.stderr) == (1, said)
    assert not (root / "site").exists()
    assert left_behind(root) == []


def test_a_strict_build_is_not_disturbed_by_entries_that_are_in_no_navigation(tmp_path: Path) -> None:
    """MkDocs would warn of each of them, and of links that it does not understand."""
    root = project(tmp_path / "project")
    done = run(root, "mkdocs", "build", "--quiet", "--strict")
    assert (done.returncode, done.stderr) == (0, "")


@contextmanager
def previewing(tmp_path: Path, *launcher: str) -> Iterator[tuple[Path, str, subprocess.Popen[bytes]]]:
    """A project, the address at which its preview will answer, and that preview."""
    root = project(tmp_path / "project")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    temporary = root.parent / f"{root.name}.temporary"
    temporary.mkdir()
    with (tmp_path / "said").open("w", encoding="utf-8") as said:
        server = subprocess.Popen(
            [*launcher, sys.executable, "-m", "portal", "serve", "--address", address],
            cwd=root,
            env={**ENVIRONMENT, **_QUIET, "TMPDIR": str(temporary), "TEMP": str(temporary)},
            stdout=said,
            stderr=said,
        )
        try:
            yield root, f"http://{address}", server
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert left_behind(root) == []


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A project and the address of its preview."""
    with previewing(tmp_path) as (root, address, _):
        yield root, address


def shows(url: str, words: str, seconds: float = 40) -> bool:
    """Whether a page says these words before long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=5) as answer:
                if words in answer.read().decode():
                    return True
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    return False


def test_the_preview_shows_what_is_saved_and_what_can_be_shown(preview: tuple[Path, str]) -> None:
    """A mistake in one entry does not stop the preview of the others."""
    root, address = preview
    assert shows(f"{address}/stories/deng/", "一盏灯")
    spoil(root)
    story = root / "content/stories/deng.md"
    story.write_text(story.read_text(encoding="utf-8").replace("一盏灯", "两盏灯"), encoding="utf-8")
    assert shows(f"{address}/stories/deng/", "两盏灯")


def test_the_preview_comes_to_rest_when_nothing_is_saved_any_more(preview: tuple[Path, str]) -> None:
    """To look at the content is no change of it; each look is told to the browser by a new number."""
    root, address = preview

    def number() -> list[str]:
        with urlopen(f"{address}/stories/deng/", timeout=5) as answer:
            return re.findall(r"livereload\((\d+),", answer.read().decode())

    assert shows(f"{address}/stories/deng/", "一盏灯")
    story = root / "content/stories/deng.md"
    story.write_text(story.read_text(encoding="utf-8").replace("一盏灯", "两盏灯"), encoding="utf-8")
    assert shows(f"{address}/stories/deng/", "两盏灯")
    time.sleep(1)
    before = number()
    time.sleep(3)
    assert number() == before


def test_the_preview_has_search_a_page_for_what_is_missing_and_folders_without_their_slash(
    preview: tuple[Path, str],
) -> None:
    _, address = preview
    assert shows(f"{address}/search/index.json", '"version"')
    assert shows(f"{address}/stories/deng", "一盏灯")
    with pytest.raises(HTTPError) as answer:
        urlopen(f"{address}/nowhere/", timeout=5)
    assert (answer.value.code, "找不到" in answer.value.read().decode()) == (404, True)


def test_a_preview_keeps_what_it_shows_while_a_setting_is_wrong(preview: tuple[Path, str]) -> None:
    root, address = preview
    assert shows(f"{address}/stories/deng/", "一盏灯")
    config = root / "mkdocs.yml"
    right = config.read_text(encoding="utf-8")
    config.write_text(f"{right}extra: {{portal: {{page_size: many}}}}\n", encoding="utf-8")
    said = root.parent / "said"
    until = time.monotonic() + 40
    while "page_size" not in said.read_text(encoding="utf-8") and time.monotonic() < until:
        time.sleep(0.2)
    assert "mkdocs.yml 的设置 page_size：每页条数写成了“many”。" in said.read_text(encoding="utf-8")
    assert shows(f"{address}/stories/deng/", "一盏灯")
    config.write_text(right.replace("site_name: ", "site_name: 另一个"), encoding="utf-8")
    assert shows(f"{address}/stories/deng/", "另一个")


@on_posix
def test_a_preview_ends_with_its_terminal(tmp_path: Path) -> None:
    with previewing(tmp_path) as (_, address, server):
        assert shows(f"{address}/stories/deng/", "一盏灯")
        server.send_signal(signal.SIGHUP)
        assert server.wait(timeout=20) == 0


@on_posix
def test_a_preview_under_nohup_outlives_its_terminal(tmp_path: Path) -> None:
    with previewing(tmp_path, "nohup") as (root, address, server):
        assert shows(f"{address}/stories/deng/", "一盏灯")
        server.send_signal(signal.SIGHUP)
        story = root / "content/stories/deng.md"
        story.write_text(story.read_text(encoding="utf-8").replace("一盏灯", "两盏灯"), encoding="utf-8")
        assert shows(f"{address}/stories/deng/", "两盏灯")


def test_an_address_in_use_is_one_line(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run(root, "portal", "serve", "--address", address)
    assert done.returncode == 2
    assert done.stderr.startswith(f"地址 {address} 用不了，可能有别的程序在用：")
    assert done.stderr.count("\n") == 1
