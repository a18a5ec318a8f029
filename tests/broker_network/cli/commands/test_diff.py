"""`diff`: the steps, and their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import cli, examples
from broker_network.activemq.releases import DEFAULT
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


def test_of_files_without_topologies_diff_says_which_steps_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (str(examples.FOLDER / name / "brokers") for name in ("noc-datacenters", "noc-dials"))
    cli.main(["diff", old, new])
    assert "compare two topologies" in " ".join(capsys.readouterr().out.split())
    cli.main(["diff", "noc-datacenters", "noc-dials"])
    assert "compare two topologies" not in " ".join(capsys.readouterr().out.split())


def test_diff_says_that_the_release_changes_where_no_file_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topology = tmp_path / "noc-datacenters" / "topology.yaml"
    topology.parent.mkdir()
    text = (examples.FOLDER / "noc-datacenters/topology.yaml").read_text(encoding="utf-8")
    topology.write_text(text.replace(f"activemq: {DEFAULT}", "activemq: 6.1.7"), encoding="utf-8")
    cli.main(["diff", "noc-datacenters", str(topology)])
    said = capsys.readouterr().out
    assert f"The release of noc-1, dc-a-1, dc-b-1, dc-c-1 changes from {DEFAULT} to 6.1.7" in said
    assert "nothing changes in the files of brokers" in said
