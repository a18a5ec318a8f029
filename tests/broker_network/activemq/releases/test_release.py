"""Behavior of single releases."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Release


def test_releases_are_ordered_by_their_numbers() -> None:
    assert Release.parse("5.18.3") < Release.parse("5.19.10") < Release.parse("6.2.6")


@pytest.mark.parametrize("text", ["6.2", "6.2.6-SNAPSHOT", "six", "6.2.6.1", ""])
def test_anything_but_three_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        Release.parse(text)
