"""How `diff` words changes and steps."""

from __future__ import annotations

from broker_network.answers.diff import as_text, changed
from broker_network.answers.terminal import Terminal
from broker_network.changes import BrokerChange, Change, Pair, Step, Transition
from broker_network.network import AuthenticationUser, Broker

PAIRS = tuple(Pair("noc-1", f"dc-{number}", "mcollective") for number in range(6))


def text_of(brokers: tuple[BrokerChange, ...] = (), *steps: Step, promised: tuple[Pair, ...] = PAIRS) -> str:
    return "\n".join(as_text(changed(brokers, Transition(steps, promised)), Terminal()))


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
    assert "  2. old: stop it for good" in shown
    assert "lost from here on: noc-1→dc-0 (mcollective)" in shown
    assert "Some of what both promise is lost" in shown


def test_the_last_line_counts_the_pairs_that_nothing_is_lost_of() -> None:
    (last, one) = (text_of((), Step("install", "a"), promised=some).splitlines()[-1] for some in (PAIRS, PAIRS[:1]))
    assert last == "Nothing that both promise is lost between the steps (6 pairs of brokers)."
    assert one.endswith("(1 pair of brokers).")


def test_the_file_of_a_step_is_no_part_of_the_answer_since_it_may_hold_passwords() -> None:
    broker = Broker("a", users=(AuthenticationUser("alice", "hunter2", ()),))
    answer = changed((), Transition((Step("install", "a", broker),), ()))
    assert "hunter2" not in repr(answer)
