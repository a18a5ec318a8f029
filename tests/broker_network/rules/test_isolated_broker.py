"""Near misses of the rule `isolated-broker`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_a_broker_that_some_unknown_address_may_be_is_not_alone() -> None:
    files = {
        "hub.xml": broker("hub"),
        "a.xml": broker("a", connector("a-hub", to("hub")), connector("a-x", to("10.1.0.9"))),
        "b.xml": broker("b"),
    }
    assert not findings("isolated-broker", files)


def test_brokers_of_which_none_is_linked_are_no_network() -> None:
    assert not findings("isolated-broker", {"a.xml": broker("a"), "b.xml": broker("b")})
