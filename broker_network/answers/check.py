"""What `check` found, as text for people: grouped by broker, each finding with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from broker_network.activemq.read.locate import Place, locate
from broker_network.collect import Reading
from broker_network.rules import Finding, Severity
from broker_network.wording import counted

from .terminal import BOLD, CYAN, DIM, RED, YELLOW, Terminal, plain

_COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}


def texts_of(reading: Reading) -> dict[str, bytes]:
    """The text of every file that was read, by the name that findings give."""
    found = {document.file: document.content for document in reading.documents}
    for member in reading.members:
        found[member.file] = member.text.encode()
    return found


def place_of(finding: Finding, texts: Mapping[str, bytes]) -> Place | None:
    """Where a finding points; None where it points to no file.

    In a properties file it is only the line number, because the text may be a secret.
    """
    if finding.source is None:
        return None
    if finding.source.file not in texts:
        return Place(finding.source.line, finding.source.column, 1, "")
    return locate(texts[finding.source.file], finding.source, finding.attribute)


def as_text(findings: Sequence[Finding], reading: Reading, terminal: Terminal) -> Iterator[str]:
    """The lines of a report, without line breaks."""
    texts = texts_of(reading)
    for broker, of_broker in groupby(findings, key=lambda one: one.broker):
        for file, group in groupby(of_broker, key=lambda one: one.source.file if one.source else ""):
            heading = terminal.paint(plain(f"broker {broker}" if broker else "the whole network"), BOLD)
            yield f"{heading}  {terminal.paint(plain(file), DIM)}".rstrip()
            for finding in group:
                yield from _finding(finding, place_of(finding, texts), terminal)
            yield ""
    for sentence in reading.left_out:
        yield terminal.fill(plain(sentence), "  ", "not read: ")
    if reading.left_out:
        yield ""
    yield terminal.paint(summary(findings, reading), BOLD)


def summary(findings: Iterable[Finding], reading: Reading) -> str:
    """One line: the number of findings by severity, and what was checked."""
    found = [one.severity for one in findings]
    counts = [counted(found.count(severity), str(severity)) for severity in sorted(Severity, reverse=True)]
    files = len(reading.documents) + len(reading.members)
    seen = f"{counted(len(reading.network.brokers), 'broker')}, {counted(files, 'file')}"
    said = ", ".join(count for count in counts if not count.startswith("0 ")) or "nothing found"
    return f"{said} ({seen})"


def _finding(finding: Finding, place: Place | None, terminal: Terminal) -> Iterator[str]:
    severity = terminal.paint(str(finding.severity), _COLORS[finding.severity], BOLD)
    where = f":{place.line}:{place.column}" if place else ""
    yield f"  {severity} {terminal.paint(finding.rule, BOLD)}{terminal.paint(where, DIM)}"
    yield terminal.fill(plain(finding.message), "    ")
    if place and place.text.strip():
        yield from _quoted(place, terminal)
    yield terminal.fill(plain(finding.fix), "         ", "    fix: ")


def _quoted(place: Place, terminal: Terminal) -> Iterator[str]:
    """The line, cut around the place where it is longer than the terminal is wide, and a caret below."""
    number = f"{place.line:>8} | "
    room = max(terminal.width - len(number), 30)
    text, start = place.text.rstrip(), place.column - 1
    indent = len(text) - len(text.lstrip())
    text, start = text[indent:], start - indent
    length = min(place.length, max(len(text) - start, 1))
    if len(text) > room:
        first = max(0, min(start - room // 4, len(text) - room))
        cut = text[first : first + room]
        text, start = ("…" + cut[1:] if first else cut), start - first
        text = text[:-1] + "…" if first + room < len(place.text.rstrip()) - indent else text
        length = min(length, room - start)
    yield f"{terminal.paint(number, DIM)}{plain(text)}"
    yield f"{' ' * (len(number) - 2)}{terminal.paint('|', DIM)} {' ' * start}{terminal.paint('^' * length, YELLOW)}"
