"""Behavior of addresses."""

from __future__ import annotations

import pytest

from broker_network.rule_support.addresses import parsed_uri, resolved_uri


@pytest.mark.parametrize("text", ["tcp://b", "no URI", ""])
def test_what_is_no_uri_is_none(text: str) -> None:
    assert parsed_uri(text) is None
    assert resolved_uri(text) is None


def test_an_address_with_a_placeholder_is_a_uri_of_which_not_all_is_known() -> None:
    assert parsed_uri("tcp://${host}:61616") is not None
    assert resolved_uri("tcp://${host}:61616") is None
