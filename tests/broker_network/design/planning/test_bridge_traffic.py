"""What bridges read and write, and the servers beyond each broker."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.design.planning import expansion
from broker_network.design.planning.bridge_traffic import NAMED_OPERATORS, Beyond, beyond_brokers
from broker_network.design.planning.link_traffic import edges, link_traffic
from broker_network.design.planning.members import members_by_broker
from broker_network.design.planning.traffic import traffic
from broker_network.design.topology import Topology
from tests.support.networks import commanded_from, star, topology


def beyond(given: Topology) -> Mapping[str, Beyond]:
    sites, links = expansion.sites(given), expansion.links(given)
    carried, _ = traffic(expansion.requirements(sites), edges(links))
    members = members_by_broker(sites, expansion.broker_settings(given))
    return beyond_brokers(given.collectives, links, link_traffic(links, carried), members)


def test_requests_leave_the_side_that_commands_and_replies_come_back() -> None:
    found = beyond(commanded_from("hub", star(1)))
    (at_hub,), (at_leaf,) = (found[name].bridges.values() for name in ("hub-1", "leaf1-1"))
    assert at_hub.user == at_leaf.user
    assert (list(at_hub.reads_requests), list(at_hub.writes_requests)) == (["mcollective"], [])
    assert (list(at_leaf.reads_requests), list(at_leaf.writes_requests)) == ([], ["mcollective"])
    assert (at_hub.reads_replies, at_leaf.writes_replies) == ({}, {})
    assert at_leaf.reads_replies == at_hub.writes_replies == {"mcollective": {"op-hub": None}}


def test_servers_count_at_every_broker_but_their_own() -> None:
    found = beyond(commanded_from("hub", star(3)))
    assert found["hub-1"].servers == 9
    assert found["leaf1-1"].servers == 0, "nobody commands there, so no subscription of others comes that far"


def test_of_few_operators_each_is_named_and_of_many_none_is() -> None:
    for count, named in ((2, {"op-0": None, "op-1": None}), (NAMED_OPERATORS + 1, {})):
        names = [f"op-{number}" for number in range(count)]
        sites = {"hub": {"clients": {"ops": {"operators": names}}, "servers": {}}, "leaf1": {"clients": {}}}
        (bridge,) = beyond(topology(star(1), sites=sites))["leaf1-1"].bridges.values()
        assert bridge.reads_replies == {"mcollective": named}
