"""`rights`: whose are asked about."""

from __future__ import annotations

import pytest

from broker_network import cli


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = cli.OK) -> str:
    assert cli.main(["rights", "noc-datacenters", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_only_those_who_are_named_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--user", "alice", "--user", "servers-dc-a")
    heads = [line.partition("  at ")[0] for line in text.splitlines() if "  at " in line]
    assert heads == ["alice", "servers-dc-a"]


def test_a_name_that_there_is_not_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--user", "alise", code=cli.UNREADABLE)
    assert '"alise"' in text
    assert 'Did you mean "alice"?' in text
