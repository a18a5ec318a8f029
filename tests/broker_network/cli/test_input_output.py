"""What a command reads, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli
from tests.support.paths import FAULTY


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "no-such-folder"], "no-such-folder: no such file or folder"),
        (["check", str(FAULTY), "--activemq", "6.2"], "--activemq: not an ActiveMQ release"),
        (["check", str(FAULTY), "--set", "name"], "--set name: write it as NAME=VALUE"),
        (["check", "noc-dials", "noc-datacenters"], "describes a whole network: give it without other paths"),
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
