"""Behaviour of the plan: what follows from a topology."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings

from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.mcollective.destinations import broadcast, directed, reply
from broker_network.network import PersistenceAdapter, parse, queue, topic
from broker_network.routes import Rights, Routing, bridges, hosts_of, routes_from, servers_of
from tests.support.networks import commanded_from, mesh, planned, ring, star, topologies, trees, tunneled

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned_or_refused(given_topology: Topology) -> Plan:
    """The plan, or a discarded example where a link has no use."""
    try:
        return plan(given_topology, "test")
    except PlanRefused as refused:
        assume(all("nobody needs the link" in one.message for one in refused.refusals))
        assume(False)
        raise


def demands(one: Plan) -> list[tuple[str, str, str, str]]:
    """Every operator, their broker, each collective and each broker whose servers they command."""
    return [
        (operator.name, client, collective, server)
        for clients in one.inventory.client_groups
        for operator in clients.operators
        for client in clients.brokers
        for collective in operator.collectives
        for servers in one.inventory.server_groups
        if collective in servers.collectives
        for server in servers.brokers
    ]


def routing_of(one: Plan) -> Routing:
    """The routing of a plan, on a release since 5.18.0."""
    return Routing(one.network, hosts_of(one.inventory), servers=servers_of(one.inventory), decreases=True)


@quick
@given(topologies())
def test_everyone_reaches_whom_they_command(given_topology: Topology) -> None:
    one = planned_or_refused(given_topology)
    routing = routing_of(one)
    for operator, client, collective, server in demands(one):
        found = routing.reach(client, server, collective, f"{operator}.x")
        assert found.once, (client, server, collective)


@quick
@given(topologies())
def test_every_user_on_the_way_has_the_rights_that_the_way_needs(given_topology: Topology) -> None:
    one = planned_or_refused(given_topology)
    crossing = bridges(one.network, hosts_of(one.inventory))
    brokers = {broker.name: broker for broker in one.network.brokers}
    users = {group.site: group.user for group in one.inventory.server_groups}
    for operator, client, collective, server in demands(one):
        servers = users[one.inventory.site_of(server).name]
        for destination, sender, receiver, start, end in (
            (broadcast(collective), operator, servers, client, server),
            (directed(collective), operator, servers, client, server),
            (reply(collective, f"{operator}.x"), servers, operator, server, client),
        ):
            assert Rights(brokers[start]).may(sender, "write", destination)
            for bridge in routes_from(start, crossing, destination)[end].bridges:
                user = bridge.connector.user_name
                assert user is not None
                assert Rights(brokers[bridge.sender]).may(user, "read", destination)
                assert Rights(brokers[bridge.receiver]).may(user, "write", destination)
            assert Rights(brokers[end]).may(receiver, "read", destination)


@quick
@given(topologies())
def test_a_bridge_may_subscribe_to_all_that_the_far_side_subscribes_to(given_topology: Topology) -> None:
    one = planned_or_refused(given_topology)
    crossing = bridges(one.network, hosts_of(one.inventory))
    brokers = {broker.name: broker for broker in one.network.brokers}
    for group in one.inventory.server_groups:
        for collective in group.collectives:
            for destination in (broadcast(collective), directed(collective)):
                for sender in brokers:
                    route = routes_from(sender, crossing, destination).get(group.brokers[0])
                    for bridge in route.bridges if route else ():
                        assert bridge.connector.user_name is not None
                        assert Rights(brokers[bridge.sender]).may(bridge.connector.user_name, "read", destination)


def test_a_bridge_may_not_write_what_nobody_beyond_it_sends() -> None:
    brokers = planned([("leaf", "hub")], sites={"hub": {"servers": {}}}).network.broker
    own = reply("mcollective", "op-leaf.leaf")
    assert Rights(brokers("hub-1")).may("bridge-leaf-1-hub-1", "read", own)
    assert not Rights(brokers("leaf-1")).may("bridge-leaf-1-hub-1", "write", own)
    assert not Rights(brokers("leaf-1")).may("bridge-leaf-1-hub-1", "admin", own)
    assert Rights(brokers("leaf-1")).may("bridge-leaf-1-hub-1", "write", directed("mcollective"))
    assert Rights(brokers("hub-1")).may("bridge-leaf-1-hub-1", "write", reply("mcollective", "op-hub.hub"))


def test_a_bridge_may_not_write_requests_where_nobody_beyond_it_commands() -> None:
    brokers = planned([("leaf", "hub")], sites={"leaf": {"clients": {}}}).network.broker
    assert Rights(brokers("leaf-1")).may("bridge-leaf-1-hub-1", "write", directed("mcollective"))
    assert Rights(brokers("leaf-1")).may("bridge-leaf-1-hub-1", "read", directed("mcollective"))
    assert not Rights(brokers("hub-1")).may("bridge-leaf-1-hub-1", "write", directed("mcollective"))


@quick
@given(trees())
def test_no_ttl_of_a_tree_can_be_smaller(links: list[tuple[str, str]]) -> None:
    one = planned(links)
    for index, link in enumerate(one.inventory.links):
        if link.ttl == 1:
            continue
        lowered = [
            {"from": a, "to": b, **({"ttl": link.ttl - 1} if i == index else {})} for i, (a, b) in enumerate(links)
        ]
        with pytest.raises(PlanRefused, match="do not reach"):
            planned(links, links=lowered)


@quick
@given(topologies())
def test_names_are_unique_and_users_exist_at_both_ends(given_topology: Topology) -> None:
    one = planned_or_refused(given_topology)
    names = [connector.name for broker in one.network.brokers for connector in broker.network_connectors]
    assert len(names) == len(set(names))
    accounts = {broker.name: {user.username for user in broker.users} for broker in one.network.brokers}
    for link in one.inventory.links:
        assert link.user in accounts[link.dialing]
        assert link.user in accounts[link.listening]


@quick
@given(topologies())
def test_planning_twice_gives_the_same(given_topology: Topology) -> None:
    assert planned_or_refused(given_topology) == planned_or_refused(given_topology)


def test_a_noc_that_alone_commands_needs_one_hop() -> None:
    one = plan(commanded_from("hub", star(3)), "test")
    assert [link.ttl for link in one.inventory.links] == [1, 1, 1]


def test_a_star_in_which_all_command_all_needs_two_hops() -> None:
    assert [link.ttl for link in planned(star(3)).inventory.links] == [2, 2, 2]


def test_a_chain_needs_more_hops_the_farther_a_link_is_from_either_end() -> None:
    one = plan(commanded_from("a", [("a", "b"), ("b", "c"), ("c", "d")]), "test")
    assert [link.ttl for link in one.inventory.links] == [3, 2, 3]


def test_a_full_mesh_needs_one_hop() -> None:
    assert {link.ttl for link in planned(mesh(4)).inventory.links} == {1}


def test_a_ring_that_survives_the_cut_of_a_link_needs_as_many_hops_as_it_has_other_links() -> None:
    assert {link.ttl for link in planned(ring(4)).inventory.links} == {2}
    assert {link.ttl for link in planned(ring(4), survives=["link"]).inventory.links} == {3}


def test_a_promise_that_the_links_cannot_keep_is_refused() -> None:
    with pytest.raises(PlanRefused, match="without the broker hub-1"):
        planned(star(2), survives=["broker"])


def test_a_failure_that_parts_many_is_told_once() -> None:
    with pytest.raises(PlanRefused) as refused:
        planned(star(9), survives=["link", "broker-between"])
    link, broker = (one.message for one in refused.value.refusals)
    assert "8 more failures of this kind part somebody" in link
    assert "without the broker hub-1, and those at 8 more brokers miss some too" in broker


def test_whoever_has_one_broker_only_does_not_survive_it() -> None:
    with pytest.raises(PlanRefused, match="no other broker, and so it is with `hub-1`"):
        planned([("leaf1", "hub")], survives=["broker"])


def test_a_pool_or_a_standby_for_everybody_survives_any_broker() -> None:
    pair = {"brokers": {"hub-1": {"host": "h1", "store": "/srv/mq", "standby": {"host": "h2"}}}}
    pool = {"brokers": {"leaf1-1": {"host": "l1"}, "leaf1-2": {"host": "l2"}}}
    links = [{"from": "leaf1", "to": "hub"}, {"from": "leaf1-2", "to": "leaf1-1"}]
    one = planned([("leaf1", "hub")], sites={"hub": pair, "leaf1": pool}, links=links, survives=["broker"])
    assert len(one.inventory.links) == 3


def test_the_link_that_a_refusal_names_helps() -> None:
    """Add it again and again, and nothing is refused at last."""
    links = star(4)
    for _ in range(9):
        try:
            planned(links, survives=["link", "broker-between"])
            break
        except PlanRefused as refused:
            near, far = re.findall(r"such as `- {from: (\w+)-1, to: (\w+)-1}`", str(refused))[0]
            links = [*links, (near, far)]
    else:
        pytest.fail(f"still refused with {links}")


def test_a_link_between_brokers_of_one_pool_carries_what_the_pool_needs() -> None:
    noc = {"brokers": {"noc-1": {"host": "n1"}, "noc-2": {"host": "n2"}}, "servers": {}}
    links = [{"from": "dc", "to": "noc"}, {"from": "noc-2", "to": "noc-1"}]
    one = planned([("dc", "noc")], sites={"noc": noc, "dc": {"clients": {}}}, links=links)
    between = next(link for link in one.inventory.links if link.dialing == "noc-2")
    assert (between.collectives, between.ttl) == (("mcollective",), 1)
    routing = routing_of(one)
    for client in ("noc-1", "noc-2"):
        assert routing.reach(client, "dc-1", "mcollective", "op-noc.noc").once


def test_a_broker_with_a_standby_is_not_missed_when_its_host_dies() -> None:
    hub = {"brokers": {"hub-1": {"host": "h1", "store": "/srv/mq", "standby": {"host": "h2"}}}}
    one = planned(star(2), sites={"hub": hub}, survives=["broker-between"])
    assert [link.ttl for link in one.inventory.links] == [2, 2]


def test_a_link_may_be_given_another_ttl() -> None:
    one = planned(star(2), links=[{"from": "leaf1", "to": "hub", "ttl": 5}, {"from": "leaf2", "to": "hub"}])
    assert [link.ttl for link in one.inventory.links] == [5, 2]
    assert {connector.message_ttl for connector in one.network.broker("leaf1-1").network_connectors} == {5}


def test_a_link_is_a_pair_of_connectors_that_keep_to_their_own_kind() -> None:
    topics, queues = planned([("a", "b")]).network.broker("a-1").network_connectors
    assert (topics.name, topics.conduit_subscriptions, topics.excluded_destinations) == (
        "a-1-b-1-topics",
        True,
        (queue(">"),),
    )
    assert (queues.name, queues.conduit_subscriptions, queues.excluded_destinations) == (
        "a-1-b-1-queues",
        False,
        (topic(">"),),
    )


def test_a_one_way_link_is_declared_and_dialed_on_both_sides() -> None:
    one = planned([("a", "b")], links=[{"from": "a", "to": "b", "duplex": False}])
    for broker, other in (("a-1", "b-1"), ("b-1", "a-1")):
        connectors = one.network.broker(broker).network_connectors
        assert [connector.name for connector in connectors] == [f"{broker}-{other}-topics", f"{broker}-{other}-queues"]
        assert {connector.duplex for connector in connectors} == {False}
        assert "openwire" in [listener.name for listener in one.network.broker(broker).transport_connectors]


def test_a_broker_that_nobody_dials_has_no_openwire_listener() -> None:
    one = planned([("a", "b")])
    assert [listener.name for listener in one.network.broker("a-1").transport_connectors] == ["stomp"]
    assert [listener.name for listener in one.network.broker("b-1").transport_connectors] == ["openwire", "stomp"]


@pytest.mark.parametrize(
    ("security", "openwire", "stomp"),
    [("mtls", ("ssl", 61617), ("stomp+ssl", 61614)), ("plain", ("tcp", 61616), ("stomp", 61613))],
)
def test_ports_and_schemes_follow_from_security(
    security: str, openwire: tuple[str, int], stomp: tuple[str, int]
) -> None:
    one = planned([("a", "b")], security={"links": security, "clients": security})
    uris = [parse(listener.uri) for listener in one.network.broker("b-1").transport_connectors]
    assert [(uri.scheme, uri.port) for uri in uris] == [openwire, stomp]
    assert (one.network.broker("b-1").ssl_context is None) == (security == "plain")


def test_ports_may_be_chosen() -> None:
    site = {"brokers": {"b-1": {"host": "b.example.net", "openwire_port": 7001, "stomp_port": 7002}}}
    one = planned([("a", "b")], sites={"b": site})
    assert [parse(listener.uri).port for listener in one.network.broker("b-1").transport_connectors] == [7001, 7002]
    assert one.network.broker("a-1").network_connectors[0].uri == "static:(ssl://b.example.net:7001)"


def test_a_standby_is_dialed_after_its_primary() -> None:
    broker = {"host": "b1.example.net", "store": "/mnt/b", "standby": {"host": "b2.example.net"}}
    one = planned([("a", "b")], sites={"b": {"brokers": {"b-1": broker}}})
    connector = one.network.broker("a-1").network_connectors[0]
    assert connector.uri == "masterslave:(ssl://b1.example.net:61617,ssl://b2.example.net:61617)"
    assert one.network.broker("b-1").persistence == PersistenceAdapter("kahaDB", "/mnt/b")


def test_a_collective_crosses_only_the_links_that_it_is_needed_on() -> None:
    sites = {
        "hub": {"servers": {}, "clients": {"ops": {"operators": ["alice"]}}},
        "leaf1": {"clients": {}, "servers": {"web": {"collectives": ["one"]}}},
        "leaf2": {"clients": {}, "servers": {"web": {"collectives": ["two"]}}},
    }
    one = planned(star(2), sites=sites, collectives=["one", "two"])
    assert [link.collectives for link in one.inventory.links] == [("one",), ("two",)]
    included = [c.dynamically_included_destinations for c in one.network.broker("leaf1-1").network_connectors]
    assert included == [(topic("one.*.agent"),), (queue("one.nodes"), queue("one.reply.>"))]


def test_an_operator_reads_only_own_replies() -> None:
    one = planned([("a", "b")], sites={"a": {"clients": {"ops": {"operators": ["alice", "bob"]}}}})
    broker = one.network.broker("a-1")
    assert Rights(broker).may("alice", "read", queue("mcollective.reply.alice.a_77.1"))
    assert not Rights(broker).may("alice", "read", queue("mcollective.reply.bob.a_77.1"))
    assert not Rights(broker).may("alice", "read", queue("mcollective.reply.alicex_77.1"))


def test_servers_may_neither_send_requests_nor_read_replies() -> None:
    broker = planned([("a", "b")]).network.broker("b-1")
    for destination in (topic("mcollective.rpcutil.agent"), queue("mcollective.nodes")):
        assert Rights(broker).may("servers-b", "read", destination)
        assert not Rights(broker).may("servers-b", "write", destination)
    assert not Rights(broker).may("servers-b", "read", queue("mcollective.reply.op-b.b_1.1"))


def test_many_operators_are_served_by_one_pattern() -> None:
    crowd = {"clients": {"ops": {"operators": [f"op{number}" for number in range(40)]}}}
    one = planned([("a", "b")], sites={"a": crowd})
    patterns = [entry.destination for entry in one.network.broker("b-1").authorization_entries]
    assert queue("mcollective.reply.>") in patterns
    assert queue("mcollective.reply.op7.>") not in patterns


@pytest.mark.parametrize("release", ["5.19.8", "5.19.11", "6.2.7", "6.2.9", "6.3.0", "6.3.2"])
def test_a_release_that_loses_demand_is_refused_with_what_to_run_instead(release: str) -> None:
    with pytest.raises(PlanRefused, match=r"lose subscriptions.*activemq: (5\.19\.7|6\.2\.6)"):
        planned([("a", "b")], activemq=release)


def test_a_single_duplex_link_is_enough_to_refuse_such_a_release_and_is_named() -> None:
    links = [{"from": "a", "to": "b", "duplex": False}, {"from": "c", "to": "b"}, {"from": "d", "to": "b"}]
    with pytest.raises(PlanRefused, match=r"duplex now: the link between c-1 and b-1, and 1 more\)"):
        planned([("a", "b"), ("c", "b"), ("d", "b")], activemq="6.3.1", links=links)


@pytest.mark.parametrize(
    "changes",
    [
        {"accept_release": "a trial"},
        {"links": [{"from": "a", "to": "b", "duplex": False}]},
        {"links": [], "sites": {"b": {"clients": {}, "servers": {}}, "a": {"servers": {}}}},
    ],
    ids=["insisted on", "one-way links", "no link at all"],
)
def test_such_a_release_is_written_for_where_it_does_no_harm_or_the_topology_insists(
    changes: dict[str, object],
) -> None:
    assert planned([("a", "b")], activemq="6.3.1", **changes).inventory.release == "6.3.1"


@pytest.mark.parametrize(("release", "said"), [("5.16.7", "is older than"), ("7.0.0", "was not known on")])
def test_a_release_of_unknown_defaults_is_refused_with_one_to_write_instead(release: str, said: str) -> None:
    with pytest.raises(PlanRefused, match=f"ActiveMQ {re.escape(release)} {said}.*; write `activemq: "):
        planned([("a", "b")], activemq=release)


def test_links_through_ipsec_dial_inner_addresses_and_nobody_else_hears_the_listener() -> None:
    one = tunneled([("a", "b")])
    (connector, _) = one.network.broker("a-1").network_connectors
    assert connector.uri == "static:(tcp://10.255.0.2:61616)"
    assert one.network.broker("b-1").transport_connectors[0].uri.startswith("tcp://10.255.0.2:61616?")


def test_a_broker_with_a_standby_is_dialed_at_both_inner_addresses_and_listens_on_all() -> None:
    standby = {"host": "b2.example.net", "address": "10.9.0.12"}
    broker = {"host": "b.example.net", "address": "10.9.0.11", "store": "/srv/mq", "standby": standby}
    one = tunneled([("a", "b")], sites={"b": {"brokers": {"b-1": broker}}})
    (connector, _) = one.network.broker("a-1").network_connectors
    assert connector.uri == "masterslave:(tcp://10.255.0.2:61616,tcp://10.255.0.3:61616)"
    assert one.network.broker("b-1").transport_connectors[0].uri.startswith("tcp://0.0.0.0:61616?")


def test_a_link_can_use_tls_where_the_others_go_through_ipsec() -> None:
    links = [{"from": "a", "to": "b"}, {"from": "c", "to": "b", "transport": "mtls"}]
    one = tunneled([("a", "b"), ("c", "b")], links=links)
    openwire = [listener.uri.split("?")[0] for listener in one.network.broker("b-1").transport_connectors[:-1]]
    assert openwire == ["tcp://10.255.0.2:61616", "ssl://0.0.0.0:61617"]


def test_a_broker_is_not_dialed_through_ipsec_and_without() -> None:
    links = [{"from": "a", "to": "b"}, {"from": "c", "to": "b", "transport": "plain"}]
    with pytest.raises(PlanRefused, match="through IPsec and without") as refused:
        tunneled([("a", "b"), ("c", "b")], links=links)
    assert [one.path for one in refused.value.refusals] == [("links", 1)]


def test_a_link_that_nobody_needs_is_refused() -> None:
    with pytest.raises(PlanRefused) as refused:
        plan(commanded_from("a", [("a", "b"), ("a", "c"), ("b", "c")]), "test")
    assert [one.path for one in refused.value.refusals] == [("links", 2)]


def test_all_refusals_come_at_once() -> None:
    with pytest.raises(PlanRefused) as refused:
        links = [{"from": "leaf1", "to": "hub"}, {"from": "leaf2", "to": "hub", "transport": "plain"}]
        tunneled(star(2), links=links, activemq="6.3.1", survives=["broker"])
    assert {one.path[0] for one in refused.value.refusals} == {"activemq", "links", "survives"}


def test_heaps_and_connection_limits_grow_with_the_servers() -> None:
    sizes = [planned([("a", "b")], sites={"b": {"servers": {"web": {"count": n}}}}) for n in (10, 900, 5000, 20000)]
    heaps = [dict(one.inventory.heaps)["a-1"] for one in sizes]
    limits = [
        int(dict(parse(one.network.broker("b-1").transport_connectors[-1].uri).options)["maximumConnections"])
        for one in sizes
    ]
    assert all(smaller <= larger for smaller, larger in pairwise(heaps)) and heaps[0] < heaps[-1]
    assert all(smaller < larger for smaller, larger in pairwise(limits))


def test_a_thread_serves_each_connection_however_many_there_are() -> None:
    schemes = [
        parse(
            planned([("a", "b")], sites={"b": {"servers": {"web": {"count": n}}}})
            .network.broker("b-1")
            .transport_connectors[-1]
            .uri
        ).scheme
        for n in (900, 5000)
    ]
    assert schemes == ["stomp+ssl", "stomp+ssl"]


def test_the_advisories_have_a_policy_of_their_own() -> None:
    first = planned([("a", "b")]).network.broker("a-1").policy_entries[0]
    assert first.destination == topic("ActiveMQ.Advisory.>")


def test_an_operator_may_work_at_two_sites() -> None:
    both = {name: {"clients": {"ops": {"operators": ["alice"]}}} for name in ("a", "b")}
    one = planned([("a", "b")], sites=both)
    assert [operator.identity for operator in one.inventory.operators] == ["alice.a", "alice.b"]


def test_plans_of_both_sides_dialing_differ_only_in_who_dials() -> None:
    there, back = planned([("a", "b")]), planned([("b", "a")])
    pairs = [bridges(one.network, hosts_of(one.inventory)) for one in (there, back)]
    directions = [
        sorted((b.sender, b.receiver, str(b.connector.name).rsplit("-", 1)[1]) for b in found) for found in pairs
    ]
    assert directions[0] == directions[1]


def test_a_bridge_learns_of_subscriptions_in_its_own_collectives_only() -> None:
    sites = {
        "hub": {"servers": {}, "clients": {"ops": {"operators": ["alice"]}}},
        "leaf1": {"clients": {}, "servers": {"web": {"collectives": ["one", "shared"]}}},
        "leaf2": {"clients": {}, "servers": {"web": {"collectives": ["two", "shared"]}}},
    }
    hub = planned(star(2), sites=sites, collectives=["one", "two", "shared"]).network.broker("hub-1")
    first, second = "bridge-leaf1-1-hub-1", "bridge-leaf2-1-hub-1"
    news = {c: topic(f"ActiveMQ.Advisory.Consumer.Queue.{c}.nodes") for c in ("one", "two", "shared")}
    assert [Rights(hub).may(first, "read", news[c]) for c in news] == [True, False, True]
    assert [Rights(hub).may(second, "read", news[c]) for c in news] == [False, True, True]


def test_the_entries_that_one_composite_touches_have_the_same_groups() -> None:
    sites = {
        "hub": {"servers": {}, "clients": {"ops": {"operators": ["alice"]}}},
        "leaf1": {"clients": {}, "servers": {"web": {"collectives": ["one", "shared"]}}},
        "leaf2": {"clients": {}, "servers": {"web": {"collectives": ["two", "shared"]}}},
    }
    hub = planned(star(2), sites=sites, collectives=["one", "two", "shared"]).network.broker("hub-1")
    readers = {
        str(entry.destination).split(".")[4]: entry.read
        for entry in hub.authorization_entries
        if "bridge-leaf1-1-hub-1" in entry.read and "Consumer" in str(entry.destination)
    }
    assert readers == {"one": ("bridge-leaf1-1-hub-1",), "shared": ("bridge-leaf1-1-hub-1",)}


def test_one_port_cannot_serve_links_with_and_without_tls() -> None:
    links = [{"from": "leaf1", "to": "hub"}, {"from": "leaf2", "to": "hub", "transport": "plain"}]
    hub = {"brokers": {"hub-1": {"host": "h.example.net", "openwire_port": 7001}}}
    with pytest.raises(PlanRefused, match="needs two ports") as refused:
        planned(star(2), links=links, sites={"hub": hub})
    assert refused.value.refusals[0].path == ("sites", "hub", "brokers", "hub-1", "openwire_port")
