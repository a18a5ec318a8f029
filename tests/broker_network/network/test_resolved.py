"""Which texts of a file tell what holds."""

from __future__ import annotations

import pytest

from broker_network.network import resolved


@pytest.mark.parametrize(
    "text", ["XXXXXXX", "*****", "broker.xxxxx.example.net", "tcp://xxx.xxx.xxx.xxx:61616", "<REDACTED>", "xxx"]
)
def test_what_somebody_has_written_over_is_not_known(text: str) -> None:
    assert not resolved(text)


@pytest.mark.parametrize("text", ["**", "*.reply.>", "xx", "XXL", "exxxit", "noc-1", "r2d2xxx"])
def test_names_that_only_look_like_it_are_known(text: str) -> None:
    assert resolved(text)
