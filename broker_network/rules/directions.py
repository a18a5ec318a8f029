"""Links that carry messages one way only, or are declared at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Destination, NetworkConnector, queue, topic
from broker_network.routes import permits

from . import samples
from .case import Case
from .links import carries_replies, examples_of, filters_resolved, lists, told_apart
from .rule import Finding, Rule, Severity


def _find_one_way(case: Case) -> Iterator[Finding]:
    links = case.links
    found = [pair for pair in links.between if (pair[1], pair[0]) not in links.between]
    if not found:
        return
    circles = _circles(links.between)
    for sender, receiver in found:
        if receiver in links.reaches_open or circles[sender] == circles[receiver]:
            continue
        bridge = next((one for one in links.between[sender, receiver] if _for_servers(case, one.connector)), None)
        if bridge is None:
            continue
        yield Finding(
            "one-way-link",
            Severity.ERROR,
            bridge.dialing,
            bridge.connector.source,
            f"Messages go from {sender} to {receiver} and nothing comes back: no connector of {receiver} dials "
            f"{sender}, "
            "and this one is not duplex.",
            f'Set duplex="true" on every connector from {sender} to {receiver}, or let {receiver} dial {sender} with '
            "connectors of its own.",
            "duplex",
        )


def _for_servers(case: Case, connector: NetworkConnector) -> bool:
    """Whether requests or replies cross, and not only something else, such as registration."""
    return filters_resolved(connector) and any(
        permits(connector, broadcast(one)) or permits(connector, directed(one)) or carries_replies(connector, one)
        for one in told_apart((connector,), case.collectives)
    )


def _circles(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """For each broker a number that it shares with those it reaches and that reach it (Tarjan, no recursion)."""
    leaving: dict[str, list[str]] = {}
    for sender, receiver in pairs:
        leaving.setdefault(sender, []).append(receiver)
        leaving.setdefault(receiver, [])
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    circle: dict[str, int] = {}
    stack: list[str] = []
    for start in leaving:
        if start in order:
            continue
        walk = [(start, iter(leaving[start]))]
        order[start] = lowest[start] = len(order)
        stack.append(start)
        while walk:
            broker, waiting = walk[-1]
            further = next((one for one in waiting if one not in order or one not in circle), None)
            if further is None:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[broker])
                if lowest[broker] == order[broker]:
                    while True:
                        member = stack.pop()
                        circle[member] = order[broker]
                        if member == broker:
                            break
            elif further in order:
                lowest[broker] = min(lowest[broker], order[further])
            else:
                order[further] = lowest[further] = len(order)
                stack.append(further)
                walk.append((further, iter(leaving[further])))
    return circle


def _find_both_ends(case: Case) -> Iterator[Finding]:
    links = case.links
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            for one in links.of(connector):
                if one.target is None or one.target.name == broker.name or broker.name in links.ambiguous:
                    continue
                other = next(
                    (
                        bridge.connector
                        for bridge in links.between.get((broker.name, one.target.name), ())
                        if bridge.dialing == one.target.name
                        and bridge.connector.duplex is True
                        and _overlap(case, connector, bridge.connector)
                    ),
                    None,
                )
                first = links.position[broker.name] < links.position[one.target.name]
                if other is None or (connector.duplex is True and first):
                    continue
                yield Finding(
                    "duplex-both-ends",
                    Severity.WARNING,
                    broker.name,
                    connector.source,
                    f"{one.target.name} already has a duplex bridge to {broker.name} for the same destinations"
                    f"{f' ({other.name})' if other.name else ''}, so this connector is a second one.",
                    f"Remove this connector, or the duplex one of {one.target.name}.",
                    "duplex" if connector.duplex is True else None,
                )
                break


def _overlap(case: Case, one: NetworkConnector, other: NetworkConnector) -> bool:
    if not filters_resolved(one) or not filters_resolved(other):
        return False
    tried: list[Destination] = [queue("any.queue"), topic("any.topic")]
    for pattern in (*lists(one), *lists(other)):
        tried.extend(examples_of(pattern))
    return any(permits(one, destination) and permits(other, destination) for destination in tried)


def _pair(a: str, b: str) -> dict[str, str]:
    listeners = samples.listeners(samples.OPENWIRE, 'name="stomp" uri="stomp://0.0.0.0:61613"')
    return {"a.xml": samples.broker("a", a, listeners), "b.xml": samples.broker("b", b, listeners)}


def _connector(name: str, far: str, duplex: str) -> str:
    return samples.connectors(f'name="{name}" uri="static:(tcp://{far}:61616)" duplex="{duplex}"')


RULES = (
    Rule(
        id="one-way-link",
        severity=Severity.ERROR,
        title="A link that carries messages one way only",
        symptom="Requests never reach the servers behind the link, or no reply ever comes back.",
        cause='A connector carries messages from the broker that has it to the one it dials. Only duplex="true", or a '
        "connector at the other broker, brings any back. MCollective needs both: requests one way, replies the other.",
        fix='Set duplex="true", or give the other broker the same connectors toward this one.',
        sources=("evidence/connector-options",),
        before=_pair(_connector("a-b", "b", "false"), ""),
        after=_pair(_connector("a-b", "b", "true"), ""),
        find=_find_one_way,
        about_mcollective=True,
    ),
    Rule(
        id="duplex-both-ends",
        severity=Severity.WARNING,
        title="A duplex link declared at both ends",
        symptom="Two bridges for each direction where you want one: twice the subscriptions, and when one end "
        "restarts, "
        "log lines about bridges that stop and start. Messages still arrive once.",
        cause="A duplex connector carries messages both ways. The other broker needs none of its own.",
        fix="Keep the connectors of the side that is to dial, and remove those of the other.",
        sources=("evidence/connector-options", "TransportConnection.processBrokerInfo, activemq-broker 5.17.2"),
        before=_pair(_connector("a-b", "b", "true"), _connector("b-a", "a", "true")),
        after=_pair(_connector("a-b", "b", "true"), ""),
        find=_find_both_ends,
    ),
)
