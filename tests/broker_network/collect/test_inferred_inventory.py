"""What stands around brokers that were read, as far as files tell."""

from __future__ import annotations

from broker_network import examples
from broker_network.collect import Reading, read_files
from broker_network.collect.inferred_inventory import inventory_of
from broker_network.network import Inventory

HOSTS = b"b.example.net = b\n"


def broker(name: str, *connectors: str) -> bytes:
    inside = "".join(
        f'<networkConnector name="n{number}" {attributes}/>' for number, attributes in enumerate(connectors)
    )
    return f'<broker brokerName="{name}"><networkConnectors>{inside}</networkConnectors></broker>'.encode()


def inferred(files: dict[str, bytes]) -> Inventory:
    return inventory_of(read_files({"hosts.properties": HOSTS, **files}), "read", "Read")


DIALING = 'uri="static:(tcp://b.example.net:61616)" userName="u" messageTTL="2"'


def test_the_inventory_of_a_topology_is_taken_as_it_is() -> None:
    network, inventory = examples.load("single-broker")
    assert inventory_of(Reading(network, {}, inventory=inventory), "x", "X") is inventory


def test_each_broker_is_a_site_of_its_own() -> None:
    found = inferred({"a.xml": broker("a"), "b.xml": broker("b")})
    assert [(site.name, site.brokers) for site in found.sites] == [("a", ("a",)), ("b", ("b",))]
    assert (found.name, found.title) == ("read", "Read")


def test_connectors_between_two_brokers_are_one_link() -> None:
    found = inferred({"a.xml": broker("a", f'duplex="true" {DIALING}', DIALING), "b.xml": broker("b")})
    ((link),) = found.links
    assert (link.dialing, link.listening, link.duplex, link.ttl, link.user) == ("a", "b", True, 2, "u")
    assert link.transport is None


def test_two_halves_that_dial_each_other_are_one_link() -> None:
    back = 'uri="static:(tcp://a.example.net:61616)"'
    files = {"a/activemq.xml": broker("a", DIALING), "b/activemq.xml": broker("b", back)}
    assert [(link.dialing, link.listening, link.duplex) for link in inferred(files).links] == [("a", "b", False)]


def test_a_dialed_host_whose_broker_is_not_known_is_a_broker_of_that_name() -> None:
    found = inferred({"a.xml": broker("a", 'uri="static:(tcp://far.example.org:1)"')})
    assert [site.name for site in found.sites] == ["a", "far.example.org"]


def test_what_no_file_tells_of_a_link_is_taken_as_the_default() -> None:
    (link,) = inferred({"a.xml": broker("a", 'uri="static:(tcp://b.example.net:1)" messageTTL="${ttl}"')}).links
    assert (link.ttl, link.user, link.duplex) == (1, "", False)


def test_members_are_groups_of_one_at_the_first_broker_of_their_pool_that_is_known() -> None:
    pool = b"plugin.activemq.pool.1.host = nobody\nplugin.activemq.pool.2.host = b.example.net\ncollectives = x, y\n"
    found = inferred({"b.xml": broker("b"), "noc/client.cfg": pool, "web/server.cfg": pool, "lost/server.cfg": b""})
    (client,), (server,) = found.client_groups, found.server_groups
    assert (client.site, client.title, client.collectives, client.count) == ("b", "noc", ("x", "y"), 1)
    assert (server.site, server.title, server.brokers) == ("b", "web", ("b",))


def test_a_connector_whose_uri_cannot_be_read_is_no_link() -> None:
    assert inferred({"a.xml": broker("a", 'uri="multicast://default"')}).links == ()
