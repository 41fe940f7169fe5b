"""From a page to its HTML: Jinja over `overrides/` and Material's own templates and icons."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup, escape

from .assets import Assets
from .pages.page import Page
from .pages.site import Site


@dataclass(frozen=True, kw_only=True)
class Chrome:
    """What stands above and below the page's own part; the same for all pages of a section and depth."""

    header_html: Markup
    footer_html: Markup


class Compiled(BytecodeCache):
    """Templates as Python's bytecode, by their keys: compiling them takes longer than drawing a page.

    Jinja compiles a template anew where its source is another.
    """

    def __init__(self, code: MutableMapping[str, bytes]) -> None:
        self._code = code

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is known of a template, if anything is."""
        if data := self._code.get(bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class Theme:
    """Templates, ready to draw pages; holds no state but what it can make again.

    `code` is what earlier themes compiled, and takes what this one does.
    """

    def __init__(
        self, overrides: Path, assets: Assets, site: Site, code: MutableMapping[str, bytes] | None = None
    ) -> None:
        self.code = {} if code is None else code
        """Templates as they were compiled, by Jinja's keys."""
        self._environment = _environment(overrides, self.code)
        self._environment.globals["icon"] = lru_cache(maxsize=None)(self._icon)
        self._assets = assets
        self._site = site
        self._base = f"/{site.site_url.split('/', 3)[3]}" if site.site_url else "/"
        self._head = Markup(f"<script>{assets.head_script}</script>")
        self._chromes: dict[tuple[str, str], Chrome] = {}

    def render(self, page: Page) -> str:
        """The page's HTML, with a newline at its end."""
        root = self._root(page)
        url = _relative(root)
        html = self._environment.get_template(page.template).render(
            site=self._site,
            page=page,
            model=page.model,
            url=url,
            asset=lambda name: url(self._assets.urls[name]),
            chrome=self._chrome(root, page.section),
            reading_head_html=self._head,
        )
        return html.rstrip() + "\n"

    def _root(self, page: Page) -> str:
        """A 404.html is shown at any depth, so its links start at the site's root as the settings know it."""
        return self._base if page.url.endswith("404.html") else page.root

    def _chrome(self, root: str, section: str) -> Chrome:
        if (made := self._chromes.get((root, section))) is None:
            made = self._chromes[root, section] = Chrome(
                header_html=self._part("partials/header.html", root, section),
                footer_html=self._part("partials/footer.html", root, section),
            )
        return made

    def _part(self, template: str, root: str, section: str) -> Markup:
        html = self._environment.get_template(template).render(
            site=self._site, section=section, url=_relative(root)
        )
        return Markup(html.strip())

    def _icon(self, name: str) -> Markup:
        """One of Material's icons, for decoration only: what it means is said in words beside it."""
        loader = self._environment.loader
        assert loader is not None
        try:
            svg = loader.get_source(self._environment, f".icons/{name}.svg")[0]
        except TemplateNotFound:
            raise LookupError(f"Material has no icon {name}") from None
        return Markup(
            svg.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1).strip()
        )


@lru_cache(maxsize=1_000)
def _relative(root: str) -> Callable[[str], str]:
    """Addresses from the site's root as seen from a page; pages work under any path of any host."""

    @lru_cache(maxsize=10_000)
    def url(path: str) -> str:
        place, mark, fragment = path.partition("#")
        return f"{root}{quote(place)}{mark}{quote(fragment)}" or "./"

    return url


class _Context(Context):
    """Nothing that templates call asks for the context, so nothing has to be looked at before each call."""

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **kwargs: Any,
    ) -> Any:
        return function(*args, **kwargs)


class _Generator(CodeGenerator):
    """Compiles what a template shows to `text(value)`; Jinja would make a `Markup` of each value.

    This method is Jinja's own door for that. All is escaped, also where a template asks for no escaping.
    """

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.text(")


class _Environment(Environment):
    """Templates get the globals as they are: in Jinja's chain of mappings each name costs two look-ups."""

    context_class = _Context
    code_generator_class = _Generator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        assert not d, "a page has a context, never globals of its own"
        return self.globals

    @staticmethod
    def text(value: Any) -> str:
        """A value as a page shows it. Of a page's hundred and fifty strings nearly all were shown before."""
        kind = type(value)
        if kind is Markup:
            return value  # type: ignore[no-any-return]
        return _escaped(value) if kind is str else escape(value)


_escaped = lru_cache(maxsize=10_000)(escape)
"""Of plain strings alone: a `Markup` is equal to the string it was made of."""


def _environment(overrides: Path, code: MutableMapping[str, bytes]) -> Environment:
    return _Environment(
        loader=FileSystemLoader([overrides, material_templates()]),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Compiled(code),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def material_templates() -> Path:
    """Where Material for MkDocs keeps its templates and icons."""
    spec = find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("mkdocs-material is not installed")
    return Path(spec.submodule_search_locations[0]) / "templates"
