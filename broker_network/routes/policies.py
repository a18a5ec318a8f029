"""Which policy entry holds for a destination: one alone, the most specific; nothing is inherited."""

from __future__ import annotations

from broker_network.network import Broker, Destination, PolicyEntry, Unknown, resolved


def policy_of(broker: Broker, destination: Destination) -> PolicyEntry | Unknown | None:
    """The entry that holds, the default entry where no other does; None where there is neither.

    Unknown where an entry's destination has a placeholder, so that it may be that one.
    (Source: PolicyMap.getEntryFor, DestinationMap.chooseValue, ActiveMQDestination.compare.)
    """
    found: PolicyEntry | None = None
    default: PolicyEntry | None = None
    for entry in broker.policy_entries:
        if entry.destination is None:
            default = entry
        elif not resolved(entry.destination.physical_name):
            return Unknown(entry.destination.physical_name)
        elif entry.destination.matches(destination) and (found is None or nearer(entry, found, destination)):
            found = entry
    return found or default


def drops_copies(broker: Broker, destination: Destination) -> bool | None:
    """Whether a broker gives a subscriber of a topic each message once, even when it arrives twice.

    It does where a policy entry holds for the topic and does not say `enableAudit="false"`; without any entry it
    does not. None where the files leave it open. (Source: PolicyEntry.configure; seen on 5.18.3 and 6.2.6.)
    """
    policy = policy_of(broker, destination)
    if policy is None:
        return False
    if isinstance(policy, Unknown) or isinstance(policy.enable_audit, Unknown):
        return None
    return policy.enable_audit is not False


def nearer(one: PolicyEntry, other: PolicyEntry, destination: Destination) -> bool:
    """Whether of two entries that match the first holds."""
    if one.destination is None or other.destination is None or one.destination == other.destination:
        return other.destination is None and one.destination is not None
    if destination in (one.destination, other.destination):
        return one.destination == destination
    if one.destination.matches(other.destination):
        return False
    return other.destination.matches(one.destination) or one.destination.physical_name < other.destination.physical_name
