"""How `trace` words what it found."""

from __future__ import annotations

from dataclasses import replace

from broker_network.answers.reach import told
from broker_network.answers.terminal import Terminal
from broker_network.answers.trace import Traces, as_text, traced
from broker_network.network import Authentication, AuthenticationUser, Network
from broker_network.reach import Question, trace
from tests.support.route_networks import engine, pairs

PLAIN = Terminal(100, color=False)
CHAIN = [("a", "b"), ("b", "c")]


def lines(of: Network, client: str, server: str) -> str:
    found = trace(engine(of), Question("directed", client, server, "c"))
    assert traced(found).outcome == told(found.verdict)
    return " ".join("\n".join(as_text(Traces((traced(found),)), PLAIN)).split())


def test_a_message_that_arrives_has_its_way_and_no_more() -> None:
    said = lines(pairs(CHAIN, 2), "a", "c")
    assert said.startswith("directed from a to c: queue c.nodes 1. a → b")
    assert said.endswith("arrives, once") and "blocked" not in said


def test_what_blocks_is_named_with_the_change_that_lets_it_through() -> None:
    said = lines(pairs(CHAIN, 1), "a", "c")
    assert 'blocked: consumerTTL="1": the subscription has passed as many brokers as it may' in said
    assert "never arrives to let it through" in said
    assert 'set consumerTTL="2" on a-b-queues of a' in said


def test_a_login_that_is_refused_is_named_with_the_user_to_add() -> None:
    of = pairs([("a", "b")], user_name="bridge", password="x")
    users = (AuthenticationUser("other", "x", ()),)
    closed = Network(tuple(replace(one, users=users, authentication=Authentication("simple")) for one in of.brokers))
    said = lines(closed, "a", "b")
    assert "refused: bridge may not log in at a: no user has this name and password" in said
    assert "never arrives: rights refuse it" in said
    assert "to let it through: add bridge with the bridge's password to the users of a" in said
    assert "shows which" not in said, "it has just been told"


def test_where_no_connector_leads_that_is_said() -> None:
    of = Network((*pairs([("a", "b")]).brokers, *pairs([("c", "d")]).brokers))
    assert "no connector leads there in either direction" in lines(of, "a", "c")
    assert "both are at the same broker" in lines(of, "a", "a")
