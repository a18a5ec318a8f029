"""A link that carries messages one way only."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.graph import circles
from broker_network.mcollective.destinations import MESSAGES, broadcast, directed
from broker_network.network import NetworkConnector
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import carries_replies, filters_resolved, told_apart
from broker_network.rule_support.fix import setting, undecided


def _find(case: Case) -> Iterator[Fault]:
    links = case.links
    found = [pair for pair in links.between if (pair[1], pair[0]) not in links.between]
    if not found:
        return
    leaving: dict[str, list[str]] = {}
    for sender, receiver in links.between:
        leaving.setdefault(sender, []).append(receiver)
        leaving.setdefault(receiver, [])
    circle = circles(leaving)
    for sender, receiver in found:
        if receiver in links.reaches_open or circle[sender] == circle[receiver]:
            continue
        asked = case.has_mcollective
        bridge = next(
            (one for one in links.between[sender, receiver] if not asked or _for_servers(case, one.connector)), None
        )
        if bridge is None:
            continue
        yield Fault(
            bridge.dialing,
            bridge.connector.source,
            f"Messages go from {sender} to {receiver} and nothing comes back: no connector of {receiver} dials "
            f"{sender}, and this one is not duplex.",
            undecided(
                "either end may dial",
                f"Or let {receiver} dial {sender} with connectors of its own.",
                *dict.fromkeys(
                    edit
                    for one in links.between[sender, receiver]
                    for edit in setting(one.connector.source, duplex="true")
                ),
            ),
            "duplex",
            # A link that nobody is meant to use carries something else, or is there for later. Without MCollective
            # nobody needs an answer from there.
            severity=Severity.NOTE if not asked or all(map(case.deliveries.surely_once, MESSAGES)) else None,
        )


def _for_servers(case: Case, connector: NetworkConnector) -> bool:
    """Whether requests or replies cross, and not only something else, such as registration."""
    return filters_resolved(connector) and any(
        permits(connector, broadcast(one)) or permits(connector, directed(one)) or carries_replies(connector, one)
        for one in told_apart((connector,), case.collectives)
    )


RULE = Rule(__name__, _find, Severity.ERROR)
