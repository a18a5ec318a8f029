"""The edits that make two connectors of one."""

from __future__ import annotations

from broker_network.network import Broker, NetworkConnector, Source, queue, topic
from broker_network.rule_support.splitting import QUEUES, TOPICS, carries_none, excluding, split_off
from tests.support.rule_sets import broker, case_of, connector, to

ONE = NetworkConnector("x", "static:(tcp://b:61616)", source=Source("a.xml", 2))


def test_a_connector_that_includes_queues_alone_carries_no_topics() -> None:
    only = NetworkConnector("x", ONE.uri, dynamically_included_destinations=(queue("a"),))
    assert carries_none(only, topic(">"))
    assert not carries_none(only, queue(">"))
    assert not carries_none(ONE, topic(">"))


def test_a_connector_of_both_kinds_keeps_one_and_a_copy_carries_the_other() -> None:
    exclusion, copy = split_off(Broker("a", network_connectors=(ONE,)), ONE, QUEUES, (), "false")
    assert (exclusion,) == excluding(ONE, QUEUES)
    assert {(one.name, one.value) for one in copy.edits[:2]} == {
        ("name", "x-queues"),
        ("conduitSubscriptions", "false"),
    }
    assert copy.edits[2:] == excluding(ONE, TOPICS)


def test_where_another_connector_carries_them_as_it_should_this_one_leaves_them_to_it() -> None:
    other = NetworkConnector("y", ONE.uri, conduit_subscriptions=False, excluded_destinations=(TOPICS,))
    assert split_off(Broker("a", network_connectors=(ONE, other)), ONE, QUEUES, (other,), "false") == excluding(
        ONE, QUEUES
    )


def test_the_name_of_the_copy_is_free() -> None:
    named = Broker("a", network_connectors=(ONE, NetworkConnector("x-queues", "static:(tcp://c:61616)")))
    assert split_off(named, ONE, QUEUES, (), "false")[1].edits[0].value == "x-queues-2"


def test_connectors_to_the_same_addresses_go_the_same_way() -> None:
    from broker_network.rule_support.splitting import same_way

    case = case_of({"a.xml": broker("a", connector("x", to("b")), connector("y", to("b")), connector("z", to("c")))})
    here = case.network.brokers[0]
    assert [one.name for one in same_way(case.links, here, here.network_connectors[0])] == ["y"]
