"""The map in hooks/portal/__init__.py is true: it names every module, and imports follow its order."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import resolve_name
from pathlib import Path

HOOKS = Path(__file__).parents[1] / "hooks"
PORTAL = HOOKS / "portal"


@dataclass(frozen=True, kw_only=True)
class Module:
    """One source file of the portal."""

    name: str
    """Its whole name, `portal.kinds.news`."""
    package: str
    """What its relative imports start from."""
    tree: ast.Module

    @property
    def layer(self) -> str:
        """Its name in the map: `kinds` for the package and for all that is in it."""
        return layer_of(self.name)


def layer_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def layers() -> list[str]:
    """The modules in the order of the package's docstring: lines of `    name   — what it is`."""
    text = ast.get_docstring(ast.parse((PORTAL / "__init__.py").read_text(encoding="utf-8"))) or ""
    return re.findall(r"^\s*([a-z_]\w*)(?:[/.]\*?)?\s+—\s", text, flags=re.MULTILINE)


def modules() -> list[Module]:
    found = []
    for path in sorted(PORTAL.rglob("*.py")):
        parts = path.relative_to(HOOKS).with_suffix("").parts
        package = ".".join(parts[:-1])
        name = package if parts[-1] == "__init__" else ".".join(parts)
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        found.append(Module(name=name, package=package, tree=tree))
    return found


def imports(module: Module) -> Iterator[str]:
    """Whatever a module imports, by its whole name, wherever in the module the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), module.package)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def test_the_map_names_every_module_once() -> None:
    assert sorted(layers()) == sorted({module.layer for module in modules() if module.layer})


def test_only_the_adapter_imports_mkdocs() -> None:
    importers = {
        module.name
        for module in modules()
        for imported in imports(module)
        if imported.partition(".")[0] in ("mkdocs", "properdocs")
    }
    assert importers == {"portal.adapter"}


def test_a_module_imports_only_from_the_modules_above_it_in_the_map() -> None:
    order = {name: place for place, name in enumerate(layers())}
    upward = [
        f"{module.name} imports {imported}"
        for module in modules()
        for imported in imports(module)
        if module.layer and imported.startswith("portal.")
        if order[layer_of(imported)] > order[module.layer]
    ]
    assert upward == []
