"""The pages are valid HTML in the eyes of the Nu checker."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.browser import machine

CHECKER = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_the_nu_checker_finds_no_error_on_any_page(site: Path) -> None:
    java = shutil.which("java")
    assert java, machine.instructions([machine.JAVA])
    assert CHECKER.is_file(), "the Nu checker is not installed: run make test"
    options = ["--format", "json", "--errors-only", "--exit-zero-always", "--skip-non-html"]
    checked = subprocess.run(
        [java, "-Xss8m", "-jar", str(CHECKER), *options, str(site)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    assert [f"{said['url']}:{said.get('lastLine', 0)}: {said['message']}" for said in messages] == []
