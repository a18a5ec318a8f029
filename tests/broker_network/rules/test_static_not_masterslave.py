"""Near misses of the rule `static-not-masterslave`."""

from __future__ import annotations

from tests.support.rule_sets import broker, dialing, findings


def test_two_brokers_may_be_dialed_by_one_connector() -> None:
    files = dialing("static:(tcp://b:61616,tcp://c:61616)") | {"b.xml": broker("b"), "c.xml": broker("c")}
    assert not findings("static-not-masterslave", files)
