"""The right to create advisory topics, which every connection needed until the broker did it by itself."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases.facts import ADVISORY_TOPICS_CREATED
from broker_network.network import Broker, topic
from broker_network.routes import Rights
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import Fix, NewElement, inserting, setting, undecided
from broker_network.wording import listed

_EVERY_CONNECTION = topic("ActiveMQ.Advisory.Connection")
_ALL = topic("ActiveMQ.Advisory.>")


def _find(case: Case) -> Iterator[Fault]:
    if ADVISORY_TOPICS_CREATED.if_known(case.release):
        return
    severity = Severity.WARNING if case.release is None else Severity.ERROR
    when = f"On releases before {ADVISORY_TOPICS_CREATED.patched}" if case.release is None else f"On {case.release}"
    for broker in case.network.brokers:
        if broker.authorization != "map" or (
            broker.advisory_support is not None and broker.advisory_support is not True
        ):
            continue
        rights = case.rights(broker)
        refused = [user for user in rights.users if rights.may(user, "admin", _EVERY_CONNECTION) is False]
        if refused:
            entries = rights.entries(_EVERY_CONNECTION)
            yield Fault(
                broker.name,
                entries[0].source if entries else broker.source,
                f"{when}, {listed(refused, 3, kept=2)} may not connect while nobody else did: the connection has to "
                f"create {_EVERY_CONNECTION}.",
                _fix(broker, rights),
                "admin" if entries else None,
                severity=severity,
            )


def _fix(broker: Broker, rights: Rights) -> Fix:
    """Give the right to the first group that every user is in; in words where there is none."""
    words = f'Give a group that every user is in admin on topic="{_ALL.physical_name}".'
    why = "it changes who may do what"
    users = list(rights.users.values())
    common = (
        next((one for one in users[0].groups if all(one in user.groups for user in users)), None) if users else None
    )
    if common is None or not rights.users_known:
        return undecided(why, words)
    entry = next((one for one in broker.authorization_entries if one.destination == _ALL), None)
    if entry:
        return undecided(why, "", *setting(entry.source, admin=",".join((*entry.admin, common))))
    element = NewElement("authorizationEntry", (("topic", _ALL.physical_name), ("admin", common)))
    path = ("plugins", "authorizationPlugin", "map", "authorizationMap", "authorizationEntries")
    return undecided(why, "", *inserting(broker.source, path, element))


RULE = Rule(
    __name__,
    _find,
    Severity.ERROR,
    releases=f"before {ADVISORY_TOPICS_CREATED.patched}; from {ADVISORY_TOPICS_CREATED.since} on it is not needed",
)
