"""What `releases` prints for people."""

from __future__ import annotations

from broker_network.activemq.releases import Release
from broker_network.answers.releases import advised
from broker_network.answers.releases_text import as_text
from broker_network.answers.terminal import Terminal
from broker_network.collect import read_files
from broker_network.rule_support import Case
from tests.support.rule_sets import broker, connector, to

FILES = {"a.xml": broker("a", connector("n", to("b"), 'duplex="true"')).encode()}


def lines(release: str | None = None, width: int = 100) -> list[str]:
    case = Case(read_files(FILES), Release.parse(release) if release else None)
    return list(as_text(advised(case), Terminal(width, False)))


def test_the_best_stands_first_and_a_point_is_explained_once() -> None:
    said = "\n".join(lines("6.2.6"))
    assert said.index("You named ActiveMQ 6.2.6") < said.index("1. ActiveMQ 6.3.3") < said.index("2. ActiveMQ 5.19.12")
    assert said.count("bridge-handshake: a bridge") == 1
    assert "Nothing that is known is open in these files." in said


def test_the_last_line_is_the_day_of_the_data() -> None:
    assert lines()[-1] == "Release data was checked on December 1, 2026."


def test_a_release_that_is_not_known_is_told_as_such() -> None:
    said = "\n".join(lines("4.1.2"))
    assert "It is older than 5.17" in said
    assert "Nothing that is known is open" not in said.partition("1. ActiveMQ")[0]


def test_no_line_is_wider_than_the_terminal_but_commands_and_the_heads_of_releases() -> None:
    printed = "\n".join(lines("5.17.2", 72)).splitlines()
    assert max(len(line) for line in printed if "ACTIVEMQ_HOME" not in line and "Java" not in line) <= 72
