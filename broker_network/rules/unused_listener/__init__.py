"""An OpenWire listener that no broker dials."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import parse
from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import deleting, undecided


def _find(case: Case) -> Iterator[Fault]:
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
                yield Fault(
                    broker.name,
                    listener.source,
                    f"No broker of these files dials port {uri.port} of {broker.name}.",
                    undecided(
                        "something else may use it",
                        "Or bind it to localhost. Do neither if something else uses it.",
                        *deleting(listener.source),
                    ),
                    "uri",
                )


RULE = Rule(__name__, _find, Severity.NOTE)
