"""Brokers without names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from broker_network.activemq.elements import DEFAULT_BROKER_NAME
from broker_network.network import Broker, resolved
from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import connector_name
from broker_network.rule_support.links import Dial

_REWRITTEN = re.compile(r"[^a-zA-Z0-9._:-]")
"""What ActiveMQ puts `_` in place of. (Source: BrokerService.setBrokerName; seen on 5.17.2.)"""

_Login = tuple[str, str]
"""The name of a connector, and the broker or host that it dials."""


def _find(case: Case) -> Iterator[Fault]:
    linked = [one for one in case.network.brokers if one.network_connectors or one.name in case.links.dialed]
    alike: dict[str, list[Broker]] = {}
    for broker in case.network.brokers:
        if resolved(broker.name):
            alike.setdefault(_REWRITTEN.sub("_", broker.name), []).append(broker)
    clashing = {name for name, same in alike.items() if len(same) > 1 and not _paired(case, same)}
    if len(linked) < len(case.network.brokers) and (host := _unresolved(case)):
        told = {id(broker) for broker in linked}
        for broker in case.network.brokers:
            if id(broker) not in told and resolved(broker.name) and broker.transport_connectors:
                name = _REWRITTEN.sub("_", broker.name)
                yield from _perhaps_linked(broker, alike[name] if name in clashing else [], host)
    met: dict[tuple[str, _Login], list[Broker]] = {}
    for name in sorted(clashing):
        for broker in alike[name]:
            for login in _logins(case, broker):
                met.setdefault((name, login), []).append(broker)
    for broker in linked:
        if not resolved(broker.name):
            continue
        name = _REWRITTEN.sub("_", broker.name)
        logins = _logins(case, broker) if name in clashing else ()
        refused = _others(broker, (one for login in logins for one in met.get((name, login), ())[:2]))
        others = refused or _others(broker, alike[name][:2])
        severity = Severity.ERROR if refused else Severity.WARNING
        how = ", and their connectors toward one broker too: it refuses one of the bridges" if refused else ""
        if broker.name == DEFAULT_BROKER_NAME:
            same = f", and so has the one in {others[0].source.file}" if others and others[0].source else ""
            yield _about(
                broker,
                severity,
                f"A broker of a network has the name that every broker has by default, {DEFAULT_BROKER_NAME}{same}"
                f"{how}.",
            )
        elif name in clashing:
            where = f"; the other is in {others[0].source.file}" if others[0].source else ""
            yield _about(broker, severity, f"Two brokers of the network are called {name}{how}{where}.")
        elif name != broker.name:
            yield _about(
                broker,
                Severity.WARNING,
                f"ActiveMQ takes {broker.name!r} for {name!r}: only letters, digits and . _ - : may be in a broker's "
                "name.",
            )


def _paired(case: Case, same: list[Broker]) -> bool:
    return {one.name for one in same} <= case.reading.pairs and len({one.name for one in same}) == 1


def _unresolved(case: Case) -> str | None:
    """A host that is dialed and may be that of any of the brokers which nobody is known to dial."""
    return next(
        (
            one.uri.host
            for one in case.links.dials
            if one.target is None and one.uri and resolved(one.uri.host) and not is_loopback(one.uri.host)
        ),
        None,
    )


def _perhaps_linked(broker: Broker, clashing: list[Broker], host: str) -> Iterator[Fault]:
    """A name that is a fault if the broker is the one at `host`, which another dials; the files do not tell.

    `clashing` are the brokers of that name, if they may not have one.
    """
    others = [one for one in clashing[:2] if one is not broker]
    if others:
        where = f", as in {others[0].source.file}" if others[0].source else ""
        yield _about(broker, Severity.WARNING, f"Two brokers of these files are called {broker.name}{where}.")
    elif broker.name == DEFAULT_BROKER_NAME:
        yield _about(
            broker,
            Severity.NOTE,
            f"This may be the broker at {host}, which another of these files dials: it has the name that every broker "
            f"has by default, {DEFAULT_BROKER_NAME}.",
        )


def _others(broker: Broker, brokers: Iterable[Broker]) -> list[Broker]:
    return [one for one in brokers if one is not broker]


def _logins(case: Case, broker: Broker) -> list[_Login]:
    """For each bridge that a broker opens what its client id there is made of, but for the broker's own name.

    Where two brokers have one name, those with a login in common are refused, and no others. (Seen on 5.18.3 and 6.2.6:
    `evidence/equal-names`.)
    """
    found = {
        (name, place)
        for connector in broker.network_connectors
        if (name := connector_name(connector)) is not None
        for dial in case.links.of(connector)
        if (place := _place(dial)) is not None
    }
    return sorted(found)


def _place(dial: Dial) -> str | None:
    if dial.target:
        return dial.target.name
    return dial.uri.host if dial.uri and resolved(dial.uri.host) else None


def _about(broker: Broker, severity: Severity, message: str) -> Fault:
    fix = "Give every broker of the network a brokerName of its own, such as the short name of its host."
    return Fault(broker.name, broker.source, message, fix, "brokerName", severity=severity)


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you can name your brokers")
