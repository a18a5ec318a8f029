"""What `check --fix` changed, and what it left."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.fixes import FixResult, patch
from broker_network.rules import Finding
from broker_network.wording import counted


def as_patch(fixed: FixResult) -> Iterator[str]:
    """The changes as the lines of a unified diff."""
    return patch(fixed.files)


def as_text(fixed: FixResult, *, made: bool) -> Iterator[str]:
    """What was fixed, or would be, and each sure fix that does not hold, a line each."""
    if not fixed.files and fixed.kept:
        yield "No fix was made." if made else "No fix would be made."
    elif not fixed.files:
        yield "Nothing to fix without a decision of yours."
    else:
        verb = "Fixed" if made else "Would fix"
        yield f"{verb} {counted(len(fixed.fixed), 'finding')} in {counted(len(fixed.files), 'file')}."
    for finding, why in fixed.kept:
        yield f"Not fixed: {finding.rule}{_where(finding)}: {why}"


def _where(finding: Finding) -> str:
    return f" at {finding.source}" if finding.source else ""
