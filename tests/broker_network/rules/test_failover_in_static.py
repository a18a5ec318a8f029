"""Near misses of the rule `failover-in-static`."""

from __future__ import annotations

from tests.support.rule_sets import dialing, findings


def test_failover_that_gives_up_at_once_may_stand_in_static() -> None:
    assert not findings("failover-in-static", dialing("static:(failover:(tcp://b:1,tcp://c:1)?maxReconnectAttempts=0)"))
