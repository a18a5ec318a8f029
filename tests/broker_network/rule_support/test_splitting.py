"""The edits that make two connectors of one."""

from __future__ import annotations

from broker_network.network import NetworkConnector, Source, queue, topic
from broker_network.rule_support.fix import FileEdit, NewElement
from broker_network.rule_support.splitting import QUEUES, carries_none, same_way, split_off
from tests.support.rule_sets import NO_TOPICS, broker, case_of, connector, to

NAMED = (("physicalName", ">"),)

ONE = NetworkConnector("x", "static:(tcp://b:61616)", source=Source("a.xml", 2))


def test_a_connector_that_includes_queues_alone_carries_no_topics() -> None:
    only = NetworkConnector("x", ONE.uri, dynamically_included_destinations=(queue("a"),))
    assert carries_none(only, topic(">"))
    assert not carries_none(only, queue(">"))
    assert not carries_none(ONE, topic(">"))


def split(*connectors: str, circle: bool = False) -> tuple[FileEdit, ...]:
    """What splits the queues off the first connector of a broker."""
    files = {"a.xml": broker("a", *connectors), "b.xml": broker("b", *([connector("b-c", to("c"))] if circle else []))}
    files["c.xml"] = broker("c", *([connector("c-a", to("a"))] if circle else []))
    case = case_of(files)
    here = case.network.brokers[0]
    return split_off(case.links, here, here.network_connectors[0], QUEUES, "false")


def test_a_connector_of_both_kinds_keeps_one_and_a_copy_carries_the_other() -> None:
    exclusion, copy = split(connector("x", to("b")))
    assert (exclusion.element, exclusion.path) == (NewElement("queue", NAMED), ("excludedDestinations",))
    assert [(one.name, one.value) for one in copy.edits[:2]] == [
        ("name", "x-queues"),
        ("conduitSubscriptions", "false"),
    ]
    assert copy.edits[2].element == NewElement("topic", NAMED)


def test_where_another_connector_carries_them_as_it_should_this_one_leaves_them_to_it() -> None:
    (edit,) = split(connector("x", to("b")), connector("y", to("b"), 'conduitSubscriptions="false"', NO_TOPICS))
    assert edit.action == "insert"


def test_the_name_of_the_copy_is_free() -> None:
    assert split(connector("x", to("b")), connector("x-queues", to("c")))[1].edits[0].value == "x-queues-2"


def test_in_a_circle_the_copy_prefers_the_nearest() -> None:
    edits = split(connector("x", to("b")), circle=True)[1].edits
    assert ("decreaseNetworkConsumerPriority", "true") in [(one.name, one.value) for one in edits]


def test_connectors_to_the_same_addresses_go_the_same_way() -> None:
    case = case_of({"a.xml": broker("a", connector("x", to("b")), connector("y", to("b")), connector("z", to("c")))})
    here = case.network.brokers[0]
    assert [one.name for one in same_way(case.links, here, here.network_connectors[0])] == ["y"]
