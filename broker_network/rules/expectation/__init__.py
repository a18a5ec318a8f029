"""What the reader expects of the network, and what is not so."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.expectations import judge
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for one in case.config.expect:
        try:
            unmet = judge(one.expectation, case.survival, case.config.sites)
        except LookupError as error:
            yield Fault(None, one.source, f'"{one.text}" cannot be judged: {error.args[0]}', "Correct the expectation.")
            continue
        if unmet is not None:
            yield Fault(None, one.source, f'"{one.text}" does not hold: {unmet.why}', unmet.fix)


RULE = Rule(__name__, _find, Severity.ERROR, decides="the network or the expectation may be wrong")
