"""How `diff` words changes and steps."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.answers.data import document
from broker_network.answers.diff import Changed, as_text, changed
from broker_network.answers.terminal import Terminal
from broker_network.changes import BrokerChange, Change, Effects, Pair, Step, Transition, diff, transition
from broker_network.network import AuthenticationUser, Broker
from broker_network.routes import hosts_of

NONE = Effects((), (), ())
PAIRS = tuple(Pair("noc-1", f"dc-{number}", "mcollective") for number in range(6))


def text_of(brokers: tuple[BrokerChange, ...] = (), *steps: Step, promised: tuple[Pair, ...] = PAIRS) -> str:
    return "\n".join(as_text(changed(brokers, Transition(steps, promised), NONE), Terminal()))


def test_of_two_equal_networks_it_says_that_nothing_changes() -> None:
    assert text_of() == "nothing changes"


def test_an_attribute_is_told_with_both_values_and_what_is_not_written_in_words() -> None:
    changes = (
        Change("networkConnector", "a-b", "messageTTL", "changed", "1", "2"),
        Change("networkConnector", "a-b", "duplex", "changed", None, "true"),
        Change("broker", None, "dataDirectory", "changed", "", "x"),
    )
    shown = text_of((BrokerChange("a", "changed", changes),))
    assert "networkConnector a-b: messageTTL 1 → 2" in shown
    assert "duplex not written → true" in shown
    assert 'dataDirectory "" → x' in shown


def test_a_whole_element_and_a_whole_broker_are_told_as_added_or_removed() -> None:
    change = Change("authenticationUser", "alice", None, "removed")
    shown = text_of((BrokerChange("a", "changed", (change,)), BrokerChange("b", "added")))
    assert "authenticationUser alice: removed" in shown
    assert "  b added" in shown


def test_steps_are_numbered_and_each_says_what_it_cuts_and_loses() -> None:
    shown = text_of((), Step("install", "noc-1", cuts=PAIRS), Step("stop", "old", lost=PAIRS[:1]))
    assert "  1. noc-1: install its new file and restart it" in shown
    assert "while it restarts: noc-1→dc-0 (mcollective), " in shown
    assert "and 2 more" in shown
    assert "  2. old: stop it permanently" in shown
    assert "lost from here on: noc-1→dc-0 (mcollective)" in shown
    assert "some of what works in both networks is lost" in shown


def test_the_last_line_counts_the_pairs_that_nothing_is_lost_of() -> None:
    (last, one) = (text_of((), Step("install", "a"), promised=some).splitlines()[-1] for some in (PAIRS, PAIRS[:1]))
    assert last == "Nothing that works in both networks is lost between the steps (6 pairs of brokers)."
    assert one.endswith("(1 pair of brokers).")


def test_the_file_of_a_step_is_no_part_of_the_answer_since_it_may_hold_passwords() -> None:
    broker = Broker("a", users=(AuthenticationUser("alice", "hunter2", ()),))
    answer = changed((), Transition((Step("install", "a", broker),), ()), NONE)
    assert "hunter2" not in repr(answer)


def between(old: str, new: str) -> Changed:
    one, other = examples.load(old), examples.load(new)
    found = transition(
        one.network,
        other.network,
        hosts_of(one.inventory),
        hosts_of(other.inventory),
        one.inventory,
        other.inventory,
    )
    return changed(diff(one.network, other.network), found, NONE)


NETWORKS = [("noc-datacenters", "noc-dials"), ("noc-dials", "noc-ipsec"), ("noc-ipsec", "noc-datacenters")]


@pytest.mark.parametrize("pair", NETWORKS, ids=" to ".join)
def test_what_is_copied_deleted_and_run_is_said_in_this_order(pair: tuple[str, str]) -> None:
    found = between(*pair)
    said = "\n".join(as_text(found, Terminal(width=1000)))
    at = said.index("Steps, in this order")
    for step in found.steps:
        at = said.index(f"{step.place}: ", at)
        for line in (
            *step.detail,
            *(f"copy {one.source} to {one.target}" for one in step.copies),
            *(f"delete {path}" for path in step.deletes),
            *step.commands,
        ):
            at = said.index(line, at)


def test_json_has_the_same_copies_hosts_and_commands() -> None:
    found = between("noc-datacenters", "noc-dials")
    told = document("diff", found)["answer"]["steps"]
    assert len(told) == len(found.steps)
    for step, one in zip(found.steps, told, strict=True):
        assert one["copies"] == [{"source": copy.source, "target": copy.target} for copy in step.copies]
        assert (one["hosts"], one["deletes"]) == (list(step.hosts), list(step.deletes))
        assert one["commands"] == list(step.commands)
