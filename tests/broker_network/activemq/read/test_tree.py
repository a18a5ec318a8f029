"""The tree of a file: where its elements are, and which comments silence what."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree

import pytest

from broker_network import examples
from broker_network.activemq.read.tree import tree
from broker_network.collect import read_files
from broker_network.network import Source


def test_elements_know_the_line_and_column_of_their_start_tag() -> None:
    read = tree(b"<broker>\n  <a\n     b='1'/>\n  <c/></broker>", "x.xml")
    assert [(one.name, one.line, one.column) for one in read.root.everything()] == [("a", 2, 3), ("c", 4, 3)]


def test_elements_of_other_namespaces_are_told_from_activemqs() -> None:
    read = tree(
        b'<beans xmlns="http://www.springframework.org/schema/beans" xmlns:x="urn:x">'
        b'<broker xmlns="http://activemq.apache.org/schema/core" x:a="1" b="2"><plugins><x:mine/></plugins></broker>'
        b"</beans>",
        "x.xml",
    )
    assert [(one.name, one.foreign) for one in read.root.everything()] == [
        ("broker", False),
        ("plugins", False),
        ("mine", True),
    ]
    assert read.root.foreign
    (broker,) = read_files({"x.xml": b'<broker xmlns:x="urn:x" x:a="1" b="2"/>'}).network.brokers
    assert broker.others == (("b", "2"),)


SILENCED = """<broker>
  <!-- check: ignore[ttl-too-low] only two sites -->
  <!-- check: ignore[one-way-link, broker-name]
       the other half
       is elsewhere -->
  <networkConnectors>
    <networkConnector name="n"/>
  </networkConnectors>
  <plugins/>
</broker>"""


def test_comments_silence_rules_for_the_element_that_follows_and_all_inside() -> None:
    reading = read_files({"a.xml": SILENCED.encode()})
    found = [(one.rule, one.reason, one.first, one.last) for one in reading.ignored]
    assert found == [
        ("ttl-too-low", "only two sites", 6, 8),
        ("one-way-link", "the other half is elsewhere", 6, 8),
        ("broker-name", "the other half is elsewhere", 6, 8),
    ]
    assert [bool(reading.silencing("one-way-link", Source("a.xml", line))) for line in (5, 6, 7, 9)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert reading.left_out == ()


def test_a_comment_before_the_root_silences_the_whole_file() -> None:
    reading = read_files({"a.xml": b"<!-- check: ignore[x] why -->\n<broker>\n<a/>\n</broker>"})
    assert reading.silencing("x", Source("a.xml", 2))
    assert reading.silencing("x", Source("a.xml", 3))


def test_a_comment_that_silences_nothing_is_told() -> None:
    text = b"""<broker>
<!-- check: ignore[x] --><a/>
<!-- check: ignore x because --><a/>
<!-- check: ignore[] why --><a/>
<!-- checked by me --><a/>
<b><!-- check: ignore[x] why --></b>
</broker>
<!-- check: ignore[x] why -->"""
    reading = read_files({"a.xml": text})
    assert reading.ignored == ()
    assert [said.partition(":")[2].partition(":")[0] for said in reading.left_out] == ["2", "3", "4", "6", "8"]
    assert "gives no reason" in reading.left_out[0]
    assert "cannot be understood" in reading.left_out[1]
    assert "stands before no element" in reading.left_out[3]


@pytest.mark.timed
def test_reading_takes_a_few_times_as_long_as_parsing_alone() -> None:
    """Without what it takes Python to look for garbage, which depends on all that is there."""
    found = [path.read_bytes() for path in sorted(examples.FOLDER.glob("*/brokers/*/conf/activemq.xml"))] * 12
    files = {
        f"b{number}/activemq.xml": content.replace(b'brokerName="', b'brokerName="b%d-' % number)
        for number, content in enumerate(found)
    }

    def parse() -> None:
        for content in files.values():
            ElementTree.fromstring(content)

    def seconds(run: object) -> float:
        best = 1e9
        for _ in range(5):
            start = time.process_time()
            assert callable(run)
            run()
            best = min(best, time.process_time() - start)
        return best

    assert seconds(lambda: read_files(files)) < 7 * seconds(parse)
