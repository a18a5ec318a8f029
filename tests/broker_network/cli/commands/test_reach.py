"""`reach`: what rights forbid, and how much is answered at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli, examples


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
    assert "choose some with --client, --server or --collective" in capsys.readouterr().err
    assert cli.main(["reach", str(tmp_path), "--client", "b1"]) == cli.OK
