"""Making edits in the texts of files, all of one fix or none, where the fixes do not get in each other's way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from broker_network.rule_support.fix import FileEdit
from broker_network.rules import Finding

from .source_text import NotFixable, SourceText
from .splices import Splice, overlapping, spliced, splices

FileContent = Callable[[str], bytes | None]
"""Gives the bytes of a file by the name that findings give; None where it cannot be written, such as in a zip."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The files that changed, with their new contents, and what was made of each finding.

    `made` are the findings whose fixes were made. `waiting` are those whose fixes touch what another has changed.
    `refused` are those whose fixes cannot be made, each with the reason, a clause.
    """

    files: Mapping[str, bytes]
    made: tuple[Finding, ...]
    waiting: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...]


def apply_fixes(findings: Sequence[Finding], content: FileContent) -> Applied:
    """Make the edits of all findings that have any, as far as they do not touch each other."""
    texts: dict[str, SourceText] = {}
    changes: dict[str, list[Splice]] = {}
    made: list[Finding] = []
    waiting: list[Finding] = []
    refused: list[tuple[Finding, str]] = []
    for finding in findings:
        try:
            wanted = splices_by_file(finding.change.edits, texts, content)
        except NotFixable as error:
            refused.append((finding, str(error)))
            continue
        if any(overlapping(mine, iter(changes.get(file, ()))) for file, mine in wanted.items()):
            waiting.append(finding)
            continue
        for file, mine in wanted.items():
            there = changes.setdefault(file, [])
            there += (one for one in mine if one not in there)
        made.append(finding)
    files = {file: texts[file].encoded(spliced(texts[file].text, there)) for file, there in changes.items()}
    return Applied(files, tuple(made), tuple(waiting), tuple(refused))


def splices_by_file(
    edits: Sequence[FileEdit], texts: dict[str, SourceText], content: FileContent
) -> dict[str, list[Splice]]:
    """What the edits of one fix replace in each file; raise NotFixable. `texts` keeps what was read."""
    by_file: dict[str, list[FileEdit]] = {}
    for edit in edits:
        by_file.setdefault(edit.source.file, []).append(edit)
    found: dict[str, list[Splice]] = {}
    for file, mine in by_file.items():
        if file not in texts:
            original = content(file)
            if original is None:
                raise NotFixable(f"{file} is in an archive, or no longer what was read")
            texts[file] = SourceText(original)
        found[file] = splices(texts[file], mine)
        for one in found[file]:
            try:
                texts[file].encoded(one.text)
            except ValueError:
                raise NotFixable(f"the encoding of {file} lacks a character of the new text") from None
    return found
