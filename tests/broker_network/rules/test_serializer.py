"""How messages are written."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import after, before, findings


def test_a_plugin_that_leaves_no_choice_is_not_asked() -> None:
    assert not findings("serializer", before("serializer", "= ssl", "= psk"))


def test_the_two_sides_must_agree() -> None:
    files = {**after("serializer"), "server.cfg": before("serializer")["client.cfg"]}
    assert [one.severity for one in findings("serializer", files)] == [Severity.ERROR]


def test_what_may_stand_in_plugin_d_is_not_missed() -> None:
    assert not findings("serializer", before("serializer", "= ssl", "= aes_security"))
