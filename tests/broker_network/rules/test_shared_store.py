"""Near misses of the rule `shared-store`."""

from __future__ import annotations

from tests.support.rule_sets import broker, connector, findings


def test_equal_directories_on_different_hosts_are_different() -> None:
    store = '<persistenceAdapter><kahaDB directory="/var/lib/activemq/kahadb"/></persistenceAdapter>'
    files = {
        "a.xml": broker("a", connector("a-b", "static:(tcp://b:61616)"), inside=store),
        "b.xml": broker("b", connector("b-a", "static:(tcp://a:61616)"), inside=store),
    }
    assert not findings("shared-store", files)
