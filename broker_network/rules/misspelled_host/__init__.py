"""One host that is written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.network import Source, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.slips import slips


@dataclass(frozen=True, slots=True)
class _Use:
    """One place where a host is written; `broker` is None in MCollective's files."""

    host: str
    broker: str | None
    source: Source | None
    attribute: str | None


def _find(case: Case) -> Iterator[Fault]:
    uses = list(_uses(case))
    counted = Counter(use.host for use in uses)
    known = {use.host for use in uses if use.host in case.reading.hosts}
    first: dict[str, _Use] = {}
    for use in uses:
        first.setdefault(use.host, use)
    order = {host: position for position, host in enumerate(first)}

    def weight(host: str) -> tuple[bool, int, int]:
        """How likely a spelling is to be the right one: its broker is known, it is written often, and early."""
        return host in known, counted[host], -order[host]

    for host, others in slips(counted).items():
        meant = max(others, key=weight)
        if weight(meant) < weight(host):
            continue
        for use in uses:
            if use.host == host:
                elsewhere = first[meant].source
                where = f" in {elsewhere}" if elsewhere else " elsewhere"
                message = f"The host is {host} here and {meant}{where}: one of the two is misspelled."
                yield Fault(use.broker, use.source, message, f"Write {meant}, if that is the host.", use.attribute)


def _uses(case: Case) -> Iterator[_Use]:
    for dial in case.links.dials:
        if dial.uri is not None and resolved(dial.uri.host):
            yield _Use(dial.uri.host.lower(), dial.broker.name, dial.connector.source, "uri")
    for member in usage.members(case):
        for entry in usage.pool(member):
            if entry.host is not None and resolved(entry.host.value):
                yield _Use(entry.host.value.lower(), None, entry.host.source, None)


RULE = Rule(__name__, _find, Severity.WARNING, decides="only you know which spelling is right")
