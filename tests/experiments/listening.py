"""A planned network with another listener for servers than the generator would choose."""

from __future__ import annotations

import dataclasses

from macros.network import Network
from macros.plan import Plan


def listening(planned: Plan, broker: str, scheme: str) -> Plan:
    """The plan, but for the transport of one broker's STOMP listener."""
    brokers = tuple(
        dataclasses.replace(
            one,
            transport_connectors=tuple(
                dataclasses.replace(listener, uri=scheme + listener.uri[listener.uri.index("://") :])
                if one.name == broker and listener.name == "stomp"
                else listener
                for listener in one.transport_connectors
            ),
        )
        for one in planned.network.brokers
    )
    return planned._replace(network=Network(brokers))
