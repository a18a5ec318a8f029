"""Near misses of the rule `hostname-verification`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import findings, linked


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


def _dialing(host: str, ssl: str = "1") -> dict[str, str]:
    lines = ("connector = activemq", "plugin.activemq.pool.size = 1", f"plugin.activemq.pool.1.host = {host}")
    return {"server.cfg": "\n".join((*lines, f"plugin.activemq.pool.1.ssl = {ssl}\n"))}


def test_a_pool_with_an_address_is_told_and_one_with_a_name_or_without_tls_is_not() -> None:
    (found,) = findings("hostname-verification", _dialing("10.1.0.11"))
    assert found.source is not None and found.source.line == 3
    assert not findings("hostname-verification", _dialing("hub.example.net"))
    assert not findings("hostname-verification", _dialing("10.1.0.11", ssl="0"))


def test_a_pool_that_falls_back_to_no_verification_compares_no_name() -> None:
    fallback = "plugin.activemq.pool.1.ssl.fallback = 1\n"
    files = "".join(f"plugin.activemq.pool.1.ssl.{part} = /etc/{part}.pem\n" for part in ("ca", "cert", "key"))
    (text,) = _dialing("10.1.0.11").values()
    assert not findings("hostname-verification", {"server.cfg": text + fallback})
    assert findings("hostname-verification", {"server.cfg": text + fallback + files})
