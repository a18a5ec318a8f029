"""Behavior of what listens at a broker and at a dialed port."""

from __future__ import annotations

import pytest

from broker_network.collect import read_files
from broker_network.rule_support import Case
from broker_network.rule_support.listeners import at_port, listeners_of
from tests.support.rule_sets import linked, listener


def case(listeners: str, attributes: str = "") -> Case:
    """A broker `b` with listeners, dialed at port 61616 by `a`."""
    files = linked("tcp://b:61616", listeners)
    files["b.xml"] = files["b.xml"].replace('brokerName="b"', f'brokerName="b" {attributes}')
    return Case(read_files({name: text.encode() for name, text in files.items()}))


def test_listeners_at_the_dialed_port_are_found() -> None:
    one = case(listener("nio://0.0.0.0:61616") + listener("stomp://0.0.0.0:61613"))
    (dial,) = one.links.dials
    assert [uri.scheme for _, uri in at_port(one, dial) or ()] == ["nio"]


def test_a_broker_without_listeners_has_none_and_that_is_known() -> None:
    assert listeners_of(case("").brokers["b"]) == []


@pytest.mark.parametrize("uri", ["tcp://0.0.0.0:${port}", "tcp://${host}:61616", "tcp://0.0.0.0:0", "no URI"])
def test_a_port_or_host_that_is_not_known_may_be_the_dialed_one(uri: str) -> None:
    one = case(listener(uri) + listener("stomp://0.0.0.0:61613"))
    (dial,) = one.links.dials
    assert at_port(one, dial) is None


def test_listeners_in_an_attribute_are_listeners_too() -> None:
    one = case(listener("tcp://0.0.0.0:1"), 'transportConnectorURIs="tcp://x:2"')
    assert [uri.port for _, uri in listeners_of(one.brokers["b"]) or ()] == [1, 2]
