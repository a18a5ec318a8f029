"""The plugin that sets times."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import after, before, findings


def test_alone_a_broker_has_nobody_to_disagree_with() -> None:
    files = before("clock-policy", "networkConnector name", "unknown name")
    assert [one.severity for one in findings("clock-policy", files)] == [Severity.NOTE]


def test_a_placeholder_may_be_true() -> None:
    assert not findings("clock-policy", after("clock-policy", '"true"', '"${future}"'))


def test_false_is_said_at_the_attribute() -> None:
    assert [one.attribute for one in findings("clock-policy", after("clock-policy", '"true"', '"false"'))] == [
        "futureOnly"
    ]
