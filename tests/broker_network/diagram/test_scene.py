from __future__ import annotations

from dataclasses import replace

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.diagram.scene import scene
from broker_network.network import Broker, Link, Network, NetworkConnector, Site, TransportConnector
from tests.support import diagram_networks
from tests.support.networks import planned, tunneled


def thin(brokers: tuple[Broker, ...], *links: Link, sites: tuple[Site, ...] = ()) -> Plan:
    inventory = diagram_networks.bare().inventory
    return Plan(Network(brokers), replace(inventory, sites=sites, links=links))


def test_transport_and_port_are_those_that_the_connector_dials() -> None:
    found = scene(*examples.load("noc-datacenters"))
    assert {wire.label for wire in found.wires} == {"ssl 61617"}
    assert {group.endpoint for group in found.groups} == {"stomp+ssl 61614"}


def test_a_port_of_its_own_and_a_plain_link_are_shown() -> None:
    plan = planned([("a", "hub")], links=[{"from": "a", "to": "hub", "transport": "plain"}])
    (wire,) = scene(*plan).wires
    assert (wire.label, wire.encrypted) == ("tcp 61616", False)


def test_a_link_that_is_not_duplex_is_two_connections_one_opened_by_each_side() -> None:
    plan = planned([("a", "hub")], links=[{"from": "a", "to": "hub", "duplex": False}])
    assert [wire.sentence for wire in scene(*plan).wires] == [
        "a-1 to hub-1: messages one way, TLS, ssl port 61617, connection opened by a-1",
        "hub-1 to a-1: messages one way, TLS, ssl port 61617, connection opened by hub-1",
    ]


def test_a_duplex_link_is_one_sentence() -> None:
    (wire,) = scene(*planned([("a", "hub")])).wires
    assert wire.sentence == "a-1 and hub-1: messages both ways, TLS, ssl port 61617, connection opened by a-1"


def test_a_link_through_ipsec_is_encrypted_and_says_so() -> None:
    (wire,) = scene(*tunneled([("a", "hub")])).wires
    assert (wire.encrypted, wire.label) == (True, "IPsec, tcp 61616")
    assert "messages both ways, IPsec, tcp port 61616" in wire.sentence


def test_brokers_without_sites_each_get_a_place_without_a_title() -> None:
    found = scene(*thin((Broker("one"), Broker("two"))))
    assert [(place.title, place.brokers, place.groups) for place in found.places] == [
        ("", ("one",), ()),
        ("", ("two",), ()),
    ]


def test_a_broker_that_is_dialed_and_has_no_files_is_drawn_as_one_that_is_not_known() -> None:
    connector = NetworkConnector("to-two", "multicast://default")
    link = Link("one", "two", True, (), 1, "")
    found = scene(*thin((Broker("one", network_connectors=(connector,)),), link))
    assert found.unread == ("two",)
    assert [(wire.label, wire.encrypted) for wire in found.wires] == [("", False)]


def test_connectors_that_have_other_names_are_found_by_the_host_they_dial() -> None:
    plan = diagram_networks.network("x", [diagram_networks.site("a"), diagram_networks.site("b")], [("a-1", "b-1")])
    brokers = tuple(
        replace(broker, network_connectors=tuple(replace(one, name="bridge") for one in broker.network_connectors))
        for broker in plan.network.brokers
    )
    assert scene(Network(brokers), plan.inventory).wires[0].label == "ssl 61617"


def test_the_first_stomp_listener_counts_and_a_site_named_like_its_broker_has_no_title() -> None:
    listeners = (
        TransportConnector("openwire", "ssl://0.0.0.0:61617"),
        TransportConnector("stomp", "stomp+nio+ssl://0.0.0.0:7000?maximumConnections=2"),
    )
    site = diagram_networks.site("here", "mq", title="mq", servers=diagram_networks.SERVERS)
    found = scene(*thin((Broker("mq", transport_connectors=listeners),), sites=(site,)))
    assert found.groups[0].endpoint == "stomp+nio+ssl 7000"
    assert found.places[0].title == ""
