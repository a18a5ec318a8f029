"""What is said of fixes that were made, and of those that were not."""

from __future__ import annotations

from broker_network.answers.fixes import as_patch, as_text
from broker_network.fixes import FixResult
from broker_network.network import Source
from broker_network.rules import Finding, Severity

FINDING = Finding("rule", Severity.NOTE, "a", Source("a.xml", 2), "Wrong.", "Fix it.")


def test_what_was_fixed_is_counted_and_what_does_not_hold_says_why() -> None:
    result = FixResult({"a.xml": (b"a\n", b"b\n")}, [FINDING], [(FINDING, "it is in an archive")])
    assert list(as_text(result, made=True)) == [
        "Fixed 1 finding in 1 file.",
        "Not fixed: rule at a.xml:2: it is in an archive",
    ]
    assert next(as_text(result, made=False)) == "Would fix 1 finding in 1 file."
    assert list(as_patch(result)) == ["--- a/a.xml", "+++ b/a.xml", "@@ -1 +1 @@", "-a", "+b"]


def test_where_nothing_is_sure_that_is_said() -> None:
    assert list(as_text(FixResult(), made=True)) == ["Nothing to fix without a decision of yours."]


def test_fixes_that_were_all_refused_are_not_called_decisions_of_the_reader() -> None:
    refused = FixResult(kept=[(FINDING, "it is in an archive")])
    assert next(as_text(refused, made=True)) == "No fix was made."
    assert next(as_text(refused, made=False)) == "No fix would be made."
