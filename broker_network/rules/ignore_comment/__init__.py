"""Comments that silence a rule which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.wording import closest


def _find(case: Case) -> Iterator[Fault]:
    from broker_network.rules import rules

    known = [one.id for one in rules()]
    brokers = {document.file: document.broker for document in case.documents}
    for one in case.reading.ignored:
        if one.rule not in known:
            close = closest(one.rule, known)
            yield Fault(
                brokers.get(one.file),
                Source(one.file, one.first),
                f"The comment before this element silences {one.rule}, and there is no such rule.",
                f"Did you mean {close}?" if close else "Remove the comment.",
            )


RULE = Rule(__name__, _find, Severity.NOTE, decides="only you know which rule is meant")
