"""What counts as a change between two networks, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from broker_network import examples
from broker_network.activemq.elements import CHILDREN, ELEMENTS, FLAG, ModelAttribute
from broker_network.activemq.schema import schema
from broker_network.changes import BrokerChange, Change, diff
from broker_network.changes.difference import changes_of
from broker_network.design.planning import PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network import (
    AuthenticationUser,
    Broker,
    Network,
    NetworkConnector,
    PolicyEntry,
    SystemUsage,
    Unknown,
    queue,
    topic,
)
from tests.support.brokers import brokers
from tests.support.networks import topologies

CONNECTOR = NetworkConnector("a-b", "static:(tcp://b:61616)", message_ttl=1, duplex=True, user_name="bridge")
BROKER = Broker("a", network_connectors=(CONNECTOR,))


def _filling(element: str) -> list[ModelAttribute]:
    """The attributes of an element that fill a field and are not its name."""
    names = ("name", "brokerName")
    return [one for one in ELEMENTS[element].attributes if one.field is not None and one.name not in names]


def changed(**attributes: object) -> tuple[BrokerChange, ...]:
    """What comes of changing the one connector."""
    other = replace(CONNECTOR, **attributes)  # type: ignore[arg-type]
    return diff(Network((BROKER,)), Network((replace(BROKER, network_connectors=(other,)),)))


@given(topologies())
@settings(max_examples=20, deadline=None)
def test_a_network_does_not_differ_from_itself(topology: Topology) -> None:
    try:
        made = plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise
    network, _ = made
    assert diff(network, network) == ()
    assert diff(network, Network(network.brokers[::-1])) == ()


def test_a_changed_attribute_is_told_with_its_old_and_new_value() -> None:
    assert changed(message_ttl=2) == (
        BrokerChange("a", "changed", (Change("networkConnector", "a-b", "messageTTL", "changed", "1", "2"),)),
    )


@pytest.mark.parametrize(
    "same",
    [{"message_ttl": None}, {"consumer_ttl": 1}, {"conduit_subscriptions": True}, {"bridge_temp_destinations": True}],
    ids=["left out", "consumerTTL", "conduitSubscriptions", "bridgeTempDestinations"],
)
def test_a_default_that_is_written_out_is_no_change(same: dict[str, object]) -> None:
    assert changed(**same) == ()


def test_a_default_that_differs_between_releases_is_a_change() -> None:
    assert changed(decrease_network_consumer_priority=True)
    assert changed(decrease_network_consumer_priority=False)


def test_what_network_ttl_overrides_has_no_default() -> None:
    assert len(changed(network_ttl=3, message_ttl=None)[0].changes) == 2


def test_what_only_the_running_broker_knows_is_a_change_of_text() -> None:
    (change,) = changed(duplex=Unknown("${duplex}"))[0].changes
    assert (change.old, change.new) == ("true", "${duplex}")


def test_a_password_is_never_shown() -> None:
    one, other = (
        Network((Broker("a", users=(AuthenticationUser("u", word, ()),)),)) for word in ("swordfish", "opensesame")
    )
    text = repr(diff(one, other)) + repr(diff(Network((Broker("a"),)), one))
    assert diff(one, other) and "swordfish" not in text and "opensesame" not in text


def test_elements_of_one_name_are_compared_whatever_their_order() -> None:
    network, _ = examples.load("four-countries")
    turned = tuple(
        replace(broker, authorization_entries=broker.authorization_entries[::-1]) for broker in network.brokers
    )
    assert diff(network, Network(turned)) == ()


def test_brokers_are_added_and_removed_whole() -> None:
    one, other = Network((Broker("a"), Broker("b"))), Network((Broker("b"), Broker("c")))
    assert diff(one, other) == (BrokerChange("c", "added"), BrokerChange("a", "removed"))


def test_a_list_of_destinations_is_one_attribute() -> None:
    (change,) = changed(excluded_destinations=(queue(">"), topic("a.>")))[0].changes
    assert (change.attribute, change.new) == ("excludedDestinations", "queue >, topic a.>")


def test_brokers_of_one_name_are_compared_in_their_order() -> None:
    one = Network((Broker("a"), Broker("a", persistent=False)))
    assert diff(one, one) == ()
    assert diff(one, Network((Broker("a"),))) == (BrokerChange("a#2", "removed"),)


@given(brokers(), brokers())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_changes_is_told_in_words_that_activemq_has(old: Broker, new: Broker) -> None:
    for change in changes_of(old, new):
        allowed = schema().elements.get(change.element)
        if allowed is not None and change.attribute is not None and not change.attribute.startswith("my-"):
            assert change.attribute in allowed.attributes or change.attribute in allowed.children
        if allowed is None:
            assert change.element in ("bean", "import") or change.element.startswith(("my-", "org.example."))


@given(brokers())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_broker_differs_from_itself(broker: Broker) -> None:
    assert list(changes_of(broker, replace(broker))) == []


@pytest.mark.parametrize(
    ("element", "attribute"),
    [(element, one.name) for element in ("broker", "networkConnector", "policyEntry") for one in _filling(element)],
)
def test_every_attribute_of_the_model_is_told_by_its_own_name(element: str, attribute: str) -> None:
    known = ELEMENTS[element].by_name[attribute]
    one = Broker("a", network_connectors=(NetworkConnector("n", "u"),), policy_entries=(PolicyEntry(topic(">")),))
    value = (topic("x"),) if known.type is CHILDREN else known.type.read("17" if known.type is not FLAG else "${flag}")
    said: dict[str, Any] = {str(known.field): value}
    if element == "broker":
        other = replace(one, **said)
    elif element == "networkConnector":
        other = replace(one, network_connectors=(replace(one.network_connectors[0], **said),))
    else:
        other = replace(one, policy_entries=(replace(one.policy_entries[0], **said),))
    (change,) = changes_of(one, other)
    assert (change.element, change.attribute) == (element, attribute)


def test_limits_are_told_at_the_element_that_holds_them() -> None:
    one, other = (Broker("a", system_usage=SystemUsage(share, store_limit="1 gb")) for share in (50, 70))
    assert list(changes_of(one, other)) == [Change("memoryUsage", None, "percentOfJvmHeap", "changed", "50", "70")]
