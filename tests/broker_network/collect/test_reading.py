"""What comes of reading files."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.network import Source

TEXT = b"""<broker brokerName="a">
  <!-- check: ignore[one, two] we know -->
  <networkConnectors>
    <networkConnector name="n" uri="static:(tcp://b:1)"/>
  </networkConnectors>
  <persistenceAdapter/>
</broker>
"""
READING = read_files({"a.xml": TEXT})


def test_a_comment_silences_its_rules_for_the_element_below_and_all_inside() -> None:
    for rule in ("one", "two"):
        assert READING.silencing(rule, Source("a.xml", 3))
        assert READING.silencing(rule, Source("a.xml", 4))
        assert READING.silencing(rule, Source("a.xml", 5))


def test_it_silences_nothing_else() -> None:
    assert not READING.silencing("one", Source("a.xml", 6))
    assert not READING.silencing("one", Source("b.xml", 4))
    assert not READING.silencing("three", Source("a.xml", 4))
    assert not READING.silencing("one", None)


def test_the_reason_is_kept() -> None:
    assert {(one.rule, one.reason) for one in READING.ignored} == {("one", "we know"), ("two", "we know")}
