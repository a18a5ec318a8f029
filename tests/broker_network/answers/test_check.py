"""What people read in a terminal."""

from __future__ import annotations

from broker_network.activemq.releases import Release
from broker_network.answers.check import CheckReport, as_text, report_of
from broker_network.answers.terminal import Terminal
from broker_network.answers.unchecked import Unchecked
from broker_network.collect import Reading, read_files
from broker_network.config_file import Config
from broker_network.network import Source
from broker_network.rules import Case, Finding, Severity, Silenced, check

FILES = {
    "a/activemq.xml": b"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="n" uri="static:(tcp://b:1)" networkTTL="5" messageTTL="3"/>
  </networkConnectors>
</broker>
""",
    "b/activemq.xml": b'<broker brokerName="b"/>',
}


def reading() -> Reading:
    return read_files(FILES)


def finding(**changes: object) -> Finding:
    (connector,) = reading().network.broker("a").network_connectors
    values: dict[str, object] = {
        "rule": "ttl-both-kinds",
        "severity": Severity.ERROR,
        "broker": "a",
        "source": connector.source,
        "message": "networkTTL overrides messageTTL.",
        "fix": "Remove networkTTL.",
        "attribute": "networkTTL",
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


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


def test_the_last_lines_sum_up_what_was_read_and_found() -> None:
    *_, read, counts = lines(finding(), finding(severity=Severity.NOTE))
    assert counts == "1 error, 1 note"
    assert read.strip().startswith("Read: 2 brokers in 2 files. No release is named")
    assert lines()[-1] == "nothing found"


def test_members_and_the_release_that_was_named_are_part_of_the_summary() -> None:
    files = FILES | {"a/client.cfg": b"collectives = c\n", "b/server.cfg": b"collectives = c\n"}
    text = " ".join("\n".join(as_text(CheckReport((), read_files(files), Release(6, 2, 6)), Terminal())).split())
    assert "Read: 2 brokers, 1 client.cfg, 1 server.cfg in 4 files. They are judged as run by ActiveMQ 6.2.6." in text


def test_silenced_findings_are_counted_with_the_file_that_gives_the_reason() -> None:
    silenced = Silenced(finding(), "IPsec", "a/activemq.xml", in_source=True)
    text = "\n".join(as_text(CheckReport((), reading(), silenced=(silenced,)), Terminal()))
    assert "Silenced, with reasons: 1 finding, in a/activemq.xml." in text
    assert text.endswith("nothing found")


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


def test_a_report_shows_what_its_config_asks_for() -> None:
    case = Case(reading(), config=Config(min_level="error"))
    report = report_of(case)
    assert {one.severity for one in report.findings} <= {Severity.ERROR}
    assert report.hidden == len(check(case)) - len(report.findings) > 0
    assert report.unchecked == ()
