"""The last lines of what `check` says."""

from __future__ import annotations

import re

from broker_network.activemq.releases import Release
from broker_network.answers.check import as_text
from broker_network.answers.check_report import CheckReport, report_of
from broker_network.answers.terminal import Terminal
from broker_network.collect import read_files
from broker_network.config_file import Config, IgnoreEntry
from broker_network.network import Source
from broker_network.rules import Case, Finding, Severity, Silenced, check
from tests.support.findings import FILES, finding, reading
from tests.support.paths import FAULTY

FAULTY_FILES = {str(path): path.read_bytes() for path in sorted(FAULTY.rglob("*.xml"))}


def lines(*findings: Finding, width: int = 120, color: bool = False) -> list[str]:
    return list(as_text(CheckReport(findings, reading()), Terminal(width, color)))


def test_the_last_lines_sum_up_what_was_read_and_found() -> None:
    *_, read, counts = lines(finding(), finding(severity=Severity.NOTE))
    assert counts == "1 error, 1 note"
    assert read.strip().startswith("Read: 2 brokers in 2 files. You named no release")
    assert lines()[-1] == "nothing found"


def test_members_and_the_release_that_was_named_are_part_of_the_summary() -> None:
    files = FILES | {"a/client.cfg": b"collectives = c\n", "b/server.cfg": b"collectives = c\n"}
    text = " ".join("\n".join(as_text(CheckReport((), read_files(files), Release(6, 2, 6)), Terminal())).split())
    assert (
        "Read: 2 brokers, 1 client.cfg, 1 server.cfg in 4 files. The files are judged as run by ActiveMQ 6.2.6." in text
    )


def test_silenced_findings_are_counted_with_the_file_that_gives_the_reason() -> None:
    silenced = Silenced(finding(), "IPsec", "a/activemq.xml", in_source=True)
    text = "\n".join(as_text(CheckReport((), reading(), silenced=(silenced,)), Terminal()))
    assert "Silenced, with reasons: 1 finding, in a/activemq.xml." in text
    assert text.endswith("nothing found")


def test_entries_that_ignore_what_is_not_found_are_told_with_their_lines() -> None:
    entries = tuple(
        IgnoreEntry(rule, "so", Source("broker-network.toml", line))
        for line, rule in enumerate(("ttl-*", "uri-syntax"), start=3)
    )
    silenced = (Silenced(finding(), "so", "broker-network.toml", in_source=False),)
    report = CheckReport((), reading(), silenced=silenced, config=Config(file="broker-network.toml", ignore=entries))
    text = " ".join("\n".join(as_text(report, Terminal())).split())
    assert "Config: broker-network.toml. 1 entry of [[ignore]] fits no finding: 4." in text


def test_findings_with_a_sure_fix_are_counted() -> None:
    case = Case(read_files(FAULTY_FILES))
    assert any(one.change.sure for one in check(case))
    text = " ".join("\n".join(as_text(report_of(case), Terminal())).split())
    assert re.search(r"Sure to fix: \d+ findings?\. --diff shows the changes", text)
