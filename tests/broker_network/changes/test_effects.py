"""What a change does to people, against the answers of `reach`, `rights` and `exposure` for both networks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from broker_network import examples
from broker_network.answers.reach import in_words, reached
from broker_network.changes import Effects, effects
from broker_network.changes.effects import MOST_BROKERS
from broker_network.collect import read_files
from broker_network.exposure import exposure, subjects
from broker_network.network import Network, queue, topic
from broker_network.reach import Reachability, reachability, reachability_of
from broker_network.routes import MOST_PAIRS, hosts_of
from tests.broker_network.reach.test_survival import chain
from tests.support.networks import planned
from tests.support.route_networks import hosts, odd_networks

EXAMPLES = list(pairwise(examples.names()))


def of_example(name: str) -> Reachability:
    network, inventory = examples.load(name)
    return reachability(network, hosts_of(inventory), inventory, decreases=True)


def of_network(network: Network) -> Reachability:
    return reachability(network, hosts(network), decreases=True)


def told(engine: Reachability) -> dict[tuple[str, str, str, str], str]:
    """How often each message arrives, as `reach` says."""
    return {
        (pair.client, pair.server, pair.collective, message): in_words(getattr(pair, message))
        for pair in reached(engine, engine.pairs()).pairs
        for message in ("broadcast", "directed", "reply")
    }


def arrivals(found: Effects) -> set[tuple[str, str, str, str]]:
    assert found.arrivals is not None
    return {(one.client, one.server, one.collective, one.message) for one in found.arrivals}


@settings(max_examples=40, deadline=None)
@given(odd_networks(), odd_networks())
def test_a_message_is_named_exactly_if_reach_tells_otherwise_of_both_networks(old: Network, new: Network) -> None:
    before, after = of_network(old), of_network(new)
    said, says = told(before), told(after)
    found = arrivals(effects(before, after))
    common = said.keys() & says.keys()
    assert {key for key in found if key in common} == {key for key in common if said[key] != says[key]}
    assert said.keys() ^ says.keys() <= found, "a broker that only one has"


@pytest.mark.parametrize("name", examples.names())
def test_of_a_network_and_itself_nothing_differs(name: str) -> None:
    assert effects(of_example(name), of_example(name)) == Effects((), (), ())


@pytest.mark.parametrize(("old", "new"), EXAMPLES, ids=" to ".join)
def test_there_and_back_what_was_gained_is_lost(old: str, new: str) -> None:
    there, back = effects(of_example(old), of_example(new)), effects(of_example(new), of_example(old))
    assert {(one.user, one.broker, one.gained, one.lost) for one in there.rights} == {
        (one.user, one.broker, one.lost, one.gained) for one in back.rights
    }
    gained, lost = (
        {(one.subject, one.verb, one.what, frozenset(getattr(one, which))) for one in found.exposure or ()}
        for found, which in ((there, "gained"), (back, "lost"))
    )
    assert gained == lost
    assert arrivals(there) == arrivals(back)


def test_a_second_operator_gains_rights_and_becomes_a_subject() -> None:
    links = [("a", "noc")]
    old = planned(links)
    new = planned(links, sites={"noc": {"clients": {"ops": {"operators": ["op-noc", "carol"]}}}})
    found = effects(*(reachability(one.network, hosts_of(one.inventory), one.inventory) for one in (old, new)))
    (carol,) = (one for one in found.rights if one.user == "carol")
    assert (carol.broker, carol.action, carol.lost) == ("noc-1", "added", ())
    assert ("write", queue("mcollective.nodes")) in carol.gained
    assert ("write", topic("mcollective.*.agent")) in carol.gained
    assert found.exposure is not None
    assert {one.subject for one in found.exposure if one.action == "added"} == {"operator carol.noc", "password carol"}


def test_a_broker_that_asks_for_no_rights_any_more_lets_an_account_do_everything() -> None:
    text = (
        '<broker xmlns="http://activemq.apache.org/schema/core" brokerName="a"><plugins><simpleAuthenticationPlugin>'
        '<users><authenticationUser username="u" password="${p}" groups="g"/></users></simpleAuthenticationPlugin>'
        "%s</plugins></broker>"
    )
    rights = (
        "<authorizationPlugin><map><authorizationMap><authorizationEntries>"
        '<authorizationEntry queue="q" read="g" write="g" admin="g"/>'
        "</authorizationEntries></authorizationMap></map></authorizationPlugin>"
    )
    old, new = (reachability_of(read_files({"a/activemq.xml": (text % part).encode()}), None) for part in (rights, ""))
    (change,) = effects(old, new).rights
    assert {one for one, _ in change.gained} == {"read", "write", "admin"}
    assert all(destination is None for _, destination in change.gained)
    assert all(destination == queue("q") for _, destination in change.lost)


def test_powers_name_those_that_exposure_names() -> None:
    old, new = of_example("noc-datacenters"), of_example("two-noc-brokers")
    found = effects(old, new).exposure
    assert found is not None
    names = {
        (str(one), power.verb, power.what): power.whom or power.over or power.at
        for one in subjects(new.access)
        for power in exposure(one, new.access).powers
    }
    for one in found:
        if one.gained:
            assert set(one.gained) <= set(names[one.subject, one.verb, one.what]) or one.counts is not None


def test_what_takes_too_long_is_left_out_and_said() -> None:
    many = {f"{name}/activemq.xml": text.encode() for name, text in chain(MOST_BROKERS + 1).items()}
    engine = reachability_of(read_files(many), None)
    assert len(engine.pairs()) > MOST_PAIRS
    assert effects(engine, engine) == Effects(None, (), None)
