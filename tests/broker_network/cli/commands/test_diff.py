"""`diff`: the steps, and their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli, examples
from tests.support.paths import FAULTY


def test_diff_orders_the_steps_and_says_that_nothing_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "noc-datacenters", "noc-dials"]) == cli.OK
    said = capsys.readouterr().out
    assert "Nothing that works in both networks is lost" in said
    assert said.index("open TCP 61617") < said.index("dc-a-1: install") < said.index("close TCP 61617")
    assert said.index("./make-secrets") < said.index("copy secrets/brokers/noc-1/conf/*") < said.index("noc-1: install")
    assert cli.main(["diff", "noc-dials", "noc-dials"]) == cli.OK
    assert "nothing changes" in capsys.readouterr().out


def test_diff_writes_the_file_of_each_step(tmp_path: Path) -> None:
    assert cli.main(["diff", "noc-datacenters", "noc-dials", "--to", str(tmp_path)]) == cli.OK
    written = sorted(path.parent.name for path in tmp_path.glob("*/activemq.xml"))
    assert [name.partition("-")[2] for name in written] == ["noc-1", "dc-a-1", "dc-b-1", "dc-c-1", "noc-1"]
    last = (tmp_path / written[-1] / "activemq.xml").read_text(encoding="utf-8")
    assert last == (examples.FOLDER / "noc-dials/brokers/noc-1/conf/activemq.xml").read_text(encoding="utf-8")


def test_diff_writes_firewall_rules_that_neither_network_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "noc-dials", "noc-ipsec", "--to", str(tmp_path)]) == cli.OK
    assert "load the rules of both networks" in capsys.readouterr().out
    written = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*/activemq.nft")]
    assert written and all("table inet activemq" in text for text in written)


def test_diff_writes_no_file_of_a_network_that_may_hold_passwords(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", str(FAULTY), str(FAULTY), "--to", str(tmp_path)]) == cli.UNREADABLE
    assert "--to needs two topologies" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
