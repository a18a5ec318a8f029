"""Behaviour of routes, on networks whose outcome is known from running them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Broker, Network, Unknown, queue, topic
from broker_network.routes import Delivery, Routing, Why, hosts_of, routes_from, servers_of
from tests.support.networks import mesh, planned, ring, star, trees
from tests.support.route_networks import (
    AUDITED,
    QUEUES,
    TOPICS,
    connector,
    hosts,
    network,
    pair,
    pairs,
    routing,
)

TWO_HUBS = [(leaf, hub) for leaf in ("leaf1", "leaf2") for hub in ("hub1", "hub2")]
EVERYWHERE = [
    pytest.param(star(3), 1, 1, id="star, TTL 1"),
    pytest.param(star(3), 2, 2, id="star, TTL 2"),
    pytest.param(ring(4), 1, 1, id="ring of 4, TTL 1"),
    pytest.param(ring(4), 2, 2, id="ring of 4, TTL 2"),
    pytest.param(ring(4), 3, 2, id="ring of 4, TTL 3"),
    pytest.param(mesh(4), 1, 1, id="mesh of 4, TTL 1"),
    pytest.param(mesh(4), 2, 1, id="mesh of 4, TTL 2"),
    pytest.param(TWO_HUBS, 1, 1, id="two hubs, TTL 1"),
    pytest.param(TWO_HUBS, 2, 2, id="two hubs, TTL 2"),
    pytest.param(TWO_HUBS, 3, 2, id="two hubs, TTL 3"),
    pytest.param([*TWO_HUBS, ("hub1", "hub2")], 2, 2, id="two hubs that are linked, TTL 2"),
    pytest.param([*TWO_HUBS, ("hub1", "hub2")], 3, 2, id="two hubs that are linked, TTL 3"),
]


def distance(links: list[tuple[str, str]], start: str) -> dict[str, int]:
    """Links between `start` and each broker."""
    found = {start: 0}
    for away in range(len(links)):
        for one, other in [*links, *((b, a) for a, b in links)]:
            if found.get(one) == away:
                found.setdefault(other, away + 1)
    return found


@pytest.mark.parametrize(("links", "ttl", "hops"), EVERYWHERE)
def test_reach_is_what_was_measured_with_a_server_at_every_broker(
    links: list[tuple[str, str]], ttl: int, hops: int
) -> None:
    of = pairs(links, ttl, AUDITED)
    asked = routing(of, servers={"c": {broker.name: 1 for broker in of.brokers}})
    for client in asked.brokers:
        for server, away in distance(links, client).items():
            found = asked.reach(client, server, "c")
            if away <= hops:
                assert found.once, (client, server, found)
            else:
                assert {one.delivery for one in (found.broadcast, found.directed, found.reply)} == {Delivery.NEVER}


def leaves(*connectors: str) -> Network:
    """A hub and two leaves that dial it: with a connector that is `conduit`, one that is `apart`, or both."""
    made = [
        (leaf, connector(leaf, "hub", name=f"{leaf}-{kind}", duplex=True, conduit_subscriptions=kind == "conduit"))
        for leaf in ("b", "c")
        for kind in connectors
    ]
    return network(made)


SERVERS = {"mcollective": {"b": 2, "c": 2}}


def test_one_conduit_connector_takes_directed_requests_where_they_are_not_delivered() -> None:
    found = routing(leaves("conduit"), servers=SERVERS).reach("hub", "b", "mcollective")
    assert found.directed.delivery is Delivery.SOMETIMES and found.directed.why == (Why.SELECTOR,)
    assert found.directed.parked is not None and found.directed.parked.bridges[-1].receiver == "c"
    assert found.broadcast.once and found.reply.once


def test_one_connector_that_is_not_conduit_copies_broadcasts_for_every_subscriber() -> None:
    found = routing(leaves("apart"), servers=SERVERS).reach("hub", "b", "mcollective")
    assert found.directed.once
    assert (found.broadcast.delivery, found.broadcast.copies, found.broadcast.fewest) == (Delivery.ALWAYS, 2, 2)
    many = routing(leaves("apart"), servers={"mcollective": {"b": 300}}).reach("hub", "b", "mcollective")
    assert many.broadcast.copies == 300


def test_a_pair_without_exclusions_has_both_faults() -> None:
    found = routing(leaves("conduit", "apart"), servers=SERVERS).reach("hub", "b", "mcollective")
    assert (found.directed.delivery, found.broadcast.copies) == (Delivery.SOMETIMES, 2)


def test_a_pair_with_exclusions_has_neither() -> None:
    assert routing(pairs([("b", "hub"), ("c", "hub")]), servers=SERVERS).reach("hub", "b", "mcollective").once


def test_without_knowing_where_servers_are_a_lost_selector_is_found_too() -> None:
    assert routing(leaves("conduit")).reach("hub", "b", "mcollective").directed.delivery is Delivery.SOMETIMES
    alone = network([("b", connector("b", "hub", duplex=True))])
    assert routing(alone).reach("hub", "b", "mcollective").complete


def test_who_subscribed_first_may_hide_the_servers_that_a_bridge_lets_it_stand_for() -> None:
    apart: dict[str, Any] = {"duplex": True, "message_ttl": 2, "consumer_ttl": 2, "conduit_subscriptions": False}
    of = network(
        [
            ("far", connector("far", "middle", **{**apart, "consumer_ttl": 2})),
            (
                "middle",
                connector(
                    "middle",
                    "near",
                    **{**apart, "conduit_subscriptions": True},
                    conduit_network_queue_subscriptions=True,
                ),
            ),
            ("other", connector("other", "near", **apart)),
        ]
    )
    alone = routing(of, servers={"c": {"near": 1}}).reach("far", "near", "c")
    assert alone.directed.once
    asked = routing(of, servers={"c": {"near": 1, "other": 1}}).reach("far", "near", "c")
    assert asked.directed.delivery is Delivery.SOMETIMES and asked.directed.why == (Why.ORDER,)


def test_servers_on_the_way_draw_messages_farther_than_consumer_ttl() -> None:
    of = pairs(star(2), 1, consumer_ttl=1, message_ttl=2)
    unknown = routing(of).reach("leaf1", "leaf2", "c")
    assert unknown.broadcast.delivery is Delivery.SOMETIMES and unknown.broadcast.why == (Why.OTHERS,)
    assert unknown.directed.delivery is Delivery.NEVER
    assert routing(of, servers={"c": {"leaf2": 1}}).reach("leaf1", "leaf2", "c").broadcast.copies == 0
    assert routing(of, servers={"c": {"leaf2": 1, "hub": 1}}).reach("leaf1", "leaf2", "c").broadcast.once


def test_clients_and_servers_of_one_broker_need_no_bridge() -> None:
    found = routing(network([], "hub")).reach("hub", "hub", "mcollective")
    assert found.once and found.broadcast.route is not None and found.broadcast.route.hops == 0


def test_a_one_way_connector_carries_messages_away_from_the_broker_that_declares_it() -> None:
    found = routing(network([("leaf", connector("leaf", "hub"))])).reach("leaf", "hub", "mcollective")
    assert found.broadcast.once and found.directed.once and found.reply.delivery is Delivery.NEVER


def test_an_unlimited_ttl_reaches_any_distance() -> None:
    chain = [(f"s{i}", f"s{i + 1}") for i in range(5)]
    assert routing(pairs(chain, -1)).reach("s0", "s5", "mcollective").once
    assert routing(pairs(chain, 4)).reach("s0", "s5", "mcollective").directed.delivery is Delivery.NEVER


def test_the_smaller_of_message_and_consumer_ttl_decides() -> None:
    for smaller in (pairs(star(2), 2, consumer_ttl=1), pairs(star(2), 2, message_ttl=1)):
        assert not routing(smaller).reach("leaf1", "leaf2", "mcollective").complete


def test_a_filter_blocks_what_it_does_not_include() -> None:
    asked = routing(pairs(star(1), dynamically_included_destinations=(topic("one.>"), queue("one.>"))))
    assert asked.reach("hub", "leaf1", "one").once
    assert asked.reach("hub", "leaf1", "two").broadcast.delivery is Delivery.NEVER


def test_a_broker_without_advisories_is_sent_nothing_but_what_is_statically_included() -> None:
    dials = connector("a", "b", statically_included_destinations=(queue("c.nodes"),))
    of = Network((Broker("a", network_connectors=(dials,)), Broker("b", advisory_support=False)))
    found = routing(of).reach("a", "b", "c")
    assert (found.broadcast.delivery, found.directed.delivery) == (Delivery.NEVER, Delivery.ALWAYS)


def test_a_static_pattern_swallows_what_the_filters_exclude() -> None:
    over = connector(
        "a",
        "b",
        statically_included_destinations=QUEUES,
        excluded_destinations=(queue("c.nodes"),),
    )
    other = connector("a", "b", name="other", excluded_destinations=TOPICS, conduit_subscriptions=False)
    assert routing(network([("a", other)])).reach("a", "b", "c").directed.once
    found = routing(network([("a", other), ("a", over)])).reach("a", "b", "c").directed
    assert found.delivery is Delivery.SOMETIMES


def test_a_placeholder_on_the_way_makes_the_answer_unknown_and_elsewhere_does_not() -> None:
    far = pair("c", "hub", duplex=Unknown("${both}"))
    of = network([*(("b", one) for one in pair("b", "hub")), *(("c", one) for one in far)])
    asked = routing(of)
    assert asked.reach("hub", "b", "m").once
    found = asked.reach("hub", "c", "m").broadcast
    assert (found.delivery, found.why) == (Delivery.UNKNOWN, (Why.FILES,))
    assert {doubt.attribute for doubt in found.doubts} == {"duplex"}
    assert asked.reach("c", "hub", "m").broadcast.once


def test_a_ttl_that_is_not_known_matters_beyond_one_bridge_only() -> None:
    of = pairs(star(2), 1, message_ttl=Unknown("${ttl}"), consumer_ttl=Unknown("${ttl}"))
    asked = routing(of)
    assert asked.reach("hub", "leaf1", "m").once
    found = asked.reach("leaf1", "leaf2", "m").directed
    assert found.delivery is Delivery.UNKNOWN
    assert {doubt.attribute for doubt in found.doubts} == {"messageTTL", "consumerTTL"}


def test_a_host_that_nobody_knows_may_lead_anywhere() -> None:
    of = network([("a", connector("a", "b", duplex=True, conduit_subscriptions=False))])
    asked = Routing(of, {}, decreases=True)
    found = asked.reach("a", "b", "m").directed
    assert found.delivery is Delivery.UNKNOWN and len(found.elsewhere) == 1
    one_way = Routing(network([("a", connector("a", "b"))]), {}, decreases=True)
    assert one_way.reach("b", "a", "m").directed.delivery is Delivery.NEVER


def test_two_hosts_that_nobody_knows_may_be_the_two_ends_of_a_way() -> None:
    def between(ttl: int) -> Delivery:
        links = [("hub", one) for leaf in "ab" for one in pair("hub", leaf, duplex=True, message_ttl=ttl)]
        return Routing(network(links), {}, decreases=True).reach("a", "b", "m").directed.delivery

    assert between(2) is Delivery.UNKNOWN
    assert between(1) is Delivery.NEVER


def test_brokers_of_one_name_cannot_be_told_apart() -> None:
    of = network([("b", connector("b", "hub", duplex=True, conduit_subscriptions=False))], policy=AUDITED)
    clash = Network((*of.brokers, Broker("hub")))
    asked = Routing(clash, hosts(of), decreases=True)
    assert asked.reach("b", "hub", "m").directed.delivery is Delivery.UNKNOWN
    assert asked.reach("hub", "hub", "m").directed.delivery is Delivery.UNKNOWN
    assert asked.reach("b", "b", "m").directed.delivery is Delivery.ALWAYS


def test_the_release_decides_where_priority_does() -> None:
    """A request may leave its server's broker again over a conduit bridge where local consumers have no precedence."""
    of = network([("a", connector("a", "b", duplex=True))], policy=AUDITED)
    servers = {"c": {"a": 1, "b": 1}}
    for decreases, delivery in ((True, Delivery.ALWAYS), (False, Delivery.SOMETIMES), (None, Delivery.UNKNOWN)):
        found = Routing(of, hosts(of), servers=servers, decreases=decreases).reach("a", "a", "c").directed
        assert found.delivery is delivery
    assert found.why == (Why.RELEASE,)


def test_a_broker_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        routing(network([], "a")).reach("a", "nowhere", "c")


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(trees())
def test_who_dials_makes_no_difference_where_links_are_duplex(links: list[tuple[str, str]]) -> None:
    there = routing(pairs(links, 2))
    back = routing(pairs([(far, near) for near, far in links], 2))
    for client in there.brokers:
        for server in there.brokers:
            one, other = there.reach(client, server, "c"), back.reach(client, server, "c")
            assert [one.broadcast.delivery, one.directed.delivery, one.reply.delivery] == [
                other.broadcast.delivery,
                other.directed.delivery,
                other.reply.delivery,
            ]


@quick
@given(trees())
def test_in_a_planned_tree_everyone_who_must_be_reached_is_and_nobody_else(links: list[tuple[str, str]]) -> None:
    names = list(dict.fromkeys(end for link in links for end in link))
    silent: dict[str, dict[str, object]] = {name: {"clients": {}} for name in names[1:]}
    one = planned(links, sites=silent)
    asked = Routing(one.network, hosts_of(one.inventory), servers=servers_of(one.inventory), decreases=True)
    for server in asked.brokers:
        assert asked.reach(f"{names[0]}-1", server, "mcollective", f"op-{names[0]}.{names[0]}").once


@quick
@given(trees())
def test_open_routes_are_those_of_directed_requests(links: list[tuple[str, str]]) -> None:
    of = pairs(links, 2)
    asked = routing(of)
    for client in asked.brokers:
        open_routes = routes_from(client, (one.bridge for one in asked.declared), directed("c"))
        for server in asked.brokers:
            found = asked.reach(client, server, "c").directed
            assert (found.delivery is Delivery.ALWAYS) == (server in open_routes)
            assert found.route is None or found.route.hops == open_routes[server].hops


@pytest.mark.timed
def test_the_cost_of_a_question_grows_with_the_network_and_no_faster() -> None:
    def seconds(count: int) -> float:
        of = pairs(star(count), 2, AUDITED)
        servers = {"c": {f"leaf{number}": 5 for number in range(1, count + 1)}}
        start = time.process_time()
        asked = routing(of, servers=servers)
        for number in range(2, 12):
            assert asked.reach("leaf1", f"leaf{number}", "c").once
        return time.process_time() - start

    assert min(seconds(1000) for _ in range(5)) <= 50 * min(seconds(100) for _ in range(5))


def test_the_topic_of_broadcasts_is_one_that_every_server_subscribes_to() -> None:
    assert broadcast("c") == topic("c.discovery.agent")
