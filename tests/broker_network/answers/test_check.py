"""What people read in a terminal."""

from __future__ import annotations

from broker_network.answers.check import as_text
from broker_network.answers.check_report import CheckReport
from broker_network.answers.terminal import Terminal
from broker_network.answers.unchecked import Unchecked
from broker_network.collect import read_files
from broker_network.config_file import Config
from broker_network.network import Source
from broker_network.rules import Finding, Severity
from tests.support.findings import finding, reading


def lines(*findings: Finding, width: int = 120, color: bool = False) -> list[str]:
    return list(as_text(CheckReport(findings, reading()), Terminal(width, color)))


def test_a_finding_names_broker_file_line_reason_and_fix() -> None:
    text = "\n".join(lines(finding()))
    for part in ("broker a", "a/activemq.xml:3:57", "ttl-both-kinds", "error", "overrides", "fix: Remove"):
        assert part in text


def test_the_caret_stands_below_the_attribute() -> None:
    found = lines(finding())
    quoted = next(number for number, line in enumerate(found) if "networkTTL=" in line)
    start = found[quoted].index('networkTTL="5"')
    assert found[quoted + 1].index("^") == start
    assert found[quoted + 1].count("^") == len('networkTTL="5"')


def test_in_a_narrow_terminal_no_line_is_wider_and_the_attribute_is_still_shown() -> None:
    for width in (60, 72, 80):
        found = lines(finding(), width=width)
        assert max(map(len, "\n".join(found).splitlines())) <= width
        quoted = next(number for number, line in enumerate(found) if 'networkTTL="5"' in line)
        assert found[quoted + 1].index("^") == found[quoted].index('networkTTL="5"')


def test_color_is_written_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in "\n".join(lines(finding()))
    assert "\x1b[" in "\n".join(lines(finding(), color=True))


def test_a_file_cannot_move_the_cursor() -> None:
    assert "\x1b" not in "\n".join(lines(finding(message="a\x1b[2Jb")))


def test_errors_come_first() -> None:
    text = "\n".join(lines(finding(rule="a-note", severity=Severity.NOTE), finding()))
    assert text.index("error ttl-both-kinds") < text.index("note a-note")


def test_each_finding_names_its_page_in_the_guide_that_is_given() -> None:
    assert "see: reference/rules/#ttl-both-kinds" in "\n".join(lines(finding()))
    report = CheckReport((finding(),), reading(), config=Config(guide="https://guide.example.net/some/place"))
    shown = "\n".join(as_text(report, Terminal()))
    assert "see: https://guide.example.net/some/place/reference/rules/#ttl-both-kinds" in shown


def test_what_holds_of_many_brokers_is_told_once_and_its_places_are_bounded() -> None:
    many = [finding(broker=f"b{number}", source=Source(f"b{number}.xml", 3)) for number in range(1000)]
    found = lines(*many)
    text = " ".join("\n".join(found).split())
    assert text.count("networkTTL overrides messageTTL.") == 1
    assert "the same at b1.xml:3:1 (broker b1)" in text
    assert "and 989 more places" in text
    assert found[-1] == "1000 errors"


def test_a_long_name_is_cut_wherever_it_is_printed() -> None:
    name = "n" * 200_000
    files = {"a.xml": f'<broker brokerName="{name}"/>'.encode()}
    text = "\n".join(
        as_text(CheckReport((finding(broker=name, message=f"{name} is long."),), read_files(files)), Terminal())
    )
    assert len(text) < 2_000


def test_what_is_about_no_single_broker_says_so() -> None:
    assert "the whole network" in "\n".join(lines(finding(broker=None, source=None, attribute=None)))


def test_of_a_properties_file_the_line_is_named_and_not_shown() -> None:
    text = "\n".join(lines(finding(source=Source("a/users.properties", 7), attribute=None)))
    assert ":7:1" in text
    assert "|" not in text


def test_what_could_not_be_checked_is_told_before_the_summary_and_bounded() -> None:
    points = tuple(Unchecked(f"{number} is open.", "Give a file.", Source("a.xml", number)) for number in range(1, 31))
    text = "\n".join(as_text(CheckReport((), reading(), unchecked=points), Terminal()))
    assert text.index("not checked: 1 is open. Give a file. (a.xml:1)") < text.index("Read: ")
    assert "not checked: 20 more of this kind; --format json lists all" in text
