"""What is read of the files that were written is what was planned."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from broker_network import examples
from broker_network.activemq.read import read_broker, read_network
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network import Broker, Source
from tests.lab.loopback import inventory
from tests.support.brokers import brokers
from tests.support.networks import topologies


def written(one: Plan) -> dict[str, bytes]:
    """The files of a plan's brokers by name."""
    return {f"{broker.name}.xml": activemq_xml(broker, one.inventory).encode() for broker in one.network.brokers}


@pytest.mark.parametrize("name", examples.names())
def test_every_committed_file_is_read_back_as_it_was_planned(name: str) -> None:
    one = examples.load(name)
    folder = examples.FOLDER / name / "brokers"
    committed = {b.name: (folder / b.name / "conf/activemq.xml").read_bytes() for b in one.network.brokers}
    assert read_network(committed) == one.network


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(topologies())
def test_whatever_is_planned_is_read_back_as_it_was(given_topology: Topology) -> None:
    try:
        one = plan(given_topology, "test")
    except PlanRefused:
        assume(False)
        raise
    assert read_network(written(one)) == one.network


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(brokers())
def test_whatever_one_file_can_say_is_read_back_as_it_was_written(broker: Broker) -> None:
    text = activemq_xml(broker, inventory("6.2.6"))
    assert read_broker(text.encode(), "a.xml") == broker


def test_every_element_knows_its_file_and_line() -> None:
    one = examples.load("noc-datacenters")
    files = written(one)
    broker = read_network(files).broker("dc-a-1")
    lines = files["dc-a-1.xml"].decode().splitlines()
    for element in (*broker.network_connectors, *broker.policy_entries, *broker.users, *broker.authorization_entries):
        assert isinstance(element.source, Source)
        assert element.source.file == "dc-a-1.xml"
    assert broker.network_connectors[0].source is not None
    assert 'name="dc-a-1-noc-1-topics"' in lines[broker.network_connectors[0].source.line - 1]
