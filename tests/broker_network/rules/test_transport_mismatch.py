"""Near misses of the rule `transport-mismatch`."""

from __future__ import annotations

from tests.support.rule_sets import STOMP, findings, linked, listener


def test_a_bridge_over_stomp_is_none() -> None:
    assert len(findings("transport-mismatch", linked("stomp://b:61613", STOMP))) == 1


def test_a_certificate_that_is_asked_for_may_come_from_a_key_store_or_from_java() -> None:
    asking = listener("ssl://0.0.0.0:61617?needClientAuth=true")

    def context(attributes: str) -> str:
        return f"<sslContext><sslContext {attributes}/></sslContext>"

    assert not findings("transport-mismatch", linked("ssl://b:61617", asking))
    assert not findings("transport-mismatch", linked("ssl://b:61617", asking, context('keyStore="a.ks"')))
    assert len(findings("transport-mismatch", linked("ssl://b:61617", asking, context('trustStore="t.ks"')))) == 1


def test_a_listener_without_tls_asks_nobody_for_a_certificate() -> None:
    assert (
        len(findings("transport-mismatch", linked("tcp://c:1", listener("tcp://0.0.0.0:1?needClientAuth=true")))) == 1
    )
