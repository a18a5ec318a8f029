"""What the contracts on imports in pyproject.toml cannot say: what runs on Python alone, who prints, what is named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

LIBRARY = ROOT / "broker_network"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
PURE = next(one["source_modules"] for one in CONTRACTS if "pydantic" in one.get("forbidden_modules", ()))


@pytest.mark.parametrize("module", PURE)
def test_what_judges_files_is_loaded_by_python_alone(module: str) -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)


@pytest.mark.parametrize(
    "path",
    sorted(path.relative_to(LIBRARY) for path in LIBRARY.rglob("*.py") if path.parent.name not in ("cli", "lab")),
    ids=str,
)
def test_only_the_command_line_and_the_lab_print(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse((LIBRARY / path).read_text())) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


def _public_names(path: Path) -> Iterator[str]:
    """The classes of a module and what it names like one, such as a type alias; those with an underscore are its own.

    Constants are written in capitals and are no classes.
    """
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for one in targets if isinstance(one, ast.Name)]
        else:
            continue
        yield from (name for name in names if re.match("[A-Z]", name) and not name.isupper())


def test_no_public_class_or_type_has_the_name_of_another() -> None:
    where: dict[str, list[str]] = {}
    for package in (LIBRARY, ROOT / "macros"):
        for path in sorted(package.rglob("*.py")):
            for name in _public_names(path):
                where.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {"Broker", "Finding", "Page"} <= where.keys()
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}
