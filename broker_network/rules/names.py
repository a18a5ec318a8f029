"""Names that bridges tell brokers and each other apart by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from broker_network.activemq.elements import DEFAULT_BROKER_NAME
from broker_network.network import DEFAULT_CONNECTOR_NAME, Broker, NetworkConnector, resolved

from . import samples
from .case import Case
from .links import Dial, are_a_pair, is_loopback
from .rule import Finding, Rule, Severity

_REWRITTEN = re.compile(r"[^a-zA-Z0-9._:-]")
"""What ActiveMQ puts `_` in place of. (Source: BrokerService.setBrokerName; seen on 5.17.2.)"""

_Login = tuple[str, str]
"""The name of a connector, and the broker or host that it dials."""


def _find_broker_names(case: Case) -> Iterator[Finding]:
    linked = [one for one in case.network.brokers if one.network_connectors or one.name in case.links.dialed]
    alike: dict[str, list[Broker]] = {}
    for broker in case.network.brokers:
        if resolved(broker.name):
            alike.setdefault(_REWRITTEN.sub("_", broker.name), []).append(broker)
    clashing = {name for name, same in alike.items() if len(same) > 1 and not are_a_pair(same)}
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
        refused = _others(broker, (one for login in _logins(case, broker) for one in met.get((name, login), ())[:2]))
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


def _perhaps_linked(broker: Broker, clashing: list[Broker], host: str) -> Iterator[Finding]:
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
        if (name := _name(connector)) is not None
        for dial in case.links.of(connector)
        if (place := _place(dial)) is not None
    }
    return sorted(found)


def _place(dial: Dial) -> str | None:
    if dial.target:
        return dial.target.name
    return dial.uri.host if dial.uri and resolved(dial.uri.host) else None


def _about(broker: Broker, severity: Severity, message: str) -> Finding:
    fix = "Give every broker of the network a brokerName of its own, such as the short name of its host."
    return Finding("broker-name", severity, broker.name, broker.source, message, fix, "brokerName")


def _find_connector_names(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        names = Counter(_name(one) for one in broker.network_connectors)
        told: set[str] = set()
        for connector in broker.network_connectors:
            name = _name(connector)
            if name is None:
                continue
            if names[name] > 1 and name in told:
                unnamed = connector.name is None
                yield Finding(
                    "connector-name",
                    Severity.ERROR,
                    broker.name,
                    connector.source,
                    f"Two network connectors of {broker.name} are called {name}"
                    f"{', the name of those that have none' if unnamed else ''}.",
                    "Name it after the brokers it links and what it carries.",
                    None if unnamed else "name",
                )
            elif names[name] == 1 and (other := _meets(case, broker, connector)):
                yield Finding(
                    "connector-name",
                    Severity.ERROR,
                    broker.name,
                    connector.source,
                    f"{other} has a connector called {name} toward this broker, and one of the two is duplex: both "
                    "bridges "
                    "use the same client ids.",
                    "Name each connector after the broker it belongs to and the one it dials.",
                    "name",
                )
            told.add(name)


def _name(connector: NetworkConnector) -> str | None:
    """The name that holds; None where a placeholder leaves it open."""
    if connector.name is None:
        return DEFAULT_CONNECTOR_NAME
    return connector.name if resolved(connector.name) else None


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
                _name(back) == _name(connector)
                and True in (back.duplex, connector.duplex)
                and any(other.target is not None and other.target.name == broker.name for other in case.links.of(back))
            ):
                return one.target.name
    return None


def _broker(name: str, *connectors: str) -> str:
    pairs = (each.split() for each in connectors)
    return samples.broker(
        name, samples.connectors(*(f'name="{one}" uri="static:(tcp://{far}:61616)"' for one, far in pairs))
    )


def _leaf(name: str, store: str) -> str:
    """One of two brokers that dial the NOC by connectors of one name; with a store of its own it is no standby."""
    dialing = samples.connectors('name="dc" uri="static:(tcp://noc:61616)"')
    return samples.broker(name, dialing, samples.within("persistenceAdapter", f'<kahaDB directory="/var/{store}"/>\n'))


RULES = (
    Rule(
        id="broker-name",
        severity=Severity.ERROR,
        title="Brokers without names of their own",
        symptom="A bridge comes up for one broker and is refused for the other, again and again; logs and JMX do not "
        "tell the two apart.",
        log=("Client: b-hub-topics_b_outbound already connected from",),
        cause="A bridge logs in under a client id made of connector and broker names. Where two brokers have one "
        "name, and their connectors too, the second is refused; a file that was copied has both. With other names of "
        "connectors messages arrive all the same. The name that a broker has by default is localhost.",
        fix="Give every broker of the network a brokerName of its own.",
        sources=(
            "evidence/equal-names",
            "BrokerService.setBrokerName and RegionBroker.addConnection, activemq-broker 5.17.2",
        ),
        before={"a.xml": _leaf("leaf", "a"), "b.xml": _leaf("leaf", "b")},
        after={"a.xml": _leaf("leaf-1", "a"), "b.xml": _leaf("leaf-2", "b")},
        find=_find_broker_names,
    ),
    Rule(
        id="connector-name",
        severity=Severity.ERROR,
        title="Network connectors of one name",
        symptom="The broker does not start, or only one of two bridges comes up.",
        log=("Network Connector could not be registered in JMX", "Client: NC_hub_inbound_b already connected from"),
        cause="The name of a connector is part of its name in JMX and of the client id under which its bridge logs "
        "in. Both "
        f"must be unique. A connector without a name is called {DEFAULT_CONNECTOR_NAME}.",
        fix="Give every connector a name that says which brokers it links and what it carries.",
        sources=(
            "BrokerService.registerNetworkConnectorMBean, DemandForwardingBridgeSupport.startLocalBridge, "
            "activemq-broker 5.17.2",
            "evidence/connector-options",
        ),
        before={"a.xml": _broker("a", "link b", "link c")},
        after={"a.xml": _broker("a", "a-b b", "a-c c")},
        find=_find_connector_names,
    ),
)
