"""`check`: when it fails, and on what."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from broker_network import cli, examples
from broker_network.config_file import FILE
from tests.support.paths import FAULTY


@pytest.mark.parametrize("name", examples.names())
def test_check_finds_nothing_in_an_example_whether_planned_or_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (name, str(examples.FOLDER / name / "topology.yaml"), str(examples.FOLDER / name)):
        assert cli.main(["check", path, "--fail-on", "note"]) == cli.OK, capsys.readouterr().out


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)], ids=lambda one: str(one)
)
def test_check_fails_from_the_severity_that_is_asked_for(
    fail_on: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(FAULTY), "--fail-on", fail_on]) == code
    assert "policyEntry" in capsys.readouterr().out


def test_notes_alone_do_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "activemq.xml"
    path.write_text(
        '<broker brokerName="b" xmlns="http://activemq.apache.org/schema/core"><transportConnectors>'
        '<transportConnector uri="stomp://0.0.0.0:61613"/></transportConnectors></broker>'
    )
    assert cli.main(["check", str(path)]) == cli.OK
    assert cli.main(["check", str(path), "--fail-on", "note"]) == cli.DIFFERS


def test_a_release_with_the_fault_is_found_only_when_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "noc-datacenters", "--activemq", "6.2.6"]) == cli.OK
    assert cli.main(["check", "noc-datacenters", "--activemq", "6.2.7"]) == cli.DIFFERS
    assert "release-fault" in capsys.readouterr().out


def test_rules_are_selected_and_ignored_by_name_or_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(FAULTY), "--select", "weak-*", "--select", "schema", "--ignore", "schema"]) == 1
    said = capsys.readouterr().out
    assert "weak-password" in said
    assert "warning flow-control" not in said and "error schema" not in said
    assert "Only these rules: weak-*, schema." in said
    assert "Silenced, with reasons: 2 findings, in the command line." in said


def test_a_rule_that_does_not_exist_is_refused_with_the_closest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(FAULTY), "--select", "weak-pasword", "--ignore", "xyzzy"]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert 'There is no rule "weak-pasword". Did you mean "weak-password"?' in said
    assert 'There is no rule "xyzzy".' in said


def test_what_is_below_the_level_that_is_asked_for_is_counted_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", str(FAULTY), "--min-level", "error"])
    said = capsys.readouterr().out
    assert "warning" not in said.splitlines()[0] and said.splitlines()[-1] == "2 errors"
    assert "Not shown, because below the level that you asked for: 34 findings." in said


def network(folder: Path, config: str) -> Path:
    """A network that is right, with a config beside it."""
    shutil.copytree(examples.FOLDER / "noc-datacenters" / "brokers", folder, dirs_exist_ok=True)
    (folder / FILE).write_text(config)
    return folder


def test_expectations_are_checked_from_the_folder_that_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = network(tmp_path, 'expect = ["noc-* reaches dc-*", "dc-a-1 never reaches noc-1"]\n')
    assert cli.main(["check", str(folder)]) == cli.OK
    said = capsys.readouterr().out
    assert f"Config: {folder / FILE}. 2 expectations." in " ".join(said.split())
    (folder / FILE).write_text('expect = [\n  "dc-a-1 reaches noc-1",\n  "nok reaches noc-1",\n]\n')
    assert cli.main(["check", str(folder), "--format", "sarif"]) == cli.DIFFERS
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results]
    assert ([one["ruleId"] for one in results], places) == (["expectation"] * 2, [2, 3])
    assert "cannot be judged: There is no broker or site" in results[1]["message"]["text"]


def test_the_config_of_the_current_folder_comes_first_and_options_before_its_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_text('fail-on = "never"\nguide = "https://guide.example.net/x"\nselect = ["schema"]\n')
    assert cli.main(["check", str(FAULTY)]) == cli.OK
    assert "https://guide.example.net/x/reference/rules/#schema" in capsys.readouterr().out
    assert cli.main(["check", str(FAULTY), "--fail-on", "error"]) == cli.DIFFERS
    assert cli.main(["check", str(FAULTY), "--fail-on", "error", "--select", "uri-syntax"]) == cli.OK


def test_what_the_config_ignores_is_told_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "my.toml"
    config.write_text('[[ignore]]\nrule = "*"\nbroker = "broker[12]"\nreason = "being replaced"\n')
    cli.main(["check", str(FAULTY), "--config", str(config), "--format", "json"])
    answer = json.loads(capsys.readouterr().out)["answer"]
    assert {one["broker"] for one in answer["findings"]} == {"broker3"}
    assert {one["reason"] for one in answer["silenced"]} == {"being replaced"}
    assert answer["config"] == str(config)


def test_mistakes_of_a_config_are_told_with_their_lines_and_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "my.toml"
    config.write_text('select = ["schema"]\nexpects = []\n[[ignore]]\nrule = "sschema"\nreason = "so"\n')
    assert cli.main(["check", str(FAULTY), "--config", str(config)]) == cli.UNREADABLE
    assert f'{config}:2: unknown key "expects". Did you mean "expect"?' in capsys.readouterr().err
    config.write_text('[[ignore]]\nrule = "sschema"\nreason = "so"\n')
    assert cli.main(["check", str(FAULTY), "--config", str(config)]) == cli.UNREADABLE
    assert f'{config}:1: There is no rule "sschema". Did you mean "schema"?' in capsys.readouterr().err
    assert cli.main(["check", str(FAULTY), "--config", "absent.toml"]) == cli.UNREADABLE
    assert "absent.toml: No such file" in capsys.readouterr().err
