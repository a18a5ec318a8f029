"""The edits that make policy entries say what MCollective needs."""

from __future__ import annotations

from broker_network.network import Broker, PolicyEntry, Source, queue
from broker_network.rule_support.policies import NODES, PAGED, new_entry, said_for, said_in

BROKER = Broker("a", source=Source("a.xml", 1))
WIDE = PolicyEntry(queue(">"), source=Source("a.xml", 2))
NARROW = PolicyEntry(queue("*.nodes"), source=Source("a.xml", 3))
AGAIN = PolicyEntry(queue("*.nodes"), source=Source("a.xml", 4))


def test_without_an_entry_a_complete_one_is_added() -> None:
    (edit,) = said_for(BROKER, NODES, None, PAGED)
    assert (edit,) == new_entry(BROKER, NODES)
    assert dict(edit.element.attributes if edit.element else ()) == {
        "queue": "*.nodes",
        **PAGED,
        "producerFlowControl": "false",
    }


def test_an_entry_for_these_destinations_is_changed() -> None:
    assert {edit.action for edit in said_for(BROKER, NODES, NARROW, PAGED)} <= {"set"}


def test_an_entry_for_everything_stays_and_gets_a_narrower_copy() -> None:
    (edit,) = said_for(BROKER, NODES, WIDE, PAGED)
    assert (edit.action, edit.source) == ("copy", WIDE.source)
    assert next((one.name, one.value) for one in edit.edits) == ("queue", "*.nodes")


def test_every_entry_for_one_pattern_says_the_same() -> None:
    broker = Broker("a", policy_entries=(NARROW, AGAIN), source=BROKER.source)
    assert [edit.source for edit in said_in(broker, NARROW, {"x": "1"})] == [NARROW.source, AGAIN.source]
