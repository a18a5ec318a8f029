"""`check`: when it fails, and on what."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli, examples
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
