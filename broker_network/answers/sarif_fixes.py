"""The fixes of findings as SARIF has them: stretches of files, and the text that takes their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from broker_network.fixes import NotFixable, SourceText, Splice, splices_by_file
from broker_network.redaction import redacted
from broker_network.rules import Finding
from broker_network.wording import bounded


class SarifFixes:
    """Makes the `fixes` of one result after another, and keeps the texts of the files."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        """Take the files that were read, by the names that findings give."""
        self._contents = contents
        self._texts: dict[str, SourceText] = {}

    def of(self, finding: Finding) -> list[dict[str, Any]]:
        """The fix of a finding; none where it has no edits, or where a secret would stand in them."""
        if not finding.change.edits:
            return []
        try:
            wanted = splices_by_file(finding.change.edits, self._texts, self._contents.get)
        except NotFixable:
            return []
        if any(redacted(one.text) != one.text for found in wanted.values() for one in found):
            return []
        said = f"{finding.fix} Decide first: {finding.change.decision}." if finding.change.decision else finding.fix
        changes = [
            {
                "artifactLocation": {"uri": quote(file)},
                "replacements": [self._replacement(self._texts[file], one) for one in found],
            }
            for file, found in wanted.items()
        ]
        return [{"description": {"text": bounded(said)}, "artifactChanges": changes}]

    def _replacement(self, text: SourceText, splice: Splice) -> dict[str, Any]:
        (line, column), (last, behind) = text.place(splice.start), text.place(splice.end)
        region = {"startLine": line, "startColumn": column, "endLine": last, "endColumn": behind}
        return {"deletedRegion": region, "insertedContent": {"text": splice.text}}
