"""The networks that experiments are made of: brokers that dial each other by name."""

from __future__ import annotations

import dataclasses
from typing import Any

from broker_network.network import Broker, Network, NetworkConnector, PolicyEntry, queue, topic

TOPICS = (topic(">"),)
QUEUES = (queue(">"),)
NO_FLOW_CONTROL = (PolicyEntry(topic(">"), producer_flow_control=False),)


def connector(name: str | None, *listening: str, **attributes: Any) -> NetworkConnector:
    """A connector to one broker, or to several."""
    addresses = ",".join(f"tcp://{broker}:61616" for broker in listening)
    return NetworkConnector(name, f"static:({addresses})", **attributes)


def pair(near: str, far: str, ttl: int = 1, **attributes: Any) -> tuple[NetworkConnector, NetworkConnector]:
    """The two connectors of a link: one for topics, one for queues."""
    common = {"duplex": True, "message_ttl": ttl, "consumer_ttl": ttl, **attributes}
    return (
        connector(f"{near}-{far}-topics", far, **{**common, "excluded_destinations": QUEUES}),
        connector(
            f"{near}-{far}-queues",
            far,
            **{**common, "conduit_subscriptions": False, "excluded_destinations": TOPICS},
        ),
    )


def network(connectors: dict[str, tuple[NetworkConnector, ...]], **attributes: Any) -> Network:
    """Brokers with the connectors that each declares."""
    settings = {"policy_entries": NO_FLOW_CONTROL, **attributes}
    return Network(tuple(Broker(name, network_connectors=own, **settings) for name, own in connectors.items()))


def linked(links: list[tuple[str, str]], ttl: int = 1, *, duplex: bool = True, **attributes: Any) -> Network:
    """Brokers joined by pairs of connectors; the first of a link dials the second, and where not `duplex` both do."""
    brokers = dict.fromkeys(end for link in links for end in link)
    dialing = links if duplex else [*links, *((far, near) for near, far in links)]
    return network(
        {
            broker: tuple(one for near, far in dialing if near == broker for one in pair(near, far, ttl, duplex=duplex))
            for broker in brokers
        },
        **attributes,
    )


def changed(of: Network, broker: str, **attributes: Any) -> Network:
    """The network with attributes of one broker replaced."""
    return Network(tuple(dataclasses.replace(one, **attributes) if one.name == broker else one for one in of.brokers))
