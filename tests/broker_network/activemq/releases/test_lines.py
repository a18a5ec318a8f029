"""Behavior of what is said of release lines, and that a release is named in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker_network.activemq import releases
from broker_network.activemq.releases import facts
from broker_network.lab import fetch
from tests.support.paths import ROOT

RELEASE = re.compile(r"(?<![\w.:/-])[56]\.\d{1,2}(?:\.\d{1,2})?(?![\w-]|\.\d)")
LIBRARY = [path for folder in ("broker_network", "macros", "bench") for path in sorted((ROOT / folder).rglob("*.py"))]
HOME = ROOT / "broker_network/activemq/releases"


def typed(source: str) -> Iterator[str]:
    """The releases and release lines that Python code names, but for docstrings and comments."""
    tree = ast.parse(source)
    docstrings = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from RELEASE.findall(node.value)
        elif _is_release(node):
            yield ast.unparse(node)


def _is_release(node: ast.AST) -> bool:
    """Whether a node is a tuple such as `(5, 18)`, or makes a `Release` of numbers."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).endswith("Release") and bool(_numbers(node.args))
    return isinstance(node, ast.Tuple) and _numbers(node.elts)[:1] in ([5], [6])


def _numbers(nodes: list[ast.expr]) -> list[int]:
    """Two or three whole numbers; none where it is anything else."""
    found = [one.value for one in nodes if isinstance(one, ast.Constant) and type(one.value) is int]
    return found if len(found) == len(nodes) and len(nodes) in (2, 3) else []


RELEASE_IN_TEXT = re.compile(r"(?<![\w.:/])[56]\.\d{1,2}(?:\.\d{1,2})?(?![\w-]|\.\d)")
"""Also one with a name before it, such as `activemq-6.2.6`."""

MACRO = re.compile(r"\{\{.*?\}\}", re.DOTALL)
URL = re.compile(r"https?://\S+")
CVE = re.compile(r"CVE-\d{4}-\d+")
OF_OTHERS = ("Red Hat AMQ 6.3: Using Networks of Brokers",)
"""Numbers of other products that look like a release."""

TEXTS = [
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "docs/sources.yml",
    ROOT / "README.md",
    *sorted((ROOT / "broker_network/rules").rglob("rule.md")),
    *(path for folder in ("broker_network", "macros") for path in sorted((ROOT / folder).rglob("templates/**/*"))
      if path.is_file() and ".svg" not in path.name and ".html" not in path.name),
]  # fmt: skip


def typed_in(text: str) -> list[str]:
    """The releases and CVEs that a text types. What a macro or a phrase says is no typing, nor is an address."""
    shown = URL.sub("", MACRO.sub("", text))
    for other in OF_OTHERS:
        shown = shown.replace(other, "")
    phrased = re.sub(r"\{[a-z][a-z-]*(?: [\w.-]+)?\}", "", shown)
    return RELEASE_IN_TEXT.findall(phrased) + CVE.findall(phrased)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_rule_text_or_template_types_a_release_a_range_or_a_cve(path: Path) -> None:
    assert typed_in(path.read_text(encoding="utf-8")) == [], "say it with a phrase: docs/contributing/add-a-release.md"


@pytest.mark.parametrize(
    "text", ["on 6.2.6", "apache-activemq-6.3.3 x", "before 5.18", "5.19.8 to 5.19.11", "see CVE-2026-50734"]
)
def test_a_release_or_cve_that_a_text_types_is_noticed(text: str) -> None:
    assert typed_in(text)


@pytest.mark.parametrize(
    "text",
    ['{{ release("default") }}', '{{ source("CVE-2026-50734") }}', "{affected CVE-2026-50734}", "gem 1.4.1", "10.6.2.6",
     "https://example.net/activemq-6.2.6/x"],
)  # fmt: skip
def test_phrases_and_other_numbers_are_left_alone(text: str) -> None:
    assert typed_in(text) == []


def test_only_their_home_names_cves_and_elsewhere_each_is_the_id_of_one_that_is_known() -> None:
    known = releases.release_data().notices
    for path in LIBRARY:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CVE.search(node.value):
                assert node.value in known or node.lineno in _docstring_lines(path), f"{path}:{node.lineno}"


def _docstring_lines(path: Path) -> set[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {one.value.lineno for one in ast.walk(tree) if isinstance(one, ast.Expr)}


def test_only_their_home_names_releases() -> None:
    found = {
        str(path.relative_to(ROOT)): named
        for path in LIBRARY
        if HOME not in path.parents and (named := list(typed(path.read_text(encoding="utf-8"))))
    }
    assert found == {}, "give what differs a name in broker_network/activemq/releases/facts.py, and ask that"


@pytest.mark.parametrize(
    "source",
    ['x = "before 6.2.7"', 'f"the default changed with 5.18: {x}"', "line < (5, 18)", "releases.Release(6, 2, 7)"],
)
def test_a_release_that_code_names_is_noticed(source: str) -> None:
    assert list(typed(source))


@pytest.mark.parametrize("source", ['"""Seen on 6.2.6."""', "x = 5  # as in 6.2.6", '"10.6.2.6"', "width = (30, 6)"])
def test_other_numbers_and_what_only_people_read_are_left_alone(source: str) -> None:
    assert list(typed(source)) == []


@pytest.mark.parametrize(("major", "expected"), [(5, ("5.19.12", "5.19.7")), (6, ("6.3.3", "6.2.6"))])
def test_the_release_that_lists_the_fix_is_advised_first_and_then_the_newest_without_the_fault(
    major: int, expected: tuple[str, ...]
) -> None:
    assert tuple(map(str, releases.advised(major))) == expected


@pytest.mark.parametrize("release", (*releases.advised(5), *releases.advised(6)), ids=str)
def test_a_release_that_is_advised_is_known_and_loses_no_demand(release: releases.Release) -> None:
    assert releases.unknown(release) is None and not facts.DEMAND_LOST.is_in(release)


def test_advice_says_what_ran_here_and_what_did_not() -> None:
    said = releases.advised_instead(releases.Release(6, 2, 7))
    assert said.startswith("`activemq: 6.3.3`, whose notes list the fix and which was not run here; or")
    assert "`activemq: 6.2.6`, which ran here and lacks later security fixes" in said


def test_the_default_release_is_one_that_every_test_run_starts_and_that_is_advised() -> None:
    assert str(releases.DEFAULT) in fetch.releases()
    assert releases.DEFAULT in releases.advised()


def test_what_ran_here_is_what_the_lab_can_start() -> None:
    assert {str(one) for one in releases.PUBLISHED if releases.ran_here(one)} == set(fetch.every_release())


def test_a_release_of_a_major_number_that_nobody_knows_is_answered_with_the_newest_number() -> None:
    assert releases.advised(7) == releases.advised(6) == releases.advised()


@pytest.mark.parametrize(
    ("release", "why"),
    [
        ("4.1.2", "is older than 5.17"),
        ("5.5.1", "is older than 5.17"),
        ("5.10.0", "is older than 5.17"),
        ("6.2.99", "when the newest of its line was 6.2.10"),
        ("6.4.0", "when the newest was 6.3.3"),
        ("7.1.0", "when the newest was 6.3.3"),
    ],
)
def test_a_release_outside_of_what_is_known_is_told_why(release: str, why: str) -> None:
    assert why in str(releases.unknown(releases.Release.parse(release)))


@pytest.mark.parametrize("release", releases.PUBLISHED, ids=str)
def test_a_published_release_is_known(release: releases.Release) -> None:
    assert releases.unknown(release) is None and releases.known(release)
