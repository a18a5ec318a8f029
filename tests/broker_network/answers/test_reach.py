"""How `reach` words a verdict."""

from __future__ import annotations

from dataclasses import replace

from broker_network.answers.reach import Reached, as_text, reached, told
from broker_network.answers.terminal import Terminal
from broker_network.collect import read_files
from broker_network.network import Network, Unknown
from broker_network.reach import Question, Verdict, reachability_of
from broker_network.routes import Arrival, Delivery, Why
from tests.support import rule_sets
from tests.support.route_networks import connector, engine, network, pairs

PLAIN = Terminal(100, color=False)


def cell(delivery: Delivery, copies: int = 0, fewest: int = 0, *why: Why) -> str:
    """What stands in the column of broadcasts."""
    arrival = Arrival(delivery, copies, fewest, why=why)
    found = told(Verdict(Question("broadcast", "a", "b", "c"), arrival, arrival))
    assert len(found.why) == len(why) and all(one.endswith((".", "trace` shows which.")) for one in found.why)
    return f"{found.delivery} {found.fewest}-{found.copies}"


def lines(of: Network, client: str, server: str) -> str:
    return "\n".join(as_text(reached(engine(of), [(client, server, "c")]), PLAIN))


def test_every_reason_has_its_sentence() -> None:
    for why in Why:
        assert cell(Delivery.UNKNOWN, 0, 0, why) == "unknown 0-0"


def test_what_arrives_once_is_called_once_and_counted() -> None:
    said = lines(pairs([("a", "b")]), "a", "b")
    assert "a → b" in said and said.count("once") == 4
    assert said.endswith("1 of 1 pairs get every message once")


def test_what_never_arrives_is_called_never() -> None:
    said = lines(pairs([("a", "b"), ("b", "c")]), "a", "c")
    assert said.count("never") == 3 and said.endswith("0 of 1 pairs get every message once")


def test_what_a_placeholder_leaves_open_is_named_with_its_text() -> None:
    said = lines(pairs([("a", "b"), ("b", "c")], 2, message_ttl=Unknown("${ttl}")), "a", "c")
    assert "not known" in said and "messageTTL of b-c-topics is ${ttl}." in said


def test_copies_are_counted() -> None:
    apart = network([("a", connector("a", "b", duplex=True, conduit_subscriptions=False))])
    assert "2 times" in lines(apart, "a", "b")


def test_pairs_that_nobody_is_meant_to_use_are_counted_and_not_shown() -> None:
    said = " ".join("\n".join(as_text(Reached((), not_meant=3), PLAIN)).split())
    assert "3 other pairs are not shown, because nobody is meant to use them" in said


def test_a_pair_that_is_asked_for_by_name_says_that_nobody_is_meant_to_use_it() -> None:
    answer = reached(engine(pairs([("a", "b")])), [("a", "b", "c")])
    answer = replace(answer, pairs=tuple(replace(one, meant=False) for one in answer.pairs))
    said = "\n".join(as_text(answer, PLAIN))
    assert "a → b (not meant)" in said
    assert said.endswith("0 of 0 pairs get every message once")


def test_a_failover_between_brokers_is_said_to_choose_one() -> None:
    uri = "static:(failover:(tcp://b:61616,tcp://c:61616)?maxReconnectAttempts=0)"
    files = {
        "a.xml": rule_sets.broker("a", rule_sets.connector("n", uri, 'duplex="true"')).encode(),
        "b.xml": rule_sets.broker("b").encode(),
        "c.xml": rule_sets.broker("c").encode(),
    }
    asked = reachability_of(read_files(files), None)
    (question, *_) = asked.questions("a", "b", "mcollective")
    why = told(asked.verdict(question)).why
    assert "n connects to b or c: failover: chooses one of them." in why
