"""Near misses of the rule `self-bridge`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings, to


def test_a_list_of_all_brokers_may_hold_the_broker_itself() -> None:
    uri = "static:(tcp://a:61616,tcp://b:61616)"
    files = {f"{name}.xml": broker(name, connector(f"from-{name}", uri)) for name in "ab"}
    assert not findings("self-bridge", files)


def test_localhost_is_the_broker_itself_only_at_its_own_port() -> None:
    assert findings("self-bridge", {"a.xml": broker("a", connector("x", to("localhost")))})
    assert not findings("self-bridge", {"a.xml": broker("a", connector("x", "static:(tcp://localhost:61700)"))})
