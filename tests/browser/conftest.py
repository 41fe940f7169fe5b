"""The built site, its server and the browser: made once, shared by every test of this folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import machine
from tests.browser.server import Server, serving
from tests.browser.sitemap import kinds_of_pages
from tests.browser.views import Look, looking

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built from content/, by the command an officer types."""
    folder = tmp_path_factory.mktemp("built") / "site"
    portal = shutil.which("portal", path=Path(sys.executable).parent)
    assert portal, "portal is not installed beside this Python: run make test"
    build = subprocess.run(
        [portal, "build", "--content", str(CONTENT), "--site", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PORTAL_SITE_URL": "https://portal.example/"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, str]:
    """Kind of page → address of one such page, below the home page."""
    return kinds_of_pages(site, CONTENT)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[Server]:
    with serving(site) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    browser = machine.chromium()
    assert browser, machine.instructions([machine.CHROMIUM])
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=browser, args=machine.CHROMIUM_ARGS)


@pytest.fixture
def look(chromium: Browser, server: Server) -> Look:
    """Opens an empty page in a view, on the site at the root of its host."""
    return partial(looking, chromium, server)
