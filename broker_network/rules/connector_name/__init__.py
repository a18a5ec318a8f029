"""Network connectors of one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import connector_name


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        names = Counter(connector_name(one) for one in broker.network_connectors)
        told: set[str] = set()
        for connector in broker.network_connectors:
            name = connector_name(connector)
            if name is None:
                continue
            if names[name] > 1 and name in told:
                unnamed = connector.name is None
                yield Fault(
                    broker.name,
                    connector.source,
                    f"Two network connectors of {broker.name} are called {name}"
                    f"{', the name of those that have none' if unnamed else ''}.",
                    "Name it after the brokers it links and what it carries.",
                    None if unnamed else "name",
                )
            elif names[name] == 1 and (other := _meets(case, broker, connector)):
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{other} has a connector called {name} toward this broker, and one of the two is duplex: both "
                    "bridges use the same client ids.",
                    "Name each connector after the broker it belongs to and the one it dials.",
                    "name",
                )
            told.add(name)


def _meets(case: Case, broker: Broker, connector: NetworkConnector) -> str | None:
    """The broker that dials back under the same name, when that clashes; told at the second of the two files.

    A bridge logs in as `<name>_<far>_inbound_<near>` here and `<name>_<near>_outbound` there, and the responder of a
    duplex one the same with near and far exchanged. (Source: DemandForwardingBridgeSupport.)
    """
    position = case.links.position
    for one in case.links.of(connector):
        if one.target is None or position[one.target.name] >= position[broker.name]:
            continue
        for back in one.target.network_connectors:
            if (
                connector_name(back) == connector_name(connector)
                and True in (back.duplex, connector.duplex)
                and any(other.target is not None and other.target.name == broker.name for other in case.links.of(back))
            ):
                return one.target.name
    return None


RULE = Rule(__name__, _find, Severity.ERROR)
