"""Behaviour of the writer of `activemq.xml`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    Broker,
    ManagementContext,
    PolicyEntry,
    topic,
)
from tests.support.networks import planned, topologies, topology

CORE = "{http://activemq.apache.org/schema/core}"


def parsed(one: Plan, broker: Broker) -> etree._Element:
    """The file of a broker, parsed."""
    return etree.fromstring(activemq_xml(broker, one.inventory).encode())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(topologies())
def test_every_planned_broker_is_well_formed_whatever_the_title(given_topology: Topology) -> None:
    try:
        one = plan(given_topology, "test")
    except PlanRefused:
        assume(False)
        raise
    for broker in one.network.brokers:
        root = parsed(one, broker)
        assert root.find(f"{CORE}broker").get("brokerName") == broker.name


def test_every_element_of_the_model_is_in_the_file() -> None:
    one = planned([("a", "b"), ("b", "c")])
    broker = one.network.broker("b-1")
    root = parsed(one, broker)
    assert [e.get("name") for e in root.iter(f"{CORE}networkConnector")] == [c.name for c in broker.network_connectors]
    assert [e.get("uri") for e in root.iter(f"{CORE}transportConnector")] == [
        c.uri for c in broker.transport_connectors
    ]
    assert [e.get("username") for e in root.iter(f"{CORE}authenticationUser")] == [u.username for u in broker.users]
    assert len(list(root.iter(f"{CORE}authorizationEntry"))) == len(broker.authorization_entries)
    assert len(list(root.iter(f"{CORE}policyEntry"))) == len(broker.policy_entries)


def test_what_the_model_leaves_open_is_not_written() -> None:
    one = planned([("a", "b")])
    root = parsed(one, Broker("bare"))
    written = [etree.QName(element).localname for element in root.iter(f"{CORE}*")]
    assert written == ["broker", "destinationPolicy", "policyMap", "policyEntries", "transportConnectors"]
    assert dict(root.find(f"{CORE}broker").attrib) == {"brokerName": "bare"}


@pytest.mark.parametrize(
    ("broker", "why"),
    [
        (Broker("a", authentication=Authentication("jaas")), "stand in other files"),
        (Broker("a", users=(AuthenticationUser("u", "p", ()),)), "stand in other files"),
        (Broker("a", authentication=Authentication("other", users_known=False)), "the plugin that knows the users"),
        (Broker("a", authentication=Authentication("simple", users_known=True)), "not all users"),
        (Broker("a", authentication=Authentication("simple", anonymous_groups=("x", "y"))), "exactly one group"),
    ],
    ids=["JAAS", "users without a plugin", "an unknown plugin", "users that are not known", "two anonymous groups"],
)
def test_what_one_file_cannot_say_is_refused_and_not_left_out(broker: Broker, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        activemq_xml(broker, planned([("a", "b")]).inventory)


def test_a_strategy_stands_in_the_element_that_the_schema_has_for_it() -> None:
    entry = PolicyEntry(topic(">"), selector_aware=True, children=("individualDeadLetterStrategy", "storeCursor"))
    root = parsed(planned([("a", "b")]), Broker("a", policy_entries=(entry,)))
    inside = root.find(f".//{CORE}policyEntry")
    assert [(etree.QName(one).localname, etree.QName(one[0]).localname) for one in inside] == [
        ("networkBridgeFilterFactory", "conditionalNetworkBridgeFilterFactory"),
        ("deadLetterStrategy", "individualDeadLetterStrategy"),
        ("pendingQueuePolicy", "storeCursor"),
    ]


def test_no_comment_says_what_is_not_so() -> None:
    one = planned([("a", "b")])
    open_port = Broker("a", management=ManagementContext(create_connector=True))
    assert "No JMX port" not in activemq_xml(open_port, one.inventory)


def test_a_comment_survives_any_name() -> None:
    root = parsed(planned([("a", "b")]), Broker("a--b"))
    assert root.find(f"{CORE}broker").get("brokerName") == "a--b"


def test_no_password_stands_in_the_file() -> None:
    one = planned([("a", "b")])
    for broker in one.network.brokers:
        for element in parsed(one, broker).iter():
            for name, value in element.attrib.items():
                if "password" in name.lower():
                    assert value.startswith("${") and value.endswith("}")


@pytest.mark.parametrize("attribute", ["decreaseNetworkConsumerPriority", "messageTTL", "consumerTTL", "duplex"])
def test_attributes_whose_defaults_differ_or_decide_are_written_out(attribute: str) -> None:
    one = planned([("a", "b")])
    for connector in parsed(one, one.network.broker("a-1")).iter(f"{CORE}networkConnector"):
        assert connector.get(attribute) is not None
        assert connector.get("networkTTL") is None


def test_a_folder_may_have_any_name() -> None:
    one = plan(topology([("a", "b")]), "odd -- <&> name")
    assert parsed(one, one.network.brokers[0]) is not None
