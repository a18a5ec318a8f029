"""What the commands that ask about a network answer, as pages show it."""

from __future__ import annotations

import contextlib
import difflib
import io
import shlex
from pathlib import Path
from typing import Any, NamedTuple

from broker_network import examples, rules
from broker_network.answers import check
from broker_network.answers.check_report import report_of
from broker_network.answers.registry import answers_schema
from broker_network.answers.terminal import Terminal
from broker_network.collect import Reading, read_files

from .incremental import KEPT, statuses
from .page import UnknownName

FAULTY = Path(__file__).parents[1] / "examples" / "faulty"
"""Sets of files with faults, a folder each: what `check` is shown on."""

WIDTH = 100
"""Columns of the output on a page."""


class Shown(NamedTuple):
    """A rule as the reference page shows it: the set that has the fault, and the fix as a difference."""

    rule: rules.Rule
    before: list[tuple[str, str]]
    change: str


class AnswerType(NamedTuple):
    """A type of answers: its name, what it is, and its keys with what they take."""

    name: str
    text: str
    keys: list[tuple[str, str]]


class Answers(NamedTuple):
    """Which type each command answers with, and all types."""

    commands: list[tuple[str, str]]
    kinds: list[AnswerType]


class Symptom(NamedTuple):
    """What a reader sees, and the rules that may be behind it."""

    text: str
    rules: list[rules.Rule]


def faulty(name: str) -> Reading:
    """A set under `examples/faulty/`, with paths from the project's folder; raise UnknownName with the known names."""
    known = sorted(path.name for path in FAULTY.iterdir() if path.is_dir())
    if name not in known:
        raise UnknownName("set under examples/faulty", name, known)
    KEPT.ask(statuses, FAULTY / name)
    root = FAULTY.parents[1]
    paths = sorted(path for path in (FAULTY / name).rglob("*") if path.is_file())
    return read_files({str(path.relative_to(root)): path.read_bytes() for path in paths})


def checked(name: str) -> str:
    """The output of `check` on a set, as in a terminal without color."""
    return "\n".join(check.as_text(report_of(rules.Case(faulty(name))), Terminal(WIDTH)))


def answer(command: str) -> str:
    """What a command that asks about an example answers, as into a file; raise ValueError when it refuses."""
    from broker_network.cli import UNREADABLE, main

    words = shlex.split(command)
    # A command reads the examples that it names, or any.
    named = [examples.FOLDER / name for name in examples.names() if name in words]
    for folder in named or [examples.FOLDER]:
        KEPT.ask(statuses, folder, "topology.yaml")
    said, complaint = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complaint):
        code = main(words)
    if code == UNREADABLE:
        raise ValueError(complaint.getvalue().strip())
    return said.getvalue().rstrip()


def shown() -> list[Shown]:
    """Every rule, by id."""
    return [Shown(rule, sorted(rule.before.items()), _change(rule)) for rule in rules.rules()]


def symptoms() -> list[Symptom]:
    """Every line that a log may show, in alphabetical order, with the rules behind it."""
    found: dict[str, list[rules.Rule]] = {}
    for rule in rules.rules():
        for line in rule.prose.log:
            found.setdefault(line, []).append(rule)
    return [Symptom(line, found[line]) for line in sorted(found, key=str.lower)]


def answers() -> Answers:
    """What commands write with `--format json`: which type each answers with, and the keys of every type."""
    whole = answers_schema()
    commands = [
        (branch["properties"]["command"]["const"], branch["properties"]["answer"]["$ref"].rpartition("/")[2])
        for branch in whole["oneOf"]
    ]
    kinds = [
        AnswerType(name, one["description"], [(key, _takes(value)) for key, value in one["properties"].items()])
        for name, one in whole["$defs"].items()
    ]
    return Answers(commands, kinds)


def _takes(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[`{name}`](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_takes(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        inner = [_takes(one) for one in schema.get("prefixItems", [schema.get("items", {})])]
        return f"a list of {', '.join(inner)}"
    if schema.get("type") == "object" and "additionalProperties" in schema:
        return f"an object of {_takes(schema['additionalProperties'])}"
    if schema.get("type") == "object":
        return "`{unknown: text}`: what the files leave open"
    return str(schema.get("description", schema.get("type")))


def _change(rule: rules.Rule) -> str:
    """From `before` to `after` as a unified difference, without the heads that name no real file."""
    lines = [f"# the release that runs\n-{rule.shown_on}\n+{rule.fixed_on}"] if rule.fixed_on else []
    for name in sorted({*rule.before, *rule.after}):
        old, new = (files.get(name, "").splitlines() for files in (rule.before, rule.after))
        changed = list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]
        if changed:
            lines += [f"# {name}", *(line for line in changed if not line.startswith("@@"))]
    return "\n".join(lines)
