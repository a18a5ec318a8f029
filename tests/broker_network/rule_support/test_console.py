"""Behavior of the search for what starts a web console."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.network import Source
from broker_network.rule_support.console import console_source
from tests.support.rule_sets import broker


def test_the_import_that_starts_the_console_is_shown_and_nothing_where_there_is_none() -> None:
    text = f'<beans>\n<import resource="jetty.xml"/>\n{broker("a")}</beans>'
    reading = read_files({"a.xml": text.encode()})
    assert console_source(reading.network.brokers[0], reading.documents[0]) == Source("a.xml", 2, 1)
    bare = read_files({"a.xml": broker("a").encode()})
    assert console_source(bare.network.brokers[0], bare.documents[0]) is None
