"""Behaviour of the model's smallest parts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from broker_network.network import Broker, Network, Source, TransportConnector, queue, topic


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


def test_where_an_element_was_read_takes_no_part_in_comparison() -> None:
    here = TransportConnector("stomp", "stomp://h:1", source=Source("a.xml", 3))
    assert here == TransportConnector("stomp", "stomp://h:1")


def test_a_broker_is_found_by_name() -> None:
    network = Network((Broker("a"), Broker("b")))
    assert network.broker("b").name == "b"
    with pytest.raises(KeyError):
        network.broker("c")


def test_the_model_needs_nothing_but_the_standard_library() -> None:
    for module in Path(sys.modules["broker_network.network"].__path__[0]).glob("*.py"):
        for line in module.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "from ")) and not line.startswith("from ."):
                assert line.split()[1].split(".")[0] in sys.stdlib_module_names
