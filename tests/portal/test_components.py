"""Components by example: the files in fixtures/components say what each one gets and what it draws."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).parents[2]
COMPONENTS = ROOT / "overrides" / "components"
FIXTURES = ROOT / "tests" / "fixtures" / "components"

ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOT / "overrides"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals["icon"] = lambda name: Markup('<svg class="icon" data-icon="{}"/>').format(name)

HOSTILE = "<i>\"'&"


@dataclass(frozen=True, kw_only=True)
class Example:
    """One drawing of a component."""

    component: str
    shows: str
    """The fact, in a sentence."""
    call: str
    """The macro's name."""
    given: dict[str, Any]
    html: str


def _examples() -> list[Example]:
    return [
        Example(component=path.stem, **example)
        for path in sorted(FIXTURES.glob("*.yaml"))
        for example in yaml.safe_load(path.read_text("utf-8"))
    ]


EXAMPLES = _examples()
each_example = pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{example.component}: {example.shows}" for example in EXAMPLES]
)


def draw(example: Example, change: Callable[[str], str] = str) -> str:
    """What the component draws, one line to each place where white space may stand."""
    module: Any = ENVIRONMENT.get_template(f"components/{example.component}/{example.component}.html").module
    macro = getattr(module, example.call)
    given = {name: _value(value, change) for name, value in example.given.items()}
    if "url" in macro.arguments:
        given["url"] = lambda path: f"../{path}"
    return tidy(macro(**given))


def tidy(html: str) -> str:
    """The same HTML with each run of white space made one, and a line break where it stands between tags."""
    return re.sub(r"> <", ">\n<", re.sub(r"\s+", " ", html)).strip()


def _value(value: Any, change: Callable[[str], str]) -> Any:
    """YAML's lists and mappings as the values that page models hold."""
    match value:
        case dict():
            return SimpleNamespace(**{name: _value(item, change) for name, item in value.items()})
        case list():
            return tuple(_value(item, change) for item in value)
        case str():
            return change(value)
        case _:
            return value


@each_example
def test_a_component_draws_its_example(example: Example) -> None:
    """Given these values, that HTML comes out."""
    assert draw(example) == tidy(example.html)


@each_example
def test_a_component_escapes_every_text(example: Example) -> None:
    """No text can open an element, end an attribute or begin a character reference."""
    html = draw(example, lambda text: text + HOSTILE if text and text not in _CODES else text)
    assert HOSTILE not in html
    assert "<i>" not in html
    assert "\"'&" not in html


_CODES = {"done", "current", "todo"}
"""Words that a component looks up; no author writes them."""


def test_every_component_has_examples() -> None:
    """A component without an example is neither documented nor tested."""
    assert {path.stem for path in FIXTURES.glob("*.yaml")} == {path.name for path in COMPONENTS.iterdir()}


def test_a_component_is_a_template_and_its_styles() -> None:
    """A folder holds files of its own name and nothing else."""
    strays = [
        path.relative_to(COMPONENTS).as_posix()
        for path in COMPONENTS.glob("*/*")
        if path.name not in {f"{path.parent.name}.html", f"{path.parent.name}.css"}
    ]
    assert strays == []


def test_no_template_needs_a_looser_policy() -> None:
    """Inline styles and handlers, which the Content-Security-Policy forbids, are in no template."""
    templates = (ROOT / "overrides").rglob("*.html")
    forbidden = re.compile(r"""\s(?:style|on\w+)=["']|<style|javascript:""")
    assert [path.name for path in templates if forbidden.search(path.read_text("utf-8"))] == []
