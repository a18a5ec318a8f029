"""Behaviour of the model's smallest parts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from macros.network import Broker, Network, Source, TransportConnector, dialed, parse, queue, topic


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.c", False),
        ("a.*", "a.b", True),
        ("a.*", "a.b.c", False),
        ("a.*.agent", "a.rpcutil.agent", True),
        ("a.>", "a.b.c", True),
        ("a.>", "a", True),
        (">", "anything.at.all", True),
        ("*.reply.>", "a.reply.alice.noc_1.1", True),
        ("a.b.c", "a.b", False),
    ],
)
def test_patterns_select_as_activemq_does(pattern: str, name: str, expected: bool) -> None:
    assert queue(pattern).matches(queue(name)) is expected
    assert not queue(pattern).matches(topic(name))


def test_a_transport_uri_survives_being_read_and_written() -> None:
    text = "stomp+nio+ssl://0.0.0.0:61614?needClientAuth=true&transport.enabledProtocols=TLSv1.2,TLSv1.3"
    uri = parse(text)
    assert str(uri) == text
    assert (uri.scheme, uri.port, uri.encrypted, uri.wire_format) == ("stomp+nio+ssl", 61614, True, "stomp")


def test_plain_openwire_is_known_as_such() -> None:
    uri = parse("tcp://host:61616")
    assert (uri.encrypted, uri.wire_format) == (False, "openwire")


@pytest.mark.parametrize("text", ["", "host:1", "ssl://host", "ssl://host:port"])
def test_what_names_no_host_and_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_a_network_connector_dials_all_addresses_it_lists() -> None:
    assert [uri.host for uri in dialed("static:(ssl://a:1,ssl://b:2)?maxReconnectDelay=5000")] == ["a", "b"]
    with pytest.raises(ValueError):
        dialed("multicast://default")


def test_where_an_element_was_read_takes_no_part_in_comparison() -> None:
    here = TransportConnector("stomp", "stomp://h:1", source=Source("a.xml", 3))
    assert here == TransportConnector("stomp", "stomp://h:1")


def test_a_broker_is_found_by_name() -> None:
    network = Network((Broker("a"), Broker("b")))
    assert network.broker("b").name == "b"
    with pytest.raises(KeyError):
        network.broker("c")


def test_the_model_needs_nothing_but_the_standard_library() -> None:
    for module in Path(sys.modules["macros.network"].__path__[0]).glob("*.py"):
        for line in module.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "from ")) and not line.startswith("from ."):
                assert line.split()[1].split(".")[0] in sys.stdlib_module_names
