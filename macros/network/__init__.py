"""The model in the middle: what `activemq.xml` files say, in ActiveMQ's own words. Standard library only."""

from .broker import (
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    KahaDB,
    Network,
    NetworkConnector,
    PolicyEntry,
    Source,
    SslContext,
    SystemUsage,
    TempDestinationAuthorizationEntry,
    TransportConnector,
)
from .destination import Destination, queue, topic
from .inventory import ClientGroup, Host, Inventory, Link, Operator, ServerGroup, Site
from .uri import TransportUri, dialed, parse

__all__ = [
    "AuthenticationUser",
    "AuthorizationEntry",
    "Broker",
    "ClientGroup",
    "Destination",
    "Host",
    "Inventory",
    "KahaDB",
    "Link",
    "Network",
    "NetworkConnector",
    "Operator",
    "PolicyEntry",
    "ServerGroup",
    "Site",
    "Source",
    "SslContext",
    "SystemUsage",
    "TempDestinationAuthorizationEntry",
    "TransportConnector",
    "TransportUri",
    "dialed",
    "parse",
    "queue",
    "topic",
]
