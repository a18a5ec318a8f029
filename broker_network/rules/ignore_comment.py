"""Comments that silence a rule which does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from broker_network.network import Source

from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    from . import rules

    known = [one.id for one in rules()]
    brokers = {document.file: document.broker for document in case.documents}
    for one in case.reading.ignored:
        if one.rule not in known:
            close = difflib.get_close_matches(one.rule, known, 1)
            yield Finding(
                "ignore-comment",
                Severity.NOTE,
                brokers.get(one.file),
                Source(one.file, one.first),
                f"The comment before this element silences {one.rule}, and there is no such rule.",
                f"Did you mean {close[0]}?" if close else "Remove the comment.",
            )


def _broker(rule: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <!-- check: ignore[{rule}] nobody else is here -->
  <transportConnectors/>
</broker>
"""
    }


RULES = (
    Rule(
        id="ignore-comment",
        severity=Severity.NOTE,
        title="A comment silences a rule that does not exist",
        symptom="A finding that you silenced is reported all the same.",
        cause="The id in the comment is misspelt, or the rule has another one.",
        fix="Write the id as the finding shows it.",
        sources=("this guide's own checks",),
        before=_broker("ttl-to-low"),
        after=_broker("schema"),
        find=_find,
    ),
)
