"""A group of a user to which nothing is given."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity

_ACTIONS = ("read", "write", "admin")
_EVERYONE = "everyone"
"""The group that users of ActiveMQ's samples are in by convention, as a user may be in one of its own name."""


def _find(case: Case) -> Iterator[Fault]:
    # The same users may be known at brokers that give rights to other groups.
    named = {group for broker in case.network.brokers for group in _named(broker)}
    if not all(map(resolved, named)):
        return
    for broker in case.network.brokers:
        rights = case.rights(broker)
        if broker.authorization != "map" or not rights.users_known or not broker.authorization_entries:
            continue
        here, told = set(_named(broker)), set[str]()
        for user in rights.users.values():
            # A user without any right is told by group-mismatch.
            if here.isdisjoint(user.groups):
                continue
            for group in user.groups:
                usual = group in (user.username, _EVERYONE)
                if group not in named and not usual and group not in told and resolved(group):
                    told.add(group)
                    yield Fault(
                        broker.name,
                        user.source,
                        f"No entry gives anything to the group {group}, in which {user.username} is.",
                        f"Remove {group} from the groups of users, or name it in the entries that are meant for it.",
                        "groups",
                    )


def _named(broker: Broker) -> Iterator[str]:
    """Every group that some entry of a broker names, with those for temporary destinations."""
    temporary = broker.temp_destination_authorization_entry
    for entry in (*broker.authorization_entries, *((temporary,) if temporary else ())):
        for action in _ACTIONS:
            yield from getattr(entry, action)


RULE = Rule(__name__, _find, Severity.NOTE, decides="it changes who may do what")
