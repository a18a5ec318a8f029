"""Files of brokers for tests, and where each element that the schema knows may stand in one."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.schema import schema

_NAMESPACE = "http://activemq.apache.org/schema/core"

LISTENERS = (
    '<transportConnectors><transportConnector name="o" uri="tcp://a.example.net:61616"/>'
    '<transportConnector name="s" uri="stomp://a.example.net:61613"/></transportConnectors>'
)
"""Listeners for brokers, and for clients and servers."""


def broker(inside: str, name: str = "a", attributes: str = "") -> str:
    """The file of a broker around some elements."""
    return f'<beans><broker xmlns="{_NAMESPACE}" brokerName="{name}" {attributes}>\n{inside}\n</broker></beans>\n'


def paths() -> Iterator[tuple[str, ...]]:
    """A path from the broker to every element that may stand below it: parents, holders and the element."""
    known = schema().elements
    seen = {"broker"}
    waiting: list[tuple[str, ...]] = [("broker",)]
    while waiting:
        path = waiting.pop(0)
        for holder, place in known[path[-1]].children.items():
            for name in sorted(place.holds if place.holds is not None else ()):
                if name in known and name not in seen:
                    seen.add(name)
                    waiting.append((*path, holder, name))
                    yield waiting[-1]
