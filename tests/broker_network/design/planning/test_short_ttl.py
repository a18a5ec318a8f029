"""A TTL that a topology gives its links is taken where it is enough, and refused with the one that is."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.design.planning import PlanRefused
from tests.support.networks import graphs, mesh, planned, ring, star

CIRCLE_WITH_A_TAIL = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "b"), ("e", "d")]

Links = list[tuple[str, str]]


def refused(links: Links, *ttl: int | None, **changes: object) -> list[tuple[str, str]]:
    """Key and message of each refusal when links are given a TTL, all the same where there is one only."""
    given_ttl = ttl * len(links) if len(ttl) == 1 else ttl
    written = [
        {"from": one, "to": other, **({} if value is None else {"ttl": value})}
        for (one, other), value in zip(links, given_ttl, strict=True)
    ]
    try:
        planned(links, **{"links": written, **changes})
    except PlanRefused as error:
        return [(".".join(map(str, one.path)), one.message) for one in error.refusals]
    return []


def test_a_circle_with_a_tail_needs_the_longest_way_and_is_told_so_once() -> None:
    ((path, message),) = refused(CIRCLE_WITH_A_TAIL, 3)
    assert path == "links.0.ttl"
    assert "may be lost" in message
    assert "write `ttl: 4` for the links `a-1-b-1`, `b-1-c-1`, `a-1-c-1`, `d-1-b-1` and `e-1-d-1`" in message
    assert not refused(CIRCLE_WITH_A_TAIL, 4)


def test_servers_that_are_too_far_away_are_named() -> None:
    ((path, message),) = refused(star(2), None, 1)
    assert path == "links.1.ttl"
    assert message.startswith("clients at leaf1-1 do not reach the servers of collective mcollective at leaf2-1; ")
    assert "write `ttl: 2` for the link `leaf2-1-hub-1`" in message


def test_a_smaller_one_than_would_be_written_is_taken_where_it_is_enough() -> None:
    for links, ttl in ((star(3), 2), (mesh(4), 1), (mesh(4), 2)):
        assert not refused(links, ttl)


def test_what_is_to_survive_a_failure_gets_no_smaller_one() -> None:
    assert not refused(ring(4), 3, survives=["link"])
    ((_, message),) = refused(ring(4), 2, survives=["link"])
    assert "after a failure" in message


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(6), st.integers(1, 4))
def test_what_is_told_to_be_enough_is_taken(links: Links, ttl: int) -> None:
    for _, message in refused(links, ttl):
        enough = dict.fromkeys(links, ttl)
        for value, ends in re.findall(r"`ttl: (\d+)` for the links? ((?:`[\w-]+`(?:, | and )?)+)", message):
            for one, other in links:
                if f"`{one}-1-{other}-1`" in ends:
                    enough[one, other] = int(value)
        assert refused(links, *(enough[link] for link in links)) == []
