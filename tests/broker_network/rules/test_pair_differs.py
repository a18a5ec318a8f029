"""Near misses of the rule `pair-differs`."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_listener_may_be_the_hosts_own() -> None:
    files = after("pair-differs")
    listening = '<transportConnectors><transportConnector uri="tcp://one:61616"/></transportConnectors></broker>'
    files["one/activemq.xml"] = files["one/activemq.xml"].replace("</broker>", listening)
    assert not findings("pair-differs", files)


def test_brokers_that_nothing_shows_to_be_a_pair_are_no_pair() -> None:
    assert not findings("pair-differs", before("pair-differs", "masterslave", "static"))
