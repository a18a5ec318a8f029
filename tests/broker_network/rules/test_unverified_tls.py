"""TLS without verification."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_without_tls_there_is_nothing_to_fall_back_from() -> None:
    assert not findings("unverified-tls", before("unverified-tls", "pool.1.ssl = 1", "pool.1.ssl = 0"))


def test_the_default_does_not_fall_back() -> None:
    assert not findings("unverified-tls", before("unverified-tls", "plugin.activemq.pool.1.ssl.fallback = 1\n", ""))
