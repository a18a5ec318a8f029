"""A bridge that dials its own broker."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, parse
from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import deleting, sure, undecided
from broker_network.rule_support.links import Dial


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        own = _own_ports(broker)
        for connector in broker.network_connectors:
            dials = case.links.of(connector)
            if dials and broker.name not in case.links.ambiguous and all(_is_self(one, own) for one in dials):
                pair = broker.name in case.reading.pairs
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} dials {broker.name} itself"
                    f"{', the primary and the standby that this broker is one of' if pair else ''}.",
                    sure(
                        *deleting(connector.source),
                        then="A standby waits for the store and needs no bridge to its primary.",
                    )
                    if pair
                    else undecided(
                        "only you know which broker is meant", "Or dial the other broker.", *deleting(connector.source)
                    ),
                    "uri",
                )


def _is_self(dial: Dial, own: set[int]) -> bool:
    if dial.uri is None:
        return False
    if dial.target is not None:
        return dial.target.name == dial.broker.name
    return is_loopback(dial.uri.host) and dial.uri.port in own


def _own_ports(broker: Broker) -> set[int]:
    found = set()
    for listener in broker.transport_connectors:
        try:
            found.add(parse(listener.uri).port)
        except ValueError:
            continue
    return found


RULE = Rule(__name__, _find, Severity.ERROR)
