"""Network connectors of one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import connector_name
from broker_network.rule_support.fix import Fix, setting, sure


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
                    _named(case, broker, connector),
                    None if unnamed else "name",
                )
            elif names[name] == 1 and (other := _meets(case, broker, connector)):
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{other} has a connector called {name} toward this broker, and one of the two is duplex: both "
                    "bridges use the same client ids.",
                    _named(case, broker, connector),
                    "name",
                )
            told.add(name)


def _named(case: Case, broker: Broker, connector: NetworkConnector) -> Fix:
    """A name made of the brokers that it links, where these are known and no other connector has that name."""
    far = [one.target.name for one in case.links.of(connector) if one.target]
    hosts = [one.uri.host for one in case.links.of(connector) if one.uri and resolved(one.uri.host)]
    taken = {connector_name(one) for one in broker.network_connectors}
    wanted = f"{broker.name}-{(far or hosts or ['bridge'])[0]}"
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    name = next(one for one in names if one not in taken)
    return sure(*setting(connector.source, name=name), then="Or name it after what it carries.")


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
