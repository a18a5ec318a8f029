"""What files leave open is known to be open, and a place is told as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.network import Source, Unknown, resolved


@given(st.text())
def test_what_is_not_known_is_neither_true_nor_false(text: str) -> None:
    with pytest.raises(TypeError, match="is not known"):
        bool(Unknown(text))


def test_a_place_is_told_by_file_and_line() -> None:
    assert str(Source("conf/activemq.xml", 12, 5)) == "conf/activemq.xml:12"


@pytest.mark.parametrize(
    "text", ["XXXXXXX", "*****", "broker.xxxxx.example.net", "tcp://xxx.xxx.xxx.xxx:61616", "<REDACTED>", "xxx"]
)
def test_what_somebody_has_written_over_is_not_known(text: str) -> None:
    assert not resolved(text)


@pytest.mark.parametrize("text", ["**", "*.reply.>", "xx", "XXL", "exxxit", "noc-1", "r2d2xxx"])
def test_names_that_only_look_like_it_are_known(text: str) -> None:
    assert resolved(text)


@pytest.mark.parametrize(
    "text",
    ["$HOSTNAME", "tcp://$PEER_HOST:61616", "__BROKER_NAME__", "amq-__ORDINAL__.amq", "#{environment.x}", "{{ host }}"],
)
def test_what_a_script_fills_in_is_not_known(text: str) -> None:
    assert not resolved(text)


@pytest.mark.parametrize("text", ["a$b", "pa$SWORDfish", "$A", "US$100", "__init__", "x__Y", "$$HOST$$"])
def test_dollars_and_underscores_alone_fill_nothing(text: str) -> None:
    assert resolved(text)
