"""What the contracts on imports in pyproject.toml cannot say: what runs on Python alone, and who prints."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
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
