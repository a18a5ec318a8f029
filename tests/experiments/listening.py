"""A planned network with another listener for servers than the generator would choose."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from broker_network.design.planning import Plan
from broker_network.network import Network, TransportConnector, TransportUri, parse


def listening(planned: Plan, broker: str, scheme: str, options: Mapping[str, str] | None = None) -> Plan:
    """The plan, but for the transport of one broker's STOMP listener, and `options` that it has with other values."""

    def changed(listener: TransportConnector) -> TransportConnector:
        uri = parse(listener.uri)
        kept = tuple((key, (options or {}).get(key, value)) for key, value in uri.options)
        return dataclasses.replace(listener, uri=str(TransportUri(scheme, uri.host, uri.port, kept)))

    brokers = tuple(
        dataclasses.replace(
            one,
            transport_connectors=tuple(
                changed(listener) if one.name == broker and listener.name == "stomp" else listener
                for listener in one.transport_connectors
            ),
        )
        for one in planned.network.brokers
    )
    return planned._replace(network=Network(brokers))
