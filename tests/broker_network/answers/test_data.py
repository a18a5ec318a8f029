"""Answers as data for scripts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum

from broker_network.activemq.releases import Release
from broker_network.answers.check_report import CheckReport
from broker_network.answers.data import VERSION, checked, document, jsonable
from broker_network.collect import read_files
from broker_network.network import Source, Unknown, queue
from broker_network.rules import Case, Severity, check, examine

FILES = {
    "a/activemq.xml": b"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="n" uri="static:(tcp://b:1)" networkTTL="5" messageTTL="3"/>
  </networkConnectors>
</broker>
""",
    "b/activemq.xml": b'<broker brokerName="b"/>',
}


class Color(Enum):
    RED = 1


@dataclass(frozen=True)
class Answer:
    shown: int
    hidden: str = field(default="secret", repr=False)


def test_a_document_says_its_version_and_its_command() -> None:
    assert document("check", Answer(1)) == {"version": VERSION, "command": "check", "answer": {"shown": 1}}


def test_what_is_not_shown_of_an_answer_is_not_written() -> None:
    assert "secret" not in json.dumps(jsonable(Answer(1)))


def test_words_of_the_model_are_written_as_a_script_can_read_them() -> None:
    assert jsonable(Source("a.xml", 3, 7)) == "a.xml:3"
    assert jsonable(queue("c.nodes")) == "queue c.nodes"
    assert jsonable(Unknown("${ttl}")) == {"unknown": "${ttl}"}
    assert jsonable(Color.RED) == "red"
    assert jsonable({1: (True, None, 2.5)}) == {"1": [True, None, 2.5]}


def test_a_finding_names_file_line_and_column_of_its_attribute() -> None:
    reading = read_files(FILES)
    answer = checked(CheckReport(check(Case(reading)), reading, Release(6, 2, 6)))
    (found,) = (one for one in answer.findings if one.rule == "ttl-both-kinds")
    assert (found.broker, found.file, found.line) == ("a", "a/activemq.xml", 3)
    text = FILES["a/activemq.xml"].decode().splitlines()[2]
    assert found.column is not None
    assert found.attribute is not None
    assert text[found.column - 1 :].startswith(found.attribute)
    assert found.page.endswith("reference/rules/#ttl-both-kinds")


def test_what_a_comment_silences_is_told_apart_with_its_reason() -> None:
    text = FILES["a/activemq.xml"].replace(
        b"  <networkConn", b"  <!-- check: ignore[ttl-both-kinds] ours -->\n  <networkConn", 1
    )
    reading = read_files(FILES | {"a/activemq.xml": text})
    found, silenced = examine(Case(reading))
    answer = checked(CheckReport(found, reading, silenced=silenced))
    assert "ttl-both-kinds" not in [one.rule for one in answer.findings]
    assert [(one.finding.rule, one.reason, one.by) for one in answer.silenced] == [
        ("ttl-both-kinds", "ours", "a/activemq.xml")
    ]


def test_counts_are_of_all_severities_also_of_those_that_were_not_found() -> None:
    reading = read_files({"a/activemq.xml": b'<broker brokerName="a"/>'})
    answer = checked(CheckReport((), reading))
    assert answer.counts == {str(severity): 0 for severity in Severity}
    assert (answer.activemq, answer.brokers, answer.findings) == (None, ("a",), ())
