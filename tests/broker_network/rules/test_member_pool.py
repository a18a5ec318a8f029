"""Where clients and servers connect."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_tls_on_one_side_alone_is_found() -> None:
    assert findings("member-pool", after("member-pool", "ssl = 1", "ssl = 0"))
    assert findings("member-pool", after("member-pool", "stomp+ssl", "stomp"))


def test_a_listener_that_finds_out_by_itself_speaks_stomp() -> None:
    assert not findings("member-pool", before("member-pool", 'uri="ssl://', 'uri="auto+ssl://'))


def test_a_listener_that_is_a_placeholder_may_be_the_one() -> None:
    assert not findings("member-pool", before("member-pool", "0.0.0.0:61614", "${stomp}"))


def test_a_host_that_the_pool_lacks_is_found() -> None:
    assert findings("member-pool", after("member-pool", "pool.size = 1", "pool.size = 2"))


def test_another_connector_has_other_keys() -> None:
    assert not findings("member-pool", before("member-pool", "connector = activemq", "connector = rabbitmq"))
