"""Servers without heartbeats."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_client_is_gone_before_it_matters() -> None:
    assert not findings("no-heartbeat", {"client.cfg": before("no-heartbeat")["server.cfg"]})


def test_settings_that_stand_in_plugin_d_are_not_missed() -> None:
    server = "connector = activemq\nlibdir = /usr/share/mcollective/plugins\n"
    assert not findings("no-heartbeat", {"server.cfg": server})


def test_zero_is_none() -> None:
    assert findings("no-heartbeat", after("no-heartbeat", "= 30", "= 0"))
