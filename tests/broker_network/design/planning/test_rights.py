"""Users, their groups, and what each group may do at one broker."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import assume, given, settings

from broker_network.design.planning import PlanRefused, plan, rights
from broker_network.design.topology import Topology
from broker_network.mcollective.destinations import broadcast, directed, replies, reply
from broker_network.network import Broker, queue, topic
from tests.support.networks import commanded_from, planned, star, topologies


def broker(name: str) -> Broker:
    return plan(commanded_from("hub", star(2)), "t").network.broker(name)


def allowed(one: Broker, user: str, what: str) -> set[str]:
    """The patterns that a user may read, write or create by the entries for queues and topics."""
    groups = {name for account in one.users if account.username == user for name in account.groups}
    return {
        str(entry.destination)
        for entry in one.authorization_entries
        if groups & set(getattr(entry, what)) and "ActiveMQ" not in str(entry.destination)
    }


def members(one: Broker, groups: Iterable[str]) -> set[str]:
    return {user.username for user in one.users if set(groups) & set(user.groups)}


def test_patterns_of_rights_select_what_mcollective_uses() -> None:
    requests, nodes = rights.requests("c")
    assert requests.matches(broadcast("c"))
    assert nodes.matches(directed("c"))
    assert replies("c", "alice").matches(reply("c", "alice.noc"))
    assert not replies("c", "al").matches(reply("c", "alice.noc"))


def test_an_operator_sends_requests_and_reads_own_replies_and_no_more() -> None:
    hub = broker("hub-1")
    assert allowed(hub, "op-hub", "write") == {"topic mcollective.*.agent", "queue mcollective.nodes"}
    assert allowed(hub, "op-hub", "read") == {"queue mcollective.reply.op-hub.>"}


def test_servers_read_requests_and_write_replies_and_no_more() -> None:
    leaf = broker("leaf1-1")
    assert allowed(leaf, "servers-leaf1", "read") == {"topic mcollective.*.agent", "queue mcollective.nodes"}
    assert allowed(leaf, "servers-leaf1", "write") == {"queue mcollective.reply.>"}


def test_a_bridge_carries_requests_one_way_and_replies_the_other() -> None:
    hub = broker("hub-1")
    requests = {"topic mcollective.*.agent", "queue mcollective.nodes"}
    assert allowed(hub, "bridge-leaf1-1-hub-1", "read") == requests
    assert not requests & allowed(hub, "bridge-leaf1-1-hub-1", "write")


def test_whoever_may_use_a_destination_may_create_it() -> None:
    for one in planned(star(2)).network.brokers:
        for entry in one.authorization_entries:
            if "ActiveMQ" not in str(entry.destination):
                assert members(one, entry.admin) == members(one, (*entry.read, *entry.write))


def test_nobody_may_use_temporary_destinations() -> None:
    for one in planned(star(2)).network.brokers:
        entry = one.temp_destination_authorization_entry
        assert entry is not None
        used = {*entry.read, *entry.write, *entry.admin}
        assert not [user for user in one.users if used & set(user.groups)]


@given(topologies())
@settings(max_examples=15)
def test_every_group_with_a_right_has_a_member(topology: Topology) -> None:
    try:
        made = plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise
    for one in made.network.brokers:
        members = {name for user in one.users for name in user.groups}
        named = {name for entry in one.authorization_entries for name in (*entry.read, *entry.write, *entry.admin)}
        assert named <= members


def test_every_connection_may_create_advisories_and_only_bridges_read_them() -> None:
    hub = broker("hub-1")
    entries = {entry.destination: entry for entry in hub.authorization_entries}
    assert entries[topic("ActiveMQ.Advisory.>")].admin == ("everyone",)
    read = {name for of, entry in entries.items() if of and "Advisory" in str(of) for name in entry.read}
    assert read == {"bridges"}
    assert queue("ActiveMQ.Advisory.>") not in entries
