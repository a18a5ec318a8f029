"""What people read in a terminal."""

from __future__ import annotations

from broker_network.answers.check import as_text
from broker_network.answers.terminal import Terminal
from broker_network.collect import Reading, read_files
from broker_network.network import Source
from broker_network.rules import Finding, Severity

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
    return list(as_text(findings, reading(), Terminal(width, color)))


def test_a_finding_names_broker_file_line_reason_and_fix() -> None:
    text = "\n".join(lines(finding()))
    for part in ("broker a", "a/activemq.xml", ":3:57", "ttl-both-kinds", "error", "overrides", "fix: Remove"):
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
        assert max(map(len, found)) <= width
        quoted = next(number for number, line in enumerate(found) if 'networkTTL="5"' in line)
        assert found[quoted + 1].index("^") == found[quoted].index('networkTTL="5"')


def test_color_is_written_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in "\n".join(lines(finding()))
    assert "\x1b[" in "\n".join(lines(finding(), color=True))


def test_a_file_cannot_move_the_cursor() -> None:
    assert "\x1b" not in "\n".join(lines(finding(message="a\x1b[2Jb")))


def test_the_last_line_sums_up() -> None:
    assert lines(finding(), finding(severity=Severity.NOTE))[-1] == "1 error, 1 note (2 brokers, 2 files)"
    assert lines()[-1] == "nothing found (2 brokers, 2 files)"


def test_what_is_about_no_single_broker_says_so() -> None:
    assert "the whole network" in "\n".join(lines(finding(broker=None, source=None, attribute=None)))


def test_of_a_properties_file_the_line_is_named_and_not_shown() -> None:
    text = "\n".join(lines(finding(source=Source("a/users.properties", 7), attribute=None)))
    assert ":7:1" in text
    assert "|" not in text
