"""Near misses of the rule `advisory-disabled`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_a_broker_that_only_sends_need_not_tell_of_its_subscriptions() -> None:
    silent = 'advisorySupport="false"'
    files = {"a.xml": broker("a", connector("a-b", to("b")), attributes=silent), "b.xml": broker("b")}
    assert not findings("advisory-disabled", files)
    assert not findings("advisory-disabled", {"a.xml": broker("a", attributes=silent)})
    files["a.xml"] = broker("a", connector("a-b", to("b"), 'duplex="true"'), attributes=silent)
    assert [one.broker for one in findings("advisory-disabled", files)] == ["a"]


def test_static_bridges_need_no_advisories() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b"), 'staticBridge="true"')),
        "b.xml": broker("b", attributes='advisorySupport="false"'),
    }
    assert not findings("advisory-disabled", files)
