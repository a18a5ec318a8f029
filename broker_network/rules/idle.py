"""Parts of a network that nobody uses: brokers, bridges and listeners."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, parse

from . import samples, usage
from .case import Case
from .links import Dial, is_loopback
from .rule import Finding, Rule, Severity


def _find_isolated(case: Case) -> Iterator[Finding]:
    links = case.links
    if links.unknown_dials or links.ambiguous or len(links.peers) < 2:
        return
    for broker in case.network.brokers:
        if broker.name in links.peers or broker.network_connectors or broker.name in links.shared:
            continue
        yield Finding(
            "isolated-broker",
            Severity.WARNING,
            broker.name,
            broker.source,
            f"{broker.name} is linked to no other broker: it dials none and none dials it.",
            f"Let {broker.name} dial one of the others, or leave its file out if it is none of this network.",
        )


def _find_self(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        own = _own_ports(broker)
        for connector in broker.network_connectors:
            dials = case.links.of(connector)
            if dials and broker.name not in case.links.shared and all(_is_self(one, own) for one in dials):
                yield Finding(
                    "self-bridge",
                    Severity.ERROR,
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} dials {broker.name} itself.",
                    "Dial the other broker.",
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


def _find_unused(case: Case) -> Iterator[Finding]:
    links = case.links
    if not usage.spoken_of(case) or links.unknown_dials or links.ambiguous or len(links.peers) < 2:
        return
    dialed = {(one.target.name, one.uri.port) for one in links.dials if one.target and one.uri}
    for broker in case.network.brokers:
        if broker.name not in links.peers or broker.name in links.shared:
            continue
        for listener in broker.transport_connectors:
            try:
                uri = parse(listener.uri)
            except ValueError:
                continue
            if uri.wire_format == "openwire" and not is_loopback(uri.host) and (broker.name, uri.port) not in dialed:
                yield Finding(
                    "unused-listener",
                    Severity.NOTE,
                    broker.name,
                    listener.source,
                    f"No broker of these files dials port {uri.port} of {broker.name}.",
                    "Remove the listener, or bind it to localhost, unless something else uses it.",
                    "uri",
                )


def _broker(name: str, far: str, listener: str = "") -> str:
    connector = samples.connectors(f'name="{name}-{far}" uri="static:(tcp://{far}:61616)" duplex="true"')
    return samples.broker(name, connector, listener)


_LISTENER = samples.listeners(samples.OPENWIRE)
_HUB = samples.broker("hub", _LISTENER)

RULES = (
    Rule(
        id="isolated-broker",
        severity=Severity.WARNING,
        title="A broker that is linked to nothing",
        symptom="Its servers answer nobody but its own operators.",
        cause="No connector of the broker dials another, and no other's dials it.",
        fix="Give it a networkConnector, or let another broker dial it.",
        sources=("the connectors of all files",),
        before={
            "hub.xml": _HUB,
            "a.xml": _broker("a", "hub"),
            "b.xml": samples.broker("b", _LISTENER),
        },
        after={"hub.xml": _HUB, "a.xml": _broker("a", "hub"), "b.xml": _broker("b", "hub")},
        find=_find_isolated,
    ),
    Rule(
        id="self-bridge",
        severity=Severity.ERROR,
        title="A bridge that dials its own broker",
        symptom="There is no bridge, and the log does not say why.",
        cause="A broker that finds itself at the other end gives the bridge up without a word. Usually a file was "
        "copied "
        "from the broker that is dialed, or localhost is dialed.",
        fix="Dial the other broker.",
        sources=("DemandForwardingBridgeSupport.collectBrokerInfos, activemq-broker 5.17.2",),
        before={"a.xml": _broker("a", "a", _LISTENER)},
        after={"a.xml": _broker("a", "b", _LISTENER)},
        find=_find_self,
    ),
    Rule(
        id="unused-listener",
        severity=Severity.NOTE,
        title="An OpenWire listener that no broker dials",
        symptom="Nothing fails. The port is open to whoever can reach it.",
        cause="MCollective's clients and servers speak STOMP, and no broker among the files dials this port. What is "
        "open "
        "can be attacked: see CVE-2023-46604.",
        fix="Remove the listener where nothing else uses it.",
        sources=("the connectors of all files", "CVE-2023-46604"),
        before={
            "hub.xml": _HUB,
            "a.xml": _broker("a", "hub", _LISTENER),
            "server.cfg": "plugin.activemq.pool.1.host = a\n",
        },
        after={
            "hub.xml": _HUB,
            "a.xml": _broker("a", "hub"),
            "server.cfg": "plugin.activemq.pool.1.host = a\n",
        },
        find=_find_unused,
    ),
)
