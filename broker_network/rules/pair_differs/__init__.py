"""A primary and a standby that are configured differently."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.elements import BROKER
from broker_network.network import differences
from broker_network.network.pairs import named_alike
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for name, same in named_alike(case.network).items():
        if name not in case.reading.pairs:
            continue
        first = same[0]
        for other in same[1:]:
            fields = differences((first, other))
            if fields:
                said = " and ".join(BROKER.elsewhere.get(one) or f"`{BROKER.spelling(one)}`" for one in fields)
                yield Fault(
                    name,
                    other.source,
                    f"This is the primary or the standby of {name}, as the broker of "
                    f"{first.source.file if first.source else 'another file'} is, and they differ in "
                    f"{said.replace('`', '')}: what the network does depends on which of them is active.",
                    f"Make {said.replace('`', '')} equal in both files.",
                )


RULE = Rule(__name__, _find, Severity.WARNING, decides="only you know which of the two files is right")
