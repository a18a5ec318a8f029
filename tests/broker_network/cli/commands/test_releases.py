"""`releases`: what is read, and what is printed."""

from __future__ import annotations

import json

import pytest

from broker_network import cli
from tests.support.paths import FAULTY


def test_an_example_gets_its_advice(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["releases", "noc-datacenters"]) == cli.OK
    assert "1. ActiveMQ 6.3.3" in capsys.readouterr().out


def test_the_release_that_is_named_is_judged_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["releases", str(FAULTY), "--activemq", "5.17.2", "--format", "json"]) == cli.OK
    answer = json.loads(capsys.readouterr().out)["answer"]
    assert answer["named"]["activemq"] == "5.17.2"
    assert answer["named"]["open"][0]["id"] == "CVE-2023-46604"


def test_what_is_no_release_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["releases", str(FAULTY), "--activemq", "six"]) == cli.UNREADABLE
    assert "not an ActiveMQ release" in capsys.readouterr().err
