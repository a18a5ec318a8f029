"""Comments that silence a rule which does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    from broker_network.rules import rules

    known = [one.id for one in rules()]
    brokers = {document.file: document.broker for document in case.documents}
    for one in case.reading.ignored:
        if one.rule not in known:
            close = difflib.get_close_matches(one.rule, known, 1)
            yield Fault(
                brokers.get(one.file),
                Source(one.file, one.first),
                f"The comment before this element silences {one.rule}, and there is no such rule.",
                f"Did you mean {close[0]}?" if close else "Remove the comment.",
            )


RULE = Rule(__name__, _find, Severity.NOTE)
