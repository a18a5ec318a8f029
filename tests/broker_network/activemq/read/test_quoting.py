"""What is quoted of a file keeps its lines and columns, and holds no secret."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read.quoting import quotable_settings, quotable_xml


def test_only_what_may_be_a_secret_is_masked() -> None:
    text = (
        '<!-- was hunter1 --><!-- check: ignore[schema] why --><networkConnector uri="static:(tcp://u:hunter2@b:1)"\n'
        "  password='hunter3 > x' odd=\"hunter4\" duplex=\"maybe\"/>hunter5<property name='pw' value='hunter6'/>"
    )
    assert quotable_xml(text) == (
        '<!-- *** ******* --><!-- check: ignore[schema] why --><networkConnector uri="static:(tcp://u:*******@b:1)"\n'
        "  password='***********' odd=\"*******\" duplex=\"maybe\"/>*******<property name='pw' value='*******'/>"
    )


def test_settings_that_are_known_are_shown() -> None:
    text = "# hunter1\nconnector = activemq\nplugin.psk = hunter2\nodd = hunter3\nlibdir = /x # hunter4\nhunter5"
    assert quotable_settings(text) == (
        "* *******\nconnector = activemq\nplugin.psk = *******\nodd = *******\nlibdir = /x * *******\n*******"
    )


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    for quotable in (quotable_xml, quotable_settings):
        shown = quotable(text)
        assert len(shown) == len(text)
        assert [at for at, one in enumerate(shown) if one == "\n"] == [at for at, one in enumerate(text) if one == "\n"]
