"""What `check` found, as text for people: errors first, each with its place, and at the end what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from broker_network.activemq.read.locate import Place, locate
from broker_network.activemq.releases import Release
from broker_network.collect import Reading
from broker_network.config_file import NO_CONFIG, Config
from broker_network.guide import rule_page
from broker_network.rules import Case, Finding, Severity, Silenced, examine
from broker_network.wording import counted, enumerated, listed

from .release_question import ReleaseQuestion, assumed, release_question
from .repeated import Repeated, repeated
from .terminal import BOLD, CYAN, DIM, RED, YELLOW, Terminal, plain
from .unchecked import Unchecked, unchecked

_COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}
_MOST_PLACES = 10
"""Places that are named of a finding that is told once."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found in what was read.

    `release` is the one that was named. `silenced` are findings that do not count. `config` says what was selected, and
    the address of the guide that findings link to. `hidden` is how many findings are below the level that was asked
    for. `unchecked` is what the files leave open.
    """

    findings: tuple[Finding, ...]
    reading: Reading
    release: Release | None = None
    silenced: tuple[Silenced, ...] = ()
    config: Config = NO_CONFIG
    hidden: int = 0
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def question(self) -> ReleaseQuestion:
        """What the release decides about these files, where none is named."""
        return release_question(self.reading, self.release)

    @property
    def judged(self) -> str | None:
        """The release that findings hold for, or all of them where a topology has brokers of several; else None."""
        if self.release is not None:
            return str(self.release)
        inventory = self.reading.inventory
        return inventory.release_words if inventory is not None and inventory.own_releases else None


def report_of(case: Case) -> CheckReport:
    """What the rules find in a case, as its config wants it shown."""
    found, silenced = examine(case)
    config = case.config
    shown = found
    if config.min_level is not None:
        shown = tuple(one for one in found if one.severity >= Severity[config.min_level.upper()])
    hidden = len(found) - len(shown)
    return CheckReport(shown, case.reading, case.release, silenced, config, hidden, unchecked(case))


def texts_of(reading: Reading) -> dict[str, bytes]:
    """The text of every file that was read, by the name that findings give."""
    found = {document.file: document.content for document in reading.documents}
    for member in reading.members:
        found.update((file, text.encode()) for file, text in member.texts.items())
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


def read(reading: Reading) -> str:
    """What was read, in a few words."""
    clients = sum(member.kind == "client" for member in reading.members)
    servers = len(reading.members) - clients
    parts = [
        counted(len(reading.network.brokers), "broker"),
        *([counted(clients, "client.cfg", "client.cfg")] if clients else ()),
        *([counted(servers, "server.cfg", "server.cfg")] if servers else ()),
    ]
    return f"{', '.join(parts)} in {counted(len(texts_of(reading)), 'file')}"


def summary(report: CheckReport, terminal: Terminal) -> Iterator[str]:
    """What was read, what does not count, and last the number of findings by severity."""
    yield terminal.fill(f"Read: {read(report.reading)}. {assumed(report.question, report.judged)}", "  ")
    if told := by_config(report.config):
        yield terminal.fill(plain(told), "  ")
    if report.silenced:
        by_file = dict.fromkeys(one.file for one in report.silenced)
        text = f"Silenced, with reasons: {counted(len(report.silenced), 'finding')}, in {enumerated(by_file, 5)}."
        yield terminal.fill(plain(text), "  ")
    if report.hidden:
        yield f"  Not shown, because below the level that you asked for: {counted(report.hidden, 'finding')}."
    yield terminal.paint(counts(report), BOLD)


def by_config(config: Config) -> str:
    """Which file says what to ask and to expect, and what is asked, as sentences; empty where nothing does."""
    parts = [f"Config: {config.file}."] if config.file else []
    if config.select:
        parts.append(f"Only these rules: {enumerated((rule for rule, _ in config.select), 10)}.")
    if config.expect:
        parts.append(f"{counted(len(config.expect), 'expectation')}.")
    return " ".join(parts)


def counts(report: CheckReport) -> str:
    """The number of findings by severity: `1 error, 2 notes`."""
    found = [one.severity for one in report.findings]
    by_severity = [counted(found.count(one), str(one)) for one in sorted(Severity, reverse=True) if one in found]
    return ", ".join(by_severity) or "nothing found"


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
