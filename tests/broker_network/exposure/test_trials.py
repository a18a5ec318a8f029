"""The computed exposure of the examples agrees with what tests and experiments try on running brokers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from broker_network import examples, routes
from broker_network.exposure import AccessMap, Account, Exposure, Subject, exposure, subject, subjects
from broker_network.network import parse, queue, topic
from broker_network.routes.permissions import asks_for_certificate, lets_in

EVERY = pytest.mark.parametrize("name", examples.names())


def access(name: str) -> AccessMap:
    network, inventory = examples.load(name)
    return AccessMap(network, routes.hosts_of(inventory), inventory)


def stolen(around: AccessMap, kind: str) -> Iterator[Exposure]:
    yield from (exposure(one, around) for one in subjects(around) if one.kind == kind)


def tunneled(around: AccessMap) -> set[str]:
    """The brokers that let somebody in without a certificate, at an address that only tunnels lead to."""
    assert around.inventory is not None
    inner = {host.inner_address: host.broker for host in around.inventory.hosts if host.inner_address}
    hosts = [parse(listener.uri).host for broker in around.network.brokers for listener in broker.transport_connectors]
    return {inner[host] for host in hosts if host in inner}


@EVERY
def test_a_client_without_a_certificate_is_refused(name: str) -> None:
    around = access(name)
    assert around.inventory is not None and around.inventory.client_security == "mtls"
    for found in stolen(around, "password"):
        at = {account.broker for account in found.subject.accounts}
        assert at - tunneled(around) == set(found.needs_certificate)


@EVERY
def test_a_broker_without_a_certificate_is_refused(name: str) -> None:
    around = access(name)
    for broker in around.network.brokers:
        assert asks_for_certificate(broker) is (broker.name not in tunneled(around))
    for found in stolen(around, "link"):
        at = {account.broker for account in found.subject.accounts}
        assert at - tunneled(around) == set(found.needs_certificate)


@EVERY
def test_a_wrong_password_is_refused(name: str) -> None:
    for broker in access(name).network.brokers:
        for user in broker.users:
            assert lets_in(broker, user.username, user.password) is True
            assert lets_in(broker, "nobody", user.password) is False


@EVERY
def test_an_operator_cannot_read_the_replies_of_another(name: str) -> None:
    around = access(name)
    found = list(stolen(around, "operator"))
    assert found
    for one in found:
        assert not one.can("take")
        for power in one.can("read", "own replies"):
            assert power.whom == one.subject.signs_as


@EVERY
def test_a_server_cannot_read_replies_or_learn_who_asks(name: str) -> None:
    for found in stolen(access(name), "server"):
        assert {power.what for power in (*found.can("read"), *found.can("take"))} <= {
            "broadcast requests",
            "directed requests",
        }


@EVERY
def test_a_server_cannot_send_commands(name: str) -> None:
    for found in stolen(access(name), "server"):
        assert not found.can("forge", "requests") and not found.can("forge", "requests again")


def test_a_stolen_password_without_the_operators_key_moves_no_server() -> None:
    around = access("noc-datacenters")
    own = subject(around, "operator alice")
    thief = Subject("password", "alice", own.accounts, certificate=True)
    assert exposure(own, around).commands is True
    found = exposure(thief, around)
    assert found.can("forge", "requests") and found.commands is False


@EVERY
def test_a_server_cannot_get_around_its_rights_by_a_temporary_destination(name: str) -> None:
    """What the broker refuses by this entry; the trial without it is on files that nobody publishes."""
    for broker in access(name).network.brokers:
        temporary = broker.temp_destination_authorization_entry
        assert temporary is not None
        members = {group for user in broker.users for group in user.groups}
        assert not members & {*temporary.read, *temporary.write, *temporary.admin}


def test_a_server_takes_no_request_of_another_country_but_some_of_a_shared_collective() -> None:
    around = access("four-countries")
    assert around.allows("fr-1", "servers-fr", "read", queue("de.nodes")) is False
    french = exposure(subject(around, "server fr/web"), around)
    taken = {power.collective: power.whom for power in french.can("take", "directed requests")}
    assert "de/web" not in taken.get("fr", ()) and "de" not in taken
    assert "de/web" in taken["eu"]


def test_a_links_account_learns_of_subscriptions_in_its_own_collectives_only() -> None:
    around = access("four-countries")
    link = Subject("link", "bridge-fr-1-noc-1", (Account("bridge-fr-1-noc-1", "noc-1"),))
    told = {power.collective for power in exposure(link, around).can("read", "subscriptions")}
    assert told == {"fr", "eu"}
    for collective, allowed in (("fr", True), ("eu", True), ("de", False), ("us", False)):
        news = topic(f"ActiveMQ.Advisory.Consumer.Queue.{collective}.nodes")
        assert around.allows("noc-1", link.name, "read", news) is allowed


def test_an_operator_who_was_removed_from_the_broker_is_refused() -> None:
    around = access("single-broker")
    (broker,) = around.network.brokers
    assert lets_in(broker, "alice", "${alice.password}") is True
    assert lets_in(broker, "left", "${left.password}") is False
