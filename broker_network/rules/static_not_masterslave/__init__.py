"""Primary and standby dialed as if both ran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from broker_network.network import NetworkConnector, alternatives
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import Fix, setting, sure, undecided
from broker_network.rule_support.links import Dial


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not re.match(r"(?:static|simple):", connector.uri):
                continue
            bridges: dict[str, tuple[tuple[str, int], str]] = {}
            for one in _first_of_each_bridge(case, connector):
                if one.uri is None or one.target is None or one.target.name in case.links.ambiguous:
                    continue
                here = (one.uri.host, one.uri.port)
                first, text = bridges.setdefault(one.target.name, (here, one.text))
                if first != here and (first[0] != one.uri.host or one.target.name in case.reading.pairs):
                    yield Fault(
                        broker.name,
                        connector.source,
                        f"{text} and {one.text} are the two hosts of {one.target.name}: static: wants a bridge to "
                        "each, and the standby never answers.",
                        _fix(case, connector, text, one.text),
                        "uri",
                    )
                    break


def _fix(case: Case, connector: NetworkConnector, primary: str, standby: str) -> Fix:
    edits = setting(connector.source, uri=f"masterslave:({primary},{standby}){connector.uri.rpartition(')')[2]}")
    if len(case.links.of(connector)) == 2:
        return sure(*edits)
    return undecided(
        "the other brokers need a connector of their own", "Dial any other broker with another connector.", *edits
    )


def _first_of_each_bridge(case: Case, connector: NetworkConnector) -> Iterator[Dial]:
    """For each bridge that a connector opens the first address that it dials: a `failover:` is one bridge."""
    dials = iter(case.links.of(connector))
    try:
        groups = alternatives(connector.uri)
    except ValueError:
        return
    for group in groups:
        yield from tuple(islice(dials, len(group)))[:1]


RULE = Rule(__name__, _find, Severity.WARNING)
