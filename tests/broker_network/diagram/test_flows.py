from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.diagram.flows import MOST_FLOWS, Flow, GroupHop, WireHop, flows
from broker_network.diagram.scene import scene
from broker_network.network import topic
from broker_network.routes import bridges, hosts_of, routes_from
from tests.support import diagram_networks
from tests.support.networks import planned, ring


def found(plan: Plan) -> tuple[Flow, ...]:
    return flows(scene(*plan))


def test_a_broadcast_lights_every_group_of_servers_within_reach() -> None:
    plan = examples.load("noc-datacenters")
    broadcast = found(plan)[0]
    shown = scene(*plan)
    assert broadcast.destination == "topic mcollective.<agent>.agent"
    assert {group.title for group in shown.groups if group.number in broadcast.groups} == {
        "NOC terminals",
        *(group.title for group in plan.inventory.server_groups),
    }
    assert [len(step.hops) for step in broadcast.steps] == [1, 3, 5]


def test_a_directed_request_and_its_reply_take_the_same_way_back() -> None:
    _, directed, reply, *_ = found(examples.load("noc-datacenters"))
    assert directed.destination == "queue mcollective.nodes"
    assert reply.destination == "queue mcollective.reply.alice.noc_…"
    assert directed.wires == reply.wires
    assert [step.hops for step in directed.steps] == [
        (GroupHop(0, "noc-1", True),),
        (WireHop(0, "noc-1"),),
        (GroupHop(2, "dc-a-1", False),),
    ]
    assert [step.hops for step in reply.steps] == [
        (GroupHop(2, "dc-a-1", True),),
        (WireHop(0, "dc-a-1"),),
        (GroupHop(0, "noc-1", False),),
    ]


def test_over_one_way_pairs_a_reply_comes_back_over_the_other_connection() -> None:
    _, directed, reply, *_ = found(diagram_networks.one_way_star())
    assert directed.wires.isdisjoint(reply.wires)


def test_operators_who_reach_other_servers_get_a_broadcast_of_their_own() -> None:
    titles = [flow.title for flow in found(examples.load("four-countries"))]
    assert titles[:3] == ["Broadcast request", "Directed request", "Reply"]
    assert len(titles) > 3 and all(title.startswith("Broadcast from ") for title in titles[3:])


def test_without_clients_or_servers_there_is_nothing_to_follow() -> None:
    assert found(diagram_networks.mesh6()) == ()
    assert found(diagram_networks.bare()) == ()


def test_there_are_no_more_flows_than_the_stylesheet_has_slots() -> None:
    sites = {f"leaf{n}": {"clients": {"ops": {"operators": [f"op-{n}"], "collectives": [f"c{n}"]}}} for n in range(12)}
    for n, site in enumerate(sites.values()):
        site["servers"] = {"web": {"count": 2, "collectives": [f"c{n}"]}}  # type: ignore[dict-item]
    hub = {"clients": {"all": {"operators": ["root"]}}, "servers": {}}
    plan = planned(
        [(name, "hub") for name in sites],
        sites={**sites, "hub": hub},
        collectives=[f"c{n}" for n in range(12)],
    )
    assert len(found(plan)) == MOST_FLOWS


@pytest.mark.parametrize("name", examples.names())
def test_a_broadcast_passes_the_brokers_that_routing_says(name: str) -> None:
    plan = examples.load(name)
    hosts = hosts_of(plan.inventory)
    shown = scene(*plan)
    for flow in flows(shown):
        if not flow.destination.startswith("topic"):
            continue
        start = next(hop.broker for hop in flow.steps[0].hops if isinstance(hop, GroupHop))
        collective = flow.destination.removeprefix("topic ").split(".")[0]
        routes = routes_from(start, bridges(plan.network, hosts), topic(f"{collective}.discovery.agent"))
        for hop in flow.steps[-1].hops:
            assert isinstance(hop, GroupHop)
            assert hop.broker in routes
        assert max(routes[hop.broker].hops for hop in flow.steps[-1].hops if isinstance(hop, GroupHop)) == (
            len(flow.steps) - 2
        )


def test_in_a_ring_messages_take_the_shorter_way() -> None:
    broadcast = found(planned(ring(6)))[0]
    assert len(broadcast.steps) == 5
