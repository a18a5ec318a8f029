"""One story: `reach`, `trace` and `check` asked about the same networks: files of rules, examples, odd networks."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network import cli, examples
from broker_network.activemq.releases import Release
from broker_network.collect import Reading, read_files
from broker_network.mcollective.destinations import MESSAGES
from broker_network.network import Network, TransportConnector
from broker_network.reach import Reachability, reachability, reachability_of, trace
from broker_network.reach.smallest_change import through
from broker_network.routes import Delivery, apply, hosts_of
from broker_network.rules import Case, Finding, Rule, Severity, check, rules
from tests.experiments.model import drawing
from tests.support.paths import ROOT
from tests.support.route_networks import hosts, odd_networks

RELEASE = "6.2.6"
MOST_TRACED = 9
"""Pairs of one set of files that are traced one by one."""

FILES = {
    f"{rule.id} {which}": (rule, dict(files))
    for rule in rules()
    for which, files in (("before", rule.before), ("after", rule.after))
}
EVERY_FILES = pytest.mark.parametrize("case", FILES.values(), ids=FILES)
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def asked_of(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, object] | None:
    """The answer of a command as JSON; None where there is nothing to ask about."""
    code = cli.main([*arguments, "--format", "json"])
    said = capsys.readouterr().out
    return json.loads(said)["answer"] if code in (cli.OK, cli.DIFFERS) else None


def agree(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Ask `reach` for all pairs of some files, and `trace` for each: both tell the same."""
    told = asked_of(["reach", *arguments], capsys)
    for pair in (told or {"pairs": []})["pairs"][:MOST_TRACED]:  # type: ignore[index]
        where = ["--client", pair["client"], "--server", pair["server"], "--collective", pair["collective"]]
        traced = asked_of(["trace", *arguments, *where], capsys)
        assert traced is not None
        found = {one["message"]: one for one in traced["messages"]}  # type: ignore[attr-defined]
        for message in MESSAGES:
            assert found[message]["outcome"] == pair[message], where
            assert found[message]["arrives"] == (pair[message]["delivery"] == "always")


@EVERY_FILES
def test_reach_and_trace_say_the_same_of_the_files_of_a_rule(
    case: tuple[Rule, dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, files = case
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    agree([str(tmp_path), *(["--activemq", str(rule.shown_on)] if rule.shown_on else [])], capsys)


@pytest.mark.parametrize("name", examples.names())
@pytest.mark.parametrize("files", ["topology", "brokers"])
def test_reach_and_trace_say_the_same_of_an_example(name: str, files: str, capsys: pytest.CaptureFixture[str]) -> None:
    agree([name if files == "topology" else str(examples.FOLDER / name / "brokers")], capsys)


def test_reach_and_trace_say_the_same_of_a_cluster_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    agree([str(ROOT / "examples/faulty/three-brokers")], capsys)


def explained(engine: Reachability, most: int) -> None:
    """Trace the pairs of a network: what blocks is named, and the smallest change lets every message through."""
    for pair in engine.pairs()[:most]:
        for question in engine.questions(*pair):
            found = trace(engine, question)
            verdict = engine.verdict(question)
            assert found.verdict == verdict
            if verdict.arrives:
                assert not found.changes and not found.denials
                assert not any(one.obstacles for one in found.crossings)
            if verdict.arrival.delivery is Delivery.NEVER and found.crossings:
                assert found.denials or any(one.obstacles for one in found.crossings), question
            if found.changes:
                changed = engine.changed(apply(engine.routing.network, found.changes))
                assert through(changed.verdict(question)), (question, found.changes)


@EVERY_FILES
def test_the_smallest_change_lets_through_what_is_blocked_in_the_files_of_a_rule(
    case: tuple[Rule, dict[str, str]],
) -> None:
    rule, files = case
    explained(reachability_of(reading(files), rule.shown_on), 16)


@pytest.mark.parametrize("name", examples.names())
def test_the_smallest_change_lets_through_what_is_blocked_in_an_example(name: str) -> None:
    network, inventory = examples.load(name)
    explained(reachability(network, hosts_of(inventory), decreases=True), 16)
    explained(reachability(network, hosts_of(inventory), inventory, decreases=True), 16)


@thorough
@given(drawing.of(drawing.trees(), guarded=True, hindered=True))
def test_the_smallest_change_lets_through_what_rights_refuse(case: drawing.Case) -> None:
    explained(reachability(case.network, hosts(case.network), decreases=True), 6)


# Check

ABOUT_DELIVERY = {
    "advisory-disabled",
    "bridge-rights",
    "bridge-user",
    "conduit-selector",
    "nothing-crosses",
    "one-way-link",
    "reply-path",
    "topic-duplicates",
    "ttl-too-low",
}
"""Rules whose errors say that something does not arrive, or arrives twice."""


def reading(files: dict[str, str]) -> Reading:
    return read_files({name: text.encode() for name, text in files.items()})


def errors(read: Reading, release: Release | None) -> list[Finding]:
    """What `check` says for sure does not arrive, or arrives twice, where all brokers are known."""
    found = check(Case(read, release))
    return [one for one in found if one.severity is Severity.ERROR and one.rule in ABOUT_DELIVERY]


def consistent(read: Reading, release: Release | None) -> None:
    """Where `check` reports as an error that something does not arrive, `reach` does not say "once" everywhere."""
    engine = reachability_of(read, release)
    if engine.routing.elsewhere:
        return
    arrivals = [engine.verdict(one).arrival for pair in engine.pairs() for one in engine.questions(*pair)]
    assert not errors(read, release) or not all(one.once for one in arrivals), errors(read, release)


@EVERY_FILES
def test_check_and_reach_say_the_same_of_the_files_of_a_rule(case: tuple[Rule, dict[str, str]]) -> None:
    rule, files = case
    consistent(reading(files), rule.shown_on)


@thorough
@given(odd_networks(4), st.sampled_from([None, "5.17.2", RELEASE]))
def test_check_and_reach_say_the_same_of_odd_networks(network: Network, release: str | None) -> None:
    consistent(Reading(speaking(network), hosts(network)), Release.parse(release) if release else None)


@thorough
@given(drawing.of(drawing.trees(), guarded=True, hindered=True))
def test_check_and_reach_say_the_same_where_rights_are_missing(case: drawing.Case) -> None:
    consistent(Reading(speaking(case.network), hosts(case.network)), Release.parse(RELEASE))


@thorough
@given(odd_networks(5), st.data())
def test_where_check_says_that_the_ttl_is_too_low_nothing_arrives_for_sure(
    network: Network, data: st.DataObject
) -> None:
    names = st.sampled_from([one.name for one in network.brokers])
    client, server = data.draw(names), data.draw(names)
    members = {
        name: f"collectives = c\nplugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = {at}\n"
        for name, at in (("client.cfg", client), ("server.cfg", server))
    }
    read = Reading(speaking(network), hosts(network), reading(members).members)
    release = Release.parse(RELEASE)
    if any(one.rule == "ttl-too-low" for one in errors(read, release)):
        engine = reachability_of(read, release)
        for question in engine.questions(client, server, "c", messages=("broadcast", "directed")):
            # Servers elsewhere, of which no file is there, may draw messages to a broker that passes them on.
            assert engine.verdict(question).arrival.delivery in (Delivery.NEVER, Delivery.SOMETIMES), question


def speaking(network: Network) -> Network:
    """The network with listeners for bridges and for MCollective."""
    listeners = (
        TransportConnector("openwire", "tcp://0.0.0.0:1"),
        TransportConnector("stomp", "stomp://0.0.0.0:61613"),
    )
    return Network(tuple(dataclasses.replace(one, transport_connectors=listeners) for one in network.brokers))
