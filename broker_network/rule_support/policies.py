"""What a policy entry for MCollective's destinations should say, and the edits that make it say so."""

from __future__ import annotations

from broker_network.mcollective.destinations import EVERY, directed, replies
from broker_network.network import Broker, Destination, PolicyEntry, topic

from .fix import FileEdit, NewElement, inserting, setting

NODES = directed(EVERY)
REPLIES = replies(EVERY)
TOPICS = topic(">")

PAGED = {"maxPageSize": "5000", "expireMessagesPeriod": "10000"}
COLLECTED = {"gcInactiveDestinations": "true", "inactiveTimoutBeforeGC": "300000"}
UNCONTROLLED = {"producerFlowControl": "false"}

_RECOMMENDED = {NODES: {**PAGED, **UNCONTROLLED}, REPLIES: {**COLLECTED, **UNCONTROLLED}, TOPICS: UNCONTROLLED}
"""What an entry of its own says, so that the entry is right in all respects at once."""

_PATH = ("destinationPolicy", "policyMap", "policyEntries")


def new_entry(broker: Broker, pattern: Destination) -> tuple[FileEdit, ...]:
    """Add the entry for a pattern with everything that it should say."""
    attributes = ((pattern.kind, pattern.physical_name), *_RECOMMENDED.get(pattern, UNCONTROLLED).items())
    return inserting(broker.source, _PATH, NewElement("policyEntry", attributes))


def said_for(
    broker: Broker, pattern: Destination, entry: PolicyEntry | None, wanted: dict[str, str]
) -> tuple[FileEdit, ...]:
    """Make what holds for a pattern say something: the entry itself, or a narrower copy where it is for more.

    Without an entry a new one is added. A `defaultEntry` is left as it is: a new entry does not inherit what it says.
    """
    if entry is None or entry.destination is None:
        return new_entry(broker, pattern)
    if entry.destination.physical_name not in (">", "*") or entry.source is None:
        return said_in(broker, entry, wanted)
    changes = setting(entry.source, **{pattern.kind: pattern.physical_name}, **wanted)
    return (FileEdit("copy", entry.source, edits=changes),)


def said_in(broker: Broker, entry: PolicyEntry, wanted: dict[str, str]) -> tuple[FileEdit, ...]:
    """Make an entry say something, and each other one for the same pattern, of which luck may choose any."""
    same = [one for one in broker.policy_entries if one.destination == entry.destination]
    return tuple(edit for one in same for edit in setting(one.source, **wanted))
