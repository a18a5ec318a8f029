"""How `demand` words what bridges hold."""

from __future__ import annotations

from broker_network.answers.demand import as_text, demanded
from broker_network.answers.terminal import Terminal
from broker_network.network import Network, Unknown
from broker_network.routes.subscription_counts import Population, demand, ttl_needed
from tests.support.route_networks import connector, network, pairs, routing

SERVERS = [Population("b", "c", 60, 0), Population("a", "c", 0, 2)]


def text_of(of: Network, populations: list[Population] = SERVERS) -> str:
    asked = routing(of)
    answer = demanded(populations, demand(asked, populations), ttl_needed(asked, populations))
    return "\n".join(as_text(answer, Terminal()))


def test_totals_are_the_sums_of_what_the_bridges_hold_at_a_broker() -> None:
    asked = routing(pairs([("a", "b")]))
    answer = demanded(SERVERS, demand(asked, SERVERS), ttl_needed(asked, SERVERS))
    assert answer.held
    for total in answer.totals:
        held = [one for one in answer.held if one.sender == total.broker]
        assert total.subscriptions == sum(one.topics + one.queues + one.replies for one in held)
    assert {one.sender for one in answer.held} == {one.broker for one in answer.totals}


def test_who_was_asked_about_stands_first() -> None:
    lines = text_of(pairs([("a", "b")])).splitlines()
    assert lines[0] == "Servers and clients"
    assert lines[2].split() == ["b", "c", "60", "0"]


def test_a_ttl_that_is_too_low_is_said() -> None:
    chain = [("a", "b"), ("b", "d")]
    far = [Population("d", "c", 5, 0), Population("a", "c", 0, 1)]
    assert "no" in text_of(pairs(chain), far).split()
    assert "no" not in text_of(pairs(chain, ttl=2), far).split()


def test_a_ttl_that_no_file_tells_is_shown_as_it_stands() -> None:
    open_ttl = Unknown("${ttl}")
    links = [("a", "b"), ("b", "d")]
    odd = network(
        [(near, connector(near, far, duplex=True, message_ttl=open_ttl, consumer_ttl=2)) for near, far in links]
    )
    shown = text_of(odd, [Population("d", "c", 5, 0), Population("a", "c", 0, 1)])
    assert "${ttl}" in shown
    assert "not known" in shown


def test_a_ttl_without_limit_is_told_in_words() -> None:
    assert "no limit" in text_of(pairs([("a", "b")], ttl=-1))


def test_a_connector_without_a_name_is_told_as_such() -> None:
    bare = connector("a", "b", duplex=True)
    without = network([("a", type(bare)(None, bare.uri, duplex=True))])
    assert "(no name)" in text_of(without)
