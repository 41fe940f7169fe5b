"""Styles, scripts and marks are served under names made of their content."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest

from portal.assets import Assets, read_assets


@pytest.fixture
def overrides(tmp_path: Path) -> Path:
    """A folder of templates with two styles, one component and the scripts."""
    for path, text in {
        "assets/styles/10-base.css": "/* base */\nbody {\n  margin: 0;\n}\n",
        "assets/styles/00-tokens.css": ":root { --red: #b71c1c; }",
        "components/card/card.css": ".card { color: red; }",
        "assets/scripts/portal.js": "// strict\n'use strict';\n  // and so on\n",
        "assets/scripts/engine.js": 'import { a } from "./words.js";\nlet url = "a//b"; // a',
        "assets/scripts/words.js": "export let a;",
        "assets/scripts/page.js": 'if (a) import("./engine.js");',
        "assets/scripts/reading-head.js": "let a = 1;\n",
        "assets/favicon.svg": "<svg/>",
        "assets/embed/card.css": "/* card */\n.dj {\n  all: initial;\n}\n",
        "assets/embed/frame.css": "body { margin: 0; }\n",
        "assets/embed/frame.js": "'frame';",
        "assets/embed/codes.js": "'codes';",
        "assets/embed/embed.js": "// Cards.\n(() => {\n  // Why.\n  go();\n})();\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_one_style_sheet_holds_styles_then_components_without_comments(overrides: Path) -> None:
    assets = read_assets(overrides)
    sheet = ":root { --red: #b71c1c; }\nbody {\nmargin: 0;\n}\n.card { color: red; }"
    assert assets.files[assets.urls["portal.css"]] == sheet.encode()


def test_a_name_holds_the_hash_of_what_it_names(overrides: Path) -> None:
    digest = hashlib.sha256(b"'use strict';").hexdigest()[:12]
    assert read_assets(overrides).urls["portal.js"] == f"assets/portal.{digest}.js"


def test_a_script_is_served_without_the_comments_that_fill_lines(overrides: Path) -> None:
    assets = read_assets(overrides)
    assert assets.files[assets.urls["portal.js"]] == b"'use strict';"


def test_a_script_imports_others_by_the_names_they_are_served_under(overrides: Path) -> None:
    """So that a change of one is a new name for all that use it."""
    assets = read_assets(overrides)
    words, engine = (assets.urls[name].rpartition("/")[2] for name in ("words.js", "engine.js"))
    assert assets.files[assets.urls["engine.js"]].decode() == (
        f'import {{ a }} from "./{words}";\nlet url = "a//b"; // a'
    )
    assert assets.files[assets.urls["page.js"]].decode() == f'if (a) import("./{engine}");'


def test_what_other_sites_load_has_a_name_that_never_changes(overrides: Path) -> None:
    """And carries no indents and comments over their lines, but for the first, which says what it is."""
    assets = read_assets(overrides)
    assert assets.files["embed/v1/embed.js"] == b"// Cards.\n(() => {\ngo();\n})();\n"
    assert assets.files["embed/v1/card.css"] == b".dj {\nall: initial;\n}"
    assert assets.files[assets.urls["embed.css"]] == b".dj {\nall: initial;\n}\nbody { margin: 0; }"


def test_the_head_script_is_allowed_by_the_hash_of_what_stands_between_its_tags() -> None:
    assets = Assets(files={}, urls={}, head_script="let a = 1;")
    assert assets.head_hash == f"'sha256-{b64encode(hashlib.sha256(b'let a = 1;').digest()).decode()}'"
