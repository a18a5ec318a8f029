"""`exposure`: who is asked about."""

from __future__ import annotations

import pytest

from broker_network import cli


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = cli.OK) -> str:
    assert cli.main(["exposure", "noc-datacenters", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_one_who_is_named_is_the_only_one_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--who", "alice")
    assert text.count("If stolen: ") == 1
    assert text.startswith("If stolen: operator alice.")


def test_without_a_name_everything_that_can_be_stolen_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    for kind in ("operator", "laptop", "server", "broker", "link"):
        assert f"If stolen: {kind} " in text


def test_a_name_that_there_is_not_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "--who", "mallory", code=cli.UNREADABLE)
    assert 'nothing here is called "mallory"' in text
    assert "operator alice." in text
