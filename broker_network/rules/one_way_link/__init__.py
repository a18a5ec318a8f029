"""A link that carries messages one way only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import NetworkConnector
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import carries_replies, filters_resolved, told_apart


def _find(case: Case) -> Iterator[Fault]:
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
        yield Fault(
            bridge.dialing,
            bridge.connector.source,
            f"Messages go from {sender} to {receiver} and nothing comes back: no connector of {receiver} dials "
            f"{sender}, and this one is not duplex.",
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


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)
