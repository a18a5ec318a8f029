"""What each link carries, and how far."""

from __future__ import annotations

from typing import Any

from broker_network.design.planning import expansion
from broker_network.design.planning.link_traffic import LinkTraffic, edges, link_traffic
from broker_network.design.planning.traffic import traffic
from tests.support.networks import ring, star, topology


def carried(links: list[tuple[str, str]], /, **changes: Any) -> list[LinkTraffic]:
    given = topology(links, **changes)
    planned = expansion.links(given)
    needed, _ = traffic(expansion.requirements(expansion.sites(given)), edges(planned))
    return list(link_traffic(planned, needed).values())


def test_a_link_carries_what_requests_need() -> None:
    assert carried(star(2)) == [LinkTraffic(("mcollective",), 2, 2)] * 2


def test_topics_go_farther_than_queues_in_a_circle() -> None:
    assert carried(ring(5)) == [LinkTraffic(("mcollective",), 2, 4)] * 5


def test_what_the_topology_says_of_a_link_holds_as_it_is() -> None:
    links = [{"from": "leaf1", "to": "hub", "ttl": 7, "collectives": ["two"]}]
    sites: dict[str, Any] = {name: {"clients": {}} for name in ("hub", "leaf1")}
    assert carried(star(1), links=links, collectives=["one", "two"], sites=sites) == [LinkTraffic(("two",), 7, 7)]
