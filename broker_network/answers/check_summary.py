"""The last lines of what `check` says: what was read and asked, what does not count, and how much was found."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.collect import Reading
from broker_network.rules import Severity
from broker_network.wording import counted, enumerated

from .check_report import CheckReport, texts_of
from .release_question import assumed
from .terminal import BOLD, Terminal, plain


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
    if told := by_config(report):
        yield terminal.fill(plain(told), "  ")
    if report.silenced:
        by_file = dict.fromkeys(one.file for one in report.silenced)
        text = f"Silenced, with reasons: {counted(len(report.silenced), 'finding')}, in {enumerated(by_file, 5)}."
        yield terminal.fill(plain(text), "  ")
    if sure := sum(one.change.sure for one in report.findings):
        fixes = f"Sure to fix: {counted(sure, 'finding')}."
        yield terminal.fill(f"{fixes} --diff shows the changes, --fix makes those that a new check proves.", "  ")
    if report.hidden:
        yield f"  Not shown, because below the level that you asked for: {counted(report.hidden, 'finding')}."
    yield terminal.paint(counts(report), BOLD)


def by_config(report: CheckReport) -> str:
    """Which file says what to ask and to expect, and what is asked, as sentences; empty where nothing does."""
    config = report.config
    parts = [f"Config: {config.file}."] if config.file else []
    if config.select:
        parts.append(f"Only these rules: {enumerated((rule for rule, _ in config.select), 10)}.")
    if config.expect:
        parts.append(f"{counted(len(config.expect), 'expectation')}.")
    if idle := report.idle_entries:
        lines = enumerated((str(one.line) for one in idle), 10)
        parts.append(
            f"{counted(len(idle), 'entry of [[ignore]] fits', 'entries of [[ignore]] fit')} no finding: {lines}."
        )
    return " ".join(parts)


def counts(report: CheckReport) -> str:
    """The number of findings by severity: `1 error, 2 notes`."""
    found = [one.severity for one in report.findings]
    by_severity = [counted(found.count(one), str(one)) for one in sorted(Severity, reverse=True) if one in found]
    return ", ".join(by_severity) or "nothing found"
