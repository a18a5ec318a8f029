"""Imports point one way, as docs/contributing says: whoever reads the core needs nothing but Python."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MACROS = ROOT / "macros"

STANDARD = frozenset(sys.stdlib_module_names)
MODEL = STANDARD | {"annotated_types", "pydantic", "pydantic_core", "yaml"}
TEMPLATES = STANDARD | {"jinja2", "markupsafe"}
SITE = MODEL | TEMPLATES | {"mkdocs", "mkdocs_macros"}

# What may be imported from outside, by the longest prefix; where there is none, Jinja2 and the standard library.
OUTSIDE: dict[str, frozenset[str]] = {
    "macros.network": STANDARD,
    "macros.routes": STANDARD,
    "macros.rules": STANDARD,
    "macros.exposure": STANDARD,
    "macros.changes": STANDARD,
    "macros.activemq.releases": STANDARD,
    "macros.activemq.schema": STANDARD,
    "macros.activemq.read": STANDARD,
    "macros.mcollective.read": STANDARD,
    "macros.report": STANDARD,
    "macros.topology": MODEL,
    "macros.plan": STANDARD,
    "macros.examples": STANDARD,
    "macros.lookup": STANDARD,
    "macros.tunnels": STANDARD,
    "macros.tables": STANDARD,
    "macros.templates": TEMPLATES,
    "macros.lab": STANDARD,
    "macros.cli": STANDARD,
    "macros.pages": SITE,
    "macros.hooks": SITE,
}
# Which of our own packages may be imported, by the longest prefix; where there is none, all but SITE_ONLY.
INSIDE: dict[str, frozenset[str]] = {
    "macros.network": frozenset({"network"}),
    "macros.routes": frozenset({"network", "routes"}),
    "macros.mcollective.read": frozenset({"network"}),
    "macros.rules": frozenset({"network", "routes", "rules", "activemq", "mcollective"}),
    "macros.exposure": frozenset({"network", "routes", "rules", "mcollective", "exposure"}),
    "macros.changes": frozenset({"network", "routes", "lookup", "tunnels", "exposure", "changes"}),
    "macros.activemq": frozenset({"network", "activemq", "templates", "topology"}),
    "macros.activemq.read": frozenset({"network", "activemq", "mcollective"}),
    "macros.topology": frozenset({"topology", "activemq"}),
    "macros.plan": frozenset({"network", "routes", "topology", "activemq", "plan"}),
    "macros.templates": frozenset(),
    "macros.tables": frozenset({"network", "routes", "exposure", "plan", "tables", "lookup", "tunnels"}),
}
SITE_ONLY = {"pages", "hooks"}


def _modules() -> list[str]:
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MACROS.rglob("*.py")
        if "templates" not in path.parent.parts
    )


def _path(module: str) -> Path:
    plain = ROOT / Path(*module.split("."))
    return plain / "__init__.py" if plain.is_dir() else plain.with_suffix(".py")


def _imported(module: str) -> Iterator[str]:
    """Every module that a module imports, late or early, in full; not those for type checkers only."""
    path = _path(module)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _rule(rules: dict[str, frozenset[str]], module: str) -> frozenset[str] | None:
    fitting = [prefix for prefix in rules if module == prefix or module.startswith(f"{prefix}.")]
    return rules[max(fitting, key=len)] if fitting else None


@pytest.mark.parametrize("module", _modules())
def test_a_module_imports_from_outside_only_what_its_place_allows(module: str) -> None:
    allowed = _rule(OUTSIDE, module) or TEMPLATES
    found = {name.partition(".")[0] for name in _imported(module)} - {"macros"}
    assert found <= allowed, f"{module} may not import {', '.join(sorted(found - allowed))}"


@pytest.mark.parametrize("module", _modules())
def test_a_module_imports_of_ours_only_what_stands_before_it(module: str) -> None:
    ours = {name.split(".")[1] for name in _imported(module) if name.startswith("macros.")}
    allowed = _rule(INSIDE, module)
    if allowed is not None:
        allowed |= {"errors"}
        assert ours <= allowed, f"{module} may not import macros.{', macros.'.join(sorted(ours - allowed))}"
    if module != "macros" and module.split(".")[1] not in SITE_ONLY:
        assert not ours & SITE_ONLY, f"{module} may not know the site"


@pytest.mark.parametrize("module", [name for name in _modules() if not name.startswith(("macros.lab", "macros.cli"))])
def test_only_the_lab_starts_processes(module: str) -> None:
    assert "subprocess" not in {name.partition(".")[0] for name in _imported(module)}


@pytest.mark.parametrize("module", [name for name in _modules() if not name.startswith(("macros.cli", "macros.lab"))])
def test_only_the_command_line_prints(module: str) -> None:
    tree = ast.parse(_path(module).read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


@pytest.mark.parametrize(
    "module",
    [
        "macros",
        "macros.network",
        "macros.routes",
        "macros.activemq.read",
        "macros.rules",
        "macros.exposure",
        "macros.changes",
    ],
)
def test_the_core_needs_nothing_but_python(module: str) -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)
