"""Who follows "Add a rule" to the letter has a rule: it is found, shown and tested without any other edit."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker_network import rules
from broker_network.answers.check_report import CheckReport
from broker_network.answers.sarif import as_sarif
from broker_network.collect import read_files
from macros import command_output
from tests.support.paths import DOCS
from tests.support.rule_sets import findings

from . import test_rules

PAGE = (DOCS / "contributing" / "add-a-rule.md").read_text(encoding="utf-8")
FOLDER = "broker_network/rules/unnamed_listener/"
FILES = {
    name: textwrap.dedent(text)
    for name, text in re.findall(rf'~~~~ \w+ title="{FOLDER}([^"]+)"\n(.*?)\n *~~~~\n', PAGE, re.DOTALL)
}


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[rules.Rule]:
    """The rule of the page, in a folder where rules are looked for."""
    for name, text in FILES.items():
        file = tmp_path / "unnamed_listener" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    rules.rules.cache_clear()
    yield rules.rule("unnamed-listener")
    rules.rules.cache_clear()
    del sys.modules["broker_network.rules.unnamed_listener"], rules.unnamed_listener  # type: ignore[attr-defined]


def test_the_page_shows_every_file_of_a_rule() -> None:
    assert set(FILES) == {"__init__.py", "rule.md", "before/a.xml", "after/a.xml"}


def test_it_is_found_with_its_level(added: rules.Rule) -> None:
    (finding,) = findings(added.id, added.before)
    assert (finding.severity, finding.broker) == (rules.Severity.NOTE, "a")


def test_it_holds_what_every_rule_holds(added: rules.Rule) -> None:
    test_rules.test_a_rule_finds_its_fault(added)
    test_rules.test_a_rule_finds_nothing_where_its_fault_is_fixed(added)
    test_rules.test_a_rule_tells_all_that_a_reader_asks(added)
    test_rules.test_a_rule_rests_only_on_experiments_that_have_a_result(added)


def test_it_is_shown_on_the_page_of_rules_among_the_symptoms_and_in_sarif(added: rules.Rule) -> None:
    (shown,) = [one for one in command_output.shown() if one.rule == added]
    assert '+    <transportConnector name="openwire"' in shown.change
    assert added in [rule for symptom in command_output.symptoms() for rule in symptom.rules]
    described = as_sarif(CheckReport((), read_files({})))["runs"][0]["tool"]["driver"]["rules"]
    assert "A listener without a name" in [one["shortDescription"]["text"] for one in described]


def test_a_folder_that_holds_no_rule_is_refused_with_what_it_lacks(
    added: rules.Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nothing_yet").mkdir()
    (tmp_path / "nothing_yet" / "__init__.py").touch()
    rules.rules.cache_clear()
    with pytest.raises(TypeError, match="rules/nothing_yet holds no RULE = Rule"):
        rules.rules()
