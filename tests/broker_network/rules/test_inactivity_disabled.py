"""Near misses of the rule `inactivity-disabled`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, dialing, findings, listening


def test_a_long_inactivity_is_still_noticed() -> None:
    assert not findings("inactivity-disabled", dialing("static:(tcp://b:1?wireFormat.maxInactivityDuration=90000)"))


def test_the_listener_of_a_link_counts_and_one_that_no_broker_dials_does_not() -> None:
    files = listening("tcp://0.0.0.0:61616?wireFormat.maxInactivityDuration=0")
    assert not findings("inactivity-disabled", files)
    files["b.xml"] = broker("b", connector("b-a", "static:(tcp://a:61616)"))
    assert len(findings("inactivity-disabled", files)) == 1
