"""Every rule shows its own fault, is silent once that is fixed, and finds nothing in what this project writes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from broker_network import evidence, examples
from broker_network import rules as package
from broker_network.activemq.releases import Release
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.config_file import FILE
from broker_network.rules import Rule, check, rules
from tests.support.rule_sets import case_of

EVERY = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)


def found(files: dict[str, str], release: Release | None = None) -> list[str]:
    """The ids of what is found in some files, run by a release where one is given."""
    return [finding.rule for finding in check(case_of(files, release))]


@EVERY
def test_a_rule_finds_its_fault(rule: Rule) -> None:
    assert rule.id in found(dict(rule.before), rule.shown_on)


@EVERY
def test_a_rule_finds_nothing_where_its_fault_is_fixed(rule: Rule) -> None:
    assert rule.id not in found(dict(rule.after), rule.fixed_on or rule.shown_on)


@EVERY
def test_a_rule_tells_all_that_a_reader_asks(rule: Rule) -> None:
    assert all((rule.prose.title, rule.prose.symptom, rule.prose.cause, rule.prose.fix, rule.prose.sources))


def test_a_folder_of_rules_holds_rules_alone_named_as_their_ids() -> None:
    folders = [path for path in Path(package.__path__[0]).iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert sorted(path.name.replace("_", "-") for path in folders) == [rule.id for rule in rules()]


@EVERY
def test_a_rule_shows_files_of_known_kinds_and_xml_that_is_well_formed(rule: Rule) -> None:
    for name, text in {**rule.before, **rule.after}.items():
        if name.endswith(".xml"):
            ElementTree.fromstring(text)
        else:
            assert name.rpartition("/")[2] in ("server.cfg", "client.cfg", "hosts.properties", FILE)


@EVERY
def test_what_fixes_a_rule_is_a_file_that_activemq_takes(rule: Rule) -> None:
    assert "schema" not in found(dict(rule.after))


def experiments(rule: Rule) -> set[str]:
    """The experiments that a rule rests on."""
    return {one for source in rule.prose.sources for one in re.findall(r"evidence/([\w-]+)", source)}


def recorded(rule: Rule) -> list[str]:
    """The lines of logs in their results."""
    records = [record for one in experiments(rule) for record in evidence.of_experiment(one)]
    return [line for record in records for variant in record.variants.values() for line in variant.log]


@EVERY
def test_a_rule_rests_only_on_experiments_that_have_a_result(rule: Rule) -> None:
    assert experiments(rule) <= set(evidence.experiments())


@pytest.mark.parametrize(
    "rule", [one for one in rules() if one.prose.log and recorded(one)], ids=lambda rule: str(rule.id)
)
def test_where_lines_of_logs_are_recorded_a_rule_quotes_one_of_them(rule: Rule) -> None:
    assert any(quoted in line for quoted in rule.prose.log for line in recorded(rule))


@pytest.mark.parametrize("name", examples.names())
def test_no_rule_finds_anything_in_an_example(name: str) -> None:
    network, inventory = examples.load(name)
    files = {f"brokers/{broker.name}/conf/activemq.xml": activemq_xml(broker, inventory) for broker in network.brokers}
    assert found(files) == []
