"""What `check` found, as text for people: errors first, each with its place, and at the end what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from broker_network.activemq.read.locate import Place
from broker_network.guide import rule_page
from broker_network.rules import Finding, Severity
from broker_network.wording import counted, listed

from .check_report import CheckReport, place_of, texts_of
from .check_summary import summary
from .repeated import Repeated, repeated
from .terminal import BOLD, CYAN, DIM, RED, YELLOW, Terminal, plain

_COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}
_MOST_PLACES = 10
"""Places that are named of a finding that is told once."""


def as_text(report: CheckReport, terminal: Terminal) -> Iterator[str]:
    """The lines of a report, without line breaks."""
    texts = texts_of(report.reading)
    for one in repeated(report.findings):
        yield from _told(one, texts, report, terminal)
        yield ""
    for sentence in report.reading.left_out:
        yield terminal.fill(plain(sentence), "  ", "not read: ")
    for point in report.unchecked[:_MOST_PLACES]:
        place = f" ({point.place})" if point.place else ""
        yield terminal.fill(plain(f"{point.what} {point.tells}{place}"), "  ", "not checked: ")
    if more := len(report.unchecked[_MOST_PLACES:]):
        yield f"not checked: {more} more of this kind; --format json lists all"
    if report.reading.left_out or report.unchecked:
        yield ""
    yield from summary(report, terminal)


def _told(one: Repeated, texts: Mapping[str, bytes], report: CheckReport, terminal: Terminal) -> Iterator[str]:
    finding = one.first
    place = place_of(finding, texts)
    severity = terminal.paint(str(finding.severity), _COLORS[finding.severity], BOLD)
    where = plain(_where(finding, place))
    fits = len(f"{finding.severity} {finding.rule}  {where}") <= terminal.width
    gap = "  " if fits else "\n  "
    yield f"{severity} {terminal.paint(finding.rule, BOLD)}{gap}{terminal.paint(where, DIM)}"
    yield terminal.fill(plain(finding.message), "  ")
    if place and place.text.strip():
        yield from _quoted(place, terminal)
    yield terminal.fill(plain(finding.fix), "       ", "  fix: ")
    if one.others:
        also = [_where(other, place_of(other, texts)) for other in one.others[:_MOST_PLACES]]
        rest = len(one.others) - len(also)
        also += [counted(rest, "more place")] if rest else []
        yield terminal.fill(plain(listed(also)), "    ", "  the same at ")
    yield terminal.paint(f"  see: {rule_page(finding.rule, report.config.guide)}", DIM)


def _where(finding: Finding, place: Place | None) -> str:
    """The file with line and column, as editors open it, and the broker."""
    at = f"{finding.source.file}:{place.line}:{place.column}" if finding.source and place else ""
    broker = f"broker {finding.broker}" if finding.broker else "the whole network"
    return f"{at} ({broker})" if at else broker


def _quoted(place: Place, terminal: Terminal) -> Iterator[str]:
    """The line, cut around the place where it is longer than the terminal is wide, and a caret below."""
    number = f"{place.line:>6} | "
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
