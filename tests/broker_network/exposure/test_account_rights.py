"""What accounts may do, over the whole network."""

from __future__ import annotations

from dataclasses import replace

from broker_network import examples
from broker_network.exposure import AccessMap
from broker_network.exposure.account_rights import AccountRights, rights_of_accounts
from broker_network.network import Broker, Network, queue, topic
from broker_network.routes import hosts_of


def of(example: str) -> dict[tuple[str, str], AccountRights]:
    """The rows of an example by user and broker."""
    network, inventory = examples.load(example)
    found = rights_of_accounts(AccessMap(network, hosts_of(inventory), inventory))
    return {(row.user, broker): row for row in found for broker in row.brokers}


def test_an_operator_reads_own_replies_and_sends_requests_to_every_data_center() -> None:
    alice = of("noc-datacenters")["alice", "noc-1"]
    assert alice.reads == (queue("mcollective.reply.alice.>"),)
    assert topic("mcollective.*.agent") in alice.writes
    (commands,) = alice.commands
    assert commands.over == ("noc-1", "dc-a-1", "dc-b-1", "dc-c-1")


def test_a_bridge_sends_requests_no_farther_than_its_own_data_center() -> None:
    (commands,) = of("noc-datacenters")["bridge-dc-a-1-noc-1", "dc-a-1"].commands
    assert commands.over == ("dc-a-1",)


def test_servers_send_no_requests() -> None:
    assert of("noc-datacenters")["servers-dc-a", "dc-a-1"].commands == ()


def test_an_operator_of_one_country_sends_requests_of_that_country_alone() -> None:
    rows = of("four-countries")
    senders = {user: {one.collective for one in row.commands} for (user, _), row in rows.items()}
    _, inventory = examples.load("four-countries")
    for operator in inventory.operators:
        assert senders[operator.name] == set(operator.collectives)


def test_where_no_rights_are_asked_for_everybody_may_do_everything() -> None:
    network, _ = examples.load("single-broker")
    (broker,) = network.brokers
    (first, *_) = rights_of_accounts(AccessMap(Network((replace(broker, authorization=None),)), {}))
    assert first.everything
    assert first.commands


def test_where_the_files_do_not_tell_it_says_so() -> None:
    (row,) = rights_of_accounts(AccessMap(Network((Broker("b", authorization="other"),)), {}))
    assert row.unknown
