"""Listeners and bridges of one broker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from broker_network.design.topology import model
from broker_network.mcollective.destinations import replies
from broker_network.network import (
    Destination,
    Host,
    NetworkConnector,
    TransportConnector,
    TransportUri,
    queue,
    topic,
)
from broker_network.network.choices import Security, Transport
from broker_network.network.names import password

from .expansion import PlannedLink
from .link_traffic import LinkTraffic
from .rights import requests

MAX_FRAME_BYTES = 10 * 1024 * 1024
"""Largest OpenWire or STOMP frame accepted: that of the activemq.xml that newer releases ship, written out for all."""

RECONNECTING = 2
SPARE_CONNECTIONS = 20
"""A listener takes so many connections for each client and server, and some more: after a restart all come at once,
while their old connections are not yet gone."""

ENABLED_PROTOCOLS = ("transport.enabledProtocols", "TLSv1.2,TLSv1.3")


def openwire(
    name: str, broker: model.BrokerEntry, hosts: Sequence[Host], links: Iterable[PlannedLink]
) -> tuple[TransportConnector, ...]:
    """The listeners for other brokers: one per transport that somebody dials, and none where nobody does.

    A link holds two connections; twice that lets both reconnect at once. Behind IPsec the listener has the inner
    address; of a broker with a standby both hosts have the same file, so that it has all, and the firewall keeps others
    away.
    """
    inner = hosts[0].inner_address
    dialers: dict[Transport, int] = {}
    for link in links:
        if link.listening == name or not link.duplex:
            dialers[link.transport] = dialers.get(link.transport, 0) + 1
    return tuple(
        TransportConnector(
            "openwire" if transport == next(iter(dialers)) else f"openwire-{transport}",
            str(
                TransportUri(
                    "ssl" if transport == "mtls" else "tcp",
                    inner if inner and transport == "ipsec" and len(hosts) == 1 else "0.0.0.0",
                    broker.openwire_port_for(transport),
                    (
                        *((("needClientAuth", "true"), ENABLED_PROTOCOLS) if transport == "mtls" else ()),
                        ("maximumConnections", str(4 * count)),
                        ("wireFormat.maxFrameSize", str(MAX_FRAME_BYTES)),
                    ),
                )
            ),
        )
        for transport, count in dialers.items()
    )


def stomp(broker: model.BrokerEntry, transport: Security, connections: int) -> TransportConnector:
    """The listener for clients and servers: room for each of them to reconnect before the old connection is gone.

    A thread serves each connection, however many: over nio and TLS a broker that has just started takes some logins for
    two, and such a session may hear nothing (experiment `deaf-servers`).
    """
    scheme = "stomp+ssl" if transport == "mtls" else "stomp"
    options = (
        *((("needClientAuth", "true"), ENABLED_PROTOCOLS) if transport == "mtls" else ()),
        ("transport.hbGracePeriodMultiplier", "2.0"),
        ("maximumConnections", str(RECONNECTING * connections + SPARE_CONNECTIONS)),
        ("wireFormat.maxFrameSize", str(MAX_FRAME_BYTES)),
    )
    return TransportConnector("stomp", str(TransportUri(scheme, "0.0.0.0", broker.stomp_port_for(transport), options)))


def dialing_uri(target: model.BrokerEntry, hosts: Sequence[Host], transport: Transport) -> str:
    """What a network connector dials: the target's host, or primary and standby in that order.

    Through IPsec their inner addresses are dialed: a name could lead around the tunnel.
    """
    scheme = "ssl" if transport == "mtls" else "tcp"
    port = target.openwire_port_for(transport)
    names = [host.inner_address or host.name if transport == "ipsec" else host.name for host in hosts]
    uris = ",".join(str(TransportUri(scheme, name, port)) for name in names)
    return f"{'masterslave' if target.standby else 'static'}:({uris})"


def bridges(
    broker: str,
    links: Iterable[PlannedLink],
    targets: Mapping[str, model.BrokerEntry],
    hosts: Mapping[str, Sequence[Host]],
    traffic: Mapping[PlannedLink, LinkTraffic],
) -> tuple[NetworkConnector, ...]:
    """The pair of connectors that `broker` opens for each of its links.

    A topic subscription must cross once for all its subscribers (conduit), or each gets as many copies as
    there are subscribers; a queue subscription with a selector must cross by itself (not conduit), or the
    selector is lost and requests go to brokers that cannot deliver them. One connector cannot do both, so
    there are two, each kept from the other's destinations.
    (Source: ConduitBridge.createDemandSubscription clears the selector; MCollective, activemq.md.)
    """
    found: list[NetworkConnector] = []
    for link in links:
        if broker == link.dialing:
            target = link.listening
        elif broker == link.listening and not link.duplex:
            target = link.dialing
        else:
            continue
        topics: list[Destination] = []
        queues: list[Destination] = []
        for collective in traffic[link].collectives:
            broadcast, directed = requests(collective)
            topics.append(broadcast)
            queues.extend((directed, replies(collective)))
        for kind, excluded, included in (("topics", queue(">"), topics), ("queues", topic(">"), queues)):
            passed = traffic[link].topics_ttl if kind == "topics" else traffic[link].ttl
            found.append(
                NetworkConnector(
                    name=f"{broker}-{target}-{kind}",
                    uri=dialing_uri(targets[target], hosts[target], link.transport),
                    duplex=link.duplex,
                    user_name=link.user,
                    password=password(link.user),
                    message_ttl=passed,
                    consumer_ttl=passed,
                    conduit_subscriptions=kind == "topics",
                    decrease_network_consumer_priority=True,
                    bridge_temp_destinations=False,
                    excluded_destinations=(excluded,),
                    dynamically_included_destinations=tuple(included),
                )
            )
    return tuple(found)
