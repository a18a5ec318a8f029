"""Which attributes are never shown."""

from __future__ import annotations

from broker_network.activemq.schema import schema
from broker_network.activemq.secrets import is_hidden


def test_an_attribute_is_hidden_by_its_name_or_where_no_release_knows_it() -> None:
    assert is_hidden("networkConnector", "password", "x")
    assert is_hidden("networkConnector", "paswrd", "x")
    assert is_hidden("networkConnector", "odd", "x")
    assert is_hidden("bean", "p:password", "x")
    assert is_hidden("nobodyKnows", "odd", "x")


def test_numbers_flags_and_what_releases_know_are_shown() -> None:
    assert not is_hidden("networkConnector", "odd", "true")
    assert not is_hidden("networkConnector", "odd", "61616")
    assert not is_hidden("networkConnectors", "duplex", "maybe")
    assert not is_hidden("beans", "xmlns:amq", "http://activemq.apache.org/schema/core")
    for name, element in schema().elements.items():
        hidden = [one for one in element.attributes if is_hidden(name, one, "x")]
        assert [one for one in hidden if "pass" not in one.lower() and "token" not in one.lower()] == []
