"""`survive`, and `--without` of `reach` and `trace`: what a failure costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broker_network import cli
from tests.broker_network.reach.test_survival import chain


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(list(arguments)) in (cli.OK, cli.DIFFERS)
    return capsys.readouterr().out


def test_survive_names_those_who_are_cut_off_by_each_failure(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "survive", "noc-datacenters")
    assert "If broker noc-1 dies: nobody reaches anybody" in said
    assert "no broker left: dc-b/acme-web" in said
    assert "noc/terminals and noc/web no longer reach dc-c/globex-db (mcollective)" in said
    assert "0 of 7 failures cut nobody off." in said


def test_survive_says_who_must_use_another_broker(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "survive", "two-noc-brokers")
    assert "noc/terminals and noc/web reach dc-b/db only from another broker of their pool" in said
    assert "6 of 8 failures cut nobody off." in said


def test_reach_without_what_fails_agrees_with_survive(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "reach", "noc-datacenters", "--without", "link", "noc-1-dc-a-1")
    assert said.startswith("Without the link dc-a-1 to noc-1:")
    assert "2 of 3 pairs get every message once" in said
    answer = json.loads(_said(capsys, "reach", "two-noc-brokers", "--without", "broker", "noc-1", "--format", "json"))
    assert answer["answer"]["without"] == ["broker noc-1"]
    assert {pair["client"] for pair in answer["answer"]["pairs"]} == {"noc-2"}, "operators go on at their next broker"


def test_trace_explains_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("trace", "two-noc-brokers", "--client", "noc-1", "--server", "dc-a-1")
    assert "noc-1 → dc-a-1" in _said(capsys, *asked)
    left = _said(capsys, *asked, "--without", "link", "dc-a-1 to noc-1")
    assert left.startswith("Without the link dc-a-1 to noc-1:")
    assert "noc-1 → dc-a-1" not in left


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--without", "broker", "noc-9"), 'There is no broker "noc-9". Did you mean "noc-1"?'),
        (("--without", "link", "dc-a-1-dc-b-1"), 'There is no link "dc-a-1-dc-b-1".'),
        (("--without", "host", "noc-1"), "write `--without broker NAME` or `--without link A-B`"),
        (("--client", "noc-1", "--without", "broker", "noc-1"), "takes broker noc-1 away: ask about another one"),
    ],
)
def test_what_cannot_fail_is_refused(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["reach", "noc-datacenters", *arguments]) == cli.UNREADABLE
    assert message in capsys.readouterr().err


def test_a_network_with_too_many_failures_is_refused_with_the_way_to_ask_about_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in chain(60).items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "activemq.xml").write_text(text, "utf-8")
    assert cli.main(["survive", str(tmp_path)]) == cli.UNREADABLE
    assert "broker-network reach --without broker NAME --client NAME" in capsys.readouterr().err
