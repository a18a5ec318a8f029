"""Near misses of the rules about what is dialed and what listens there."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import STOMP, broker, connector, findings


def linked(uri: str, listeners: str, a: str = "") -> dict[str, str]:
    """Two brokers; `a` dials a URI and `b` has listeners."""
    return {
        "a.xml": broker("a", connector("a-b", f"static:({uri})"), listeners="", inside=a),
        "b.xml": broker("b", listeners=listeners),
    }


def listener(uri: str) -> str:
    """A listener."""
    return f'<transportConnector name="x" uri="{uri}"/>'


@pytest.mark.parametrize(
    ("uri", "listening"),
    [
        ("tcp://b:61616", "nio://0.0.0.0:61616"),
        ("nio://b:61616", "tcp://0.0.0.0:61616"),
        ("tcp://b:61616", "auto://0.0.0.0:61616"),
        ("ssl://b:61617", "nio+ssl://0.0.0.0:61617"),
        ("ssl://b:61617", "auto+nio+ssl://0.0.0.0:61617"),
        ("http://b:8080", "http://0.0.0.0:8080"),
        ("tcp://b:61616", "tcp://${host}:61616"),
        ("tcp://b:61616", "tcp://0.0.0.0:${port}"),
        ("tcp://b:61616", "tcp://0.0.0.0:0"),
        ("tcp://c:61616", "ssl://0.0.0.0:61617"),
    ],
)
def test_transports_that_fit_or_are_not_known_are_fine(uri: str, listening: str) -> None:
    files = linked(uri, listener(listening))
    assert not findings("unreachable-target", files)
    assert not findings("transport-mismatch", files)


def test_a_listener_for_its_own_host_is_reached_from_there_only() -> None:
    local = listener("tcp://localhost:61616")
    assert len(findings("unreachable-target", linked("tcp://b:61616", local))) == 1
    assert not findings("unreachable-target", linked("tcp://localhost:61616", local))


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


@pytest.mark.parametrize(
    "uri",
    [
        "tcp://10.1.0.1:61616",
        "ssl://b.example.net:61617",
        "ssl://10.1.0.1:61617?verifyHostName=false",
        "ssl://10.1.0.1:61617?socket.verifyHostName=false",
        "ssl://${address}:61617",
    ],
)
def test_names_and_addresses_that_need_not_be_verified_are_fine(uri: str) -> None:
    assert not findings("hostname-verification", linked(uri, ""))


def test_addresses_are_verified_since_a_release() -> None:
    for release, expected in (("5.15.5", 0), ("5.15.6", 1), ("6.2.6", 1)):
        assert len(findings("hostname-verification", linked("ssl://[2001:db8::1]:61617", ""), release)) == expected
