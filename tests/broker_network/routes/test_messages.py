"""How messages travel, given what bridges hold."""

from __future__ import annotations

from broker_network.network import Network, queue, topic
from broker_network.routes import Declared, survey
from broker_network.routes.interpretations import Interpretation, interpretations
from broker_network.routes.messages import copies, passes, routes, shortest, ways
from broker_network.routes.subscriptions import Subscribers, subscribe
from tests.support.route_networks import QUEUES, TOPICS, connector, hosts, network, pairs

CHAIN = [("a", "b"), ("b", "c")]
TOPIC, NODES = topic("c.discovery.agent"), queue("c.nodes")


def interpreted(of: Network) -> Interpretation:
    declared = [found for found in survey(of, hosts(of)) if isinstance(found, Declared)]
    (only,) = interpretations(of, declared, True)
    return only


def test_a_bridge_passes_on_what_has_passed_fewer_brokers_than_its_ttl() -> None:
    (one, *_) = interpreted(pairs(CHAIN, 2)).directions
    assert [passes(one, passed) for passed in (0, 1, 2)] == [True, True, False]


def test_the_shortest_way_ends_where_the_ttl_does() -> None:
    for ttl, hops in ((2, 2), (1, None)):
        of = interpreted(pairs(CHAIN, ttl))
        way = shortest("a", "c", lambda broker, of=of: of.leaving.get(broker, ()))  # type: ignore[misc]
        assert (None if way is None else len(way)) == hops
        found = routes("a", lambda broker, of=of: of.leaving.get(broker, ()), any_distance=True)  # type: ignore[misc]
        assert len(found["c"]) == 2


def test_a_topic_gives_a_message_to_every_subscription_and_a_queue_to_one() -> None:
    apart = {"duplex": True, "conduit_subscriptions": False}
    of = interpreted(network([("a", connector("a", "b", name="one", excluded_destinations=QUEUES, **apart))]))
    held = subscribe(of, TOPIC, (Subscribers("b", 3),)).at
    assert copies("a", held, lambda broker: False).at["b"] == 3
    queued = interpreted(network([("a", connector("a", "b", name="one", excluded_destinations=TOPICS, **apart))]))
    taken = subscribe(queued, NODES, (Subscribers("b", 3),)).at
    assert ways("a", "b", lambda broker: taken.get(broker, ())).arrives is not None


def test_where_a_broker_looks_for_copies_each_subscription_takes_a_message_once() -> None:
    of = interpreted(pairs([("a", "b"), ("b", "c"), ("a", "c")], 2))
    held = subscribe(of, TOPIC, (Subscribers("c"),)).at
    assert copies("a", held, lambda broker: True).at["c"] <= copies("a", held, lambda broker: False).at["c"]


def test_a_message_on_a_queue_is_stuck_where_nobody_takes_it_further() -> None:
    of = interpreted(pairs(CHAIN, 1))
    held = subscribe(of, NODES, (Subscribers("c"),)).at
    found = ways("a", "c", lambda broker: held.get(broker, ()))
    assert found.arrives is None and found.stuck == ()
