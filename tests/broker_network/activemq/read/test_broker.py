"""One `<broker>` of a file, and the listeners, connectors and policies in it."""

from __future__ import annotations

import pytest

from broker_network.activemq.read import ReadError, read_broker, read_network
from broker_network.network import PolicyEntry, queue, topic


def text(inside: str = "", attributes: str = 'brokerName="a"') -> bytes:
    return f"<broker {attributes}>{inside}</broker>".encode()


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ('brokerName="a"', "a"),
        ("", "localhost"),
        ('useLocalHostBrokerName="true"', "${hostname}"),
        ('useLocalHostBrokerName="false"', "localhost"),
        ('useLocalHostBrokerName="${own}"', "${hostname}"),
    ],
)
def test_a_broker_without_a_name_is_called_as_activemq_calls_it(attributes: str, name: str) -> None:
    listeners = '<transportConnectors><transportConnector uri="tcp://0.0.0.0:1"/></transportConnectors>'
    assert read_broker(text(listeners, attributes=attributes), "a.xml").name == name


def test_a_broker_without_a_name_and_listeners_is_one_of_a_managed_service_which_adds_both() -> None:
    managed = read_broker(text(attributes=""), "a.xml")
    assert (managed.name, [one.uri for one in managed.transport_connectors]) == (
        "${brokerName}",
        ["${transportConnectors}"],
    )
    assert read_broker(text(), "a.xml").transport_connectors == ()


def test_a_file_without_a_broker_is_refused_with_its_name() -> None:
    with pytest.raises(ReadError, match=r"^a\.xml:1: holds no <broker>"):
        read_broker(b"<beans/>", "a.xml")


def test_brokers_come_in_the_order_of_their_files() -> None:
    network = read_network({"b.xml": text(attributes='brokerName="b"'), "a.xml": text()})
    assert [broker.name for broker in network.brokers] == ["b", "a"]


def test_listeners_and_connectors_that_an_attribute_names_are_read_too() -> None:
    short = 'brokerName="a" transportConnectorURIs="tcp://h:1,stomp://h:2" networkConnectorURIs="static:(tcp://b:1)"'
    broker = read_broker(text(attributes=short), "a.xml")
    assert [one.uri for one in broker.transport_connectors] == ["tcp://h:1", "stomp://h:2"]
    assert [one.uri for one in broker.network_connectors] == ["static:(tcp://b:1)"]
    assert broker.others == ()


def test_an_attribute_that_the_model_has_no_field_for_is_kept() -> None:
    assert read_broker(text(attributes='brokerName="a" splitSystemUsage="x"'), "a.xml").others == (
        ("splitSystemUsage", "x"),
    )


def test_policies_are_read_by_destination() -> None:
    entries = '<policyEntry queue="a.>" producerFlowControl="false"/><policyEntry topic="&gt;"/>'
    inside = f"<destinationPolicy><policyMap><policyEntries>{entries}</policyEntries></policyMap></destinationPolicy>"
    assert read_broker(text(inside), "a.xml").policy_entries == (
        PolicyEntry(queue("a.>"), producer_flow_control=False),
        PolicyEntry(topic(">")),
    )


def test_every_element_keeps_the_place_where_it_was_read() -> None:
    inside = '\n<transportConnectors>\n  <transportConnector name="s" uri="stomp://h:1"/>\n</transportConnectors>\n'
    (listener,) = read_broker(text(inside), "conf/a.xml").transport_connectors
    assert listener.source is not None
    assert (str(listener.source), listener.source.column) == ("conf/a.xml:3", 3)
