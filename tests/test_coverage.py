"""Coverage counts what the tests without the lab run, in every process, and disturbs no measurement of time."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage"]
_CLOCK = re.compile(r"\b(?:process_time|perf_counter)\(")
_ELSEWHERE = ("lab", "experiments")
"""Tests that run brokers: they take the time of those."""


def comparing_times() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every test that reads a clock which measures this machine."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if path.relative_to(ROOT / "tests").parts[0] in _ELSEWHERE or not _CLOCK.search(text):
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and _CLOCK.search(ast.get_source_segment(text, node) or ""):
                yield path, node


def test_what_compares_times_is_marked_so() -> None:
    found = list(comparing_times())
    assert found
    for path, function in found:
        marks = [ast.unparse(decorator) for decorator in function.decorator_list]
        assert "pytest.mark.timed" in marks, f"{path.relative_to(ROOT)}: {function.name}"


def test_make_test_fails_below_the_floor() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ntest:")[2].partition("\n\n")[0]
    assert [line.split()[1] for line in recipe.splitlines() if "/coverage " in line] == [
        "erase",
        "run",
        "combine",
        "report",
    ]
    assert SETTINGS["report"]["fail_under"] > 90


def test_a_process_that_a_test_starts_is_counted_too(tmp_path: Path) -> None:
    # What measures the tests themselves must not measure this too.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    data = f"--data-file={tmp_path / 'data'}"
    program = tmp_path / "starting.py"
    command = f"[{sys.executable!r}, '-m', 'broker_network', 'check', 'examples/faulty/three-brokers']"
    program.write_text(f"import subprocess\nsubprocess.run({command}, stdout=subprocess.DEVNULL)\n", encoding="utf-8")

    def coverage(*arguments: str) -> str:
        measuring = [sys.executable, "-m", "coverage", *arguments]
        return subprocess.run(measuring, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout

    coverage("run", data, str(program))
    coverage("combine", "--quiet", data)
    total = coverage("report", data, "--include=broker_network/cli/*", "--format=total", "--fail-under=0")
    assert int(total) > 10
