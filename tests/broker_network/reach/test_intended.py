"""Which pairs of brokers anybody is meant to use."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.collect import Reading, read, read_files
from broker_network.reach import Reachability, reachability_of
from broker_network.routes import hosts_of
from broker_network.rules import Case

ENTRIES = (
    "<authorizationPlugin><map><authorizationMap><authorizationEntries>{}</authorizationEntries></authorizationMap>"
    "</map></authorizationPlugin>"
)
OPERATOR = (
    '<authorizationEntry queue="c.&gt;" write="operators"/><authorizationEntry topic="c.&gt;" write="operators"/>'
)
SERVER = '<authorizationEntry queue="c.nodes" read="servers"/>'


def broker(name: str, users: str, entries: str = OPERATOR + SERVER, connectors: str = "") -> str:
    return (
        f'<broker brokerName="{name}"><networkConnectors>{connectors}</networkConnectors><plugins>'
        f"<simpleAuthenticationPlugin><users>{users}</users></simpleAuthenticationPlugin>{ENTRIES.format(entries)}"
        "</plugins></broker>"
    )


def user(name: str, group: str) -> str:
    return f'<authenticationUser username="{name}" password="x" groups="{group}"/>'


def asked(**files: str) -> Reachability:
    return reachability_of(read_files({f"{name}.xml": text.encode() for name, text in files.items()}), None)


def of_files(name: str) -> Reading:
    return read([examples.FOLDER / name / "brokers"])


def test_clients_are_where_an_account_may_send_and_servers_where_one_may_receive() -> None:
    engine = asked(a=broker("a", user("alice", "operators")), b=broker("b", user("node", "servers")))
    assert engine.intended.clients("c") == ("a",)
    assert engine.intended.servers("c") == ("b",)
    assert engine.pairs() == [("a", "b", "c")]
    assert engine.not_meant() == 3


def test_the_account_of_a_bridge_is_nobody_unless_there_is_no_other() -> None:
    dials = '<networkConnector name="n" uri="static:(tcp://b:1)" userName="link"/>'
    both = user("link", "operators,servers")
    alone = asked(a=broker("a", both, connectors=dials), b=broker("b", both))
    assert alone.intended.clients("c") == ("a", "b")
    others = asked(a=broker("a", both + user("alice", "operators"), connectors=dials), b=broker("b", both))
    assert others.intended.clients("c") == ("a",)


@pytest.mark.parametrize("text", ['<broker brokerName="b"/>', broker("b", user("${name}", "operators,servers"))])
def test_where_files_do_not_show_who_may_anybody_may(text: str) -> None:
    engine = asked(a=broker("a", user("alice", "operators") + user("node", "servers")), b=text)
    assert engine.intended.clients("c") == engine.intended.servers("c") == ("a", "b")
    assert engine.not_meant() == 0


def test_whoever_is_named_is_asked_about_whether_meant_or_not() -> None:
    engine = asked(a=broker("a", user("alice", "operators")), b=broker("b", user("node", "servers")))
    assert engine.pairs(clients=["b"]) == [("b", "a", "c"), ("b", "b", "c")]
    assert not engine.intended.holds(("b", "a", "c"))


@pytest.mark.parametrize("name", examples.names())
def test_the_files_of_an_example_get_the_verdict_of_its_topology(name: str) -> None:
    network, inventory = examples.load(name)
    planned = reachability_of(Reading(network, hosts_of(inventory), inventory=inventory), None)
    files = reachability_of(of_files(name), None)
    assert set(planned.pairs()) <= set(files.pairs())
    for engine in (planned, files):
        assert all(engine.verdict(one).arrives for pair in engine.pairs() for one in engine.questions(*pair))


@pytest.mark.parametrize("name", examples.names())
def test_rules_ask_the_pairs_that_reach_shows(name: str) -> None:
    case = Case(of_files(name))
    for message in ("broadcast", "directed", "reply"):
        assert case.deliveries.surely_once(message)
