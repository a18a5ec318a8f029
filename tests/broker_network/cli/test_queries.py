"""The commands that answer questions: exit codes, formats, and what they say when they cannot answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli, examples
from tests.support.paths import ROOT

FAULTY = str(ROOT / "examples/faulty/three-brokers")


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
    assert cli.main(["check", FAULTY, "--fail-on", fail_on]) == code
    assert "policyEntry" in capsys.readouterr().out


def test_notes_alone_do_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "activemq.xml"
    path.write_text(
        '<broker brokerName="b" xmlns="http://activemq.apache.org/schema/core"><transportConnectors>'
        '<transportConnector uri="stomp://0.0.0.0:61613"/></transportConnectors></broker>'
    )
    assert cli.main(["check", str(path)]) == cli.OK
    assert cli.main(["check", str(path), "--fail-on", "note"]) == cli.DIFFERS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "no-such-folder"], "no-such-folder: no such file or folder"),
        (["check", FAULTY, "--activemq", "6.2"], "--activemq: not an ActiveMQ release"),
        (["check", FAULTY, "--set", "name"], "--set name: write it as NAME=VALUE"),
        (["check", "noc-dials", "noc-datacenters"], "describes a whole network: ask about it alone"),
        (["exposure", "noc-dials", "--who", "nobody-here"], "nobody-here"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_cannot_be_asked_is_told_without_a_traceback(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == cli.UNREADABLE
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_everything_that_cannot_be_read_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "activemq.xml").write_text('<broker xmlns="http://activemq.apache.org/schema/core"\n')
    assert cli.main(["check", str(tmp_path)]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert f"{tmp_path}/a/activemq.xml:" in said
    assert f"{tmp_path}/b/activemq.xml:" in said


def test_a_placeholder_is_filled_by_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "activemq.xml"
    path.write_text(
        '<broker brokerName="b" xmlns="http://activemq.apache.org/schema/core"><networkConnectors><networkConnector '
        'uri="static:(tcp://c:61616)" networkTTL="${ttl}" messageTTL="3"/></networkConnectors></broker>'
    )
    cli.main(["check", str(path), "--set", "ttl=5"])
    assert "ttl-both-kinds" in capsys.readouterr().out


def test_a_release_with_the_fault_is_found_only_when_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "noc-datacenters", "--activemq", "6.2.6"]) == cli.OK
    assert cli.main(["check", "noc-datacenters", "--activemq", "6.2.7"]) == cli.DIFFERS
    assert "release-fault" in capsys.readouterr().out


def test_a_network_that_was_read_can_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "network.svg"
    assert cli.main(["draw", FAULTY, "--to", str(path)]) == cli.OK
    text = path.read_text(encoding="utf-8")
    assert all(name in text for name in ("broker1", "broker2", "broker3"))


def test_diff_orders_the_steps_and_says_that_nothing_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "noc-datacenters", "noc-dials"]) == cli.OK
    said = capsys.readouterr().out
    assert "Nothing that both promise is lost" in said
    assert said.index("open TCP 61617") < said.index("dc-a-1: install") < said.index("close TCP 61617")
    assert cli.main(["diff", "noc-dials", "noc-dials"]) == cli.OK
    assert "nothing changes" in capsys.readouterr().out


def test_diff_writes_the_file_of_each_step(tmp_path: Path) -> None:
    assert cli.main(["diff", "noc-datacenters", "noc-dials", "--to", str(tmp_path)]) == cli.OK
    written = sorted(path.parent.name for path in tmp_path.glob("*/activemq.xml"))
    assert written == ["04-noc-1", "05-dc-a-1", "06-dc-b-1", "07-dc-c-1", "08-noc-1"]
    last = (tmp_path / "08-noc-1" / "activemq.xml").read_text(encoding="utf-8")
    assert last == (examples.FOLDER / "noc-dials/brokers/noc-1/conf/activemq.xml").read_text(encoding="utf-8")


def test_diff_writes_no_file_of_a_network_that_may_hold_passwords(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", FAULTY, FAULTY, "--to", str(tmp_path)]) == cli.UNREADABLE
    assert "between two topologies only" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_trace_names_what_blocks_and_the_change_that_lets_it_through(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["trace", "noc-datacenters", "--client", "dc-a-1", "--server", "dc-b-1", "--message", "directed"]
    assert cli.main(asked) == cli.DIFFERS
    said = " ".join(capsys.readouterr().out.split())
    assert 'blocked: consumerTTL="1"' in said
    assert 'set messageTTL="2" on dc-b-1-noc-1-queues of dc-b-1' in said
    assert "may not read queue mcollective.nodes at dc-a-1" in said
    assert cli.main(["trace", "noc-datacenters", "--client", "noc-1", "--server", "dc-b-1"]) == cli.OK


def test_demand_needs_counts_where_files_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demand", FAULTY]) == cli.UNREADABLE
    assert "--servers" in capsys.readouterr().err
    assert cli.main(["demand", FAULTY, "--servers", "broker2=sixty"]) == cli.UNREADABLE
    assert "BROKER=COUNT" in capsys.readouterr().err
    assert cli.main(["demand", FAULTY, "--servers", "broker2=60", "--clients", "broker3=2"]) == cli.OK
    assert "60" in capsys.readouterr().out


def test_reach_says_what_rights_forbid(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["reach", str(examples.FOLDER / "noc-datacenters/brokers"), "--client", "dc-a-1", "--server", "noc-1"])
    said = capsys.readouterr().out
    assert "never" in said
    assert "lacks a right" in said


def test_many_pairs_are_asked_about_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        folder = tmp_path / f"b{number}"
        folder.mkdir()
        (folder / "activemq.xml").write_text(
            f'<broker brokerName="b{number}" xmlns="http://activemq.apache.org/schema/core"/>'
        )
    assert cli.main(["reach", str(tmp_path)]) == cli.UNREADABLE
    assert "name whom you ask about" in capsys.readouterr().err
    assert cli.main(["reach", str(tmp_path), "--client", "b1"]) == cli.OK
