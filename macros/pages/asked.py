"""What the commands that ask about a network answer, as pages show it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import NamedTuple

from .. import rules
from ..activemq.read import Reading, read_files
from ..report import findings
from ..report.terminal import Terminal
from .page import Unknown

FAULTY = Path(__file__).parents[2] / "examples" / "faulty"
"""Sets of files with faults, a folder each: what `check` is shown on."""

WIDTH = 100
"""Columns of the output on a page."""


class Shown(NamedTuple):
    """A rule as the reference page shows it: the set that has the fault, and what mends it as a difference."""

    rule: rules.Rule
    before: list[tuple[str, str]]
    change: str


class Symptom(NamedTuple):
    """What a reader sees, and the rules that may be behind it."""

    text: str
    rules: list[rules.Rule]


def faulty(name: str) -> Reading:
    """A set under `examples/faulty/`, with paths as from the project's folder; raise Unknown with the known names."""
    known = sorted(path.name for path in FAULTY.iterdir() if path.is_dir())
    if name not in known:
        raise Unknown("set under examples/faulty", name, known)
    root = FAULTY.parents[1]
    paths = sorted(path for path in (FAULTY / name).rglob("*") if path.is_file())
    return read_files({str(path.relative_to(root)): path.read_bytes() for path in paths})


def checked(name: str) -> str:
    """The output of `check` on a set, as in a terminal without color."""
    reading = faulty(name)
    return "\n".join(findings.as_text(rules.check(rules.Case(reading)), reading, Terminal(WIDTH)))


def shown() -> list[Shown]:
    """Every rule, by id."""
    return [Shown(rule, sorted(rule.before.items()), _change(rule)) for rule in rules.rules()]


def symptoms() -> list[Symptom]:
    """Every line that a log may show, in alphabetical order, with the rules behind it."""
    found: dict[str, list[rules.Rule]] = {}
    for rule in rules.rules():
        for line in rule.log:
            found.setdefault(line, []).append(rule)
    return [Symptom(line, found[line]) for line in sorted(found, key=str.lower)]


def _change(rule: rules.Rule) -> str:
    """From `before` to `after` as a unified difference, without the heads that name no real file."""
    lines: list[str] = []
    for name in sorted({*rule.before, *rule.after}):
        old, new = (files.get(name, "").splitlines() for files in (rule.before, rule.after))
        changed = list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]
        if changed:
            lines += [f"# {name}", *(line for line in changed if not line.startswith("@@"))]
    return "\n".join(lines)
