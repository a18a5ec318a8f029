"""What listens at a broker, and at the port that a connector dials."""

from __future__ import annotations

from broker_network.network import Broker, TransportConnector, TransportUri, parse, resolved

from .case import Case
from .links import Dial

Listener = tuple[TransportConnector, TransportUri]
"""A listener and its URI."""


def listeners_of(broker: Broker) -> list[Listener] | None:
    """The listeners of a broker; None where the files do not tell all their ports."""
    found = []
    for listener in broker.transport_connectors:
        if listener.uri.startswith("vm:"):
            continue
        try:
            uri = parse(listener.uri)
        except ValueError:
            return None
        if not uri.port or not resolved(uri.host):
            return None
        found.append((listener, uri))
    return found


def at_port(case: Case, dial: Dial) -> list[Listener] | None:
    """What listens at the port that is dialed; None where that is not known."""
    if dial.uri is None or dial.target is None or dial.target.name in case.links.shared:
        return None
    found = listeners_of(dial.target)
    return None if found is None else [one for one in found if one[1].port == dial.uri.port]
