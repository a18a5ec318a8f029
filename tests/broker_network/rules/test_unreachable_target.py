"""Near misses of the rule `unreachable-target`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import findings, linked, listener


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
