"""What is known about each element of `activemq.xml`: its attributes, their spelling, type, defaults and meaning.

This is the only place for these facts. The code that reads and writes files, compares networks, makes fixes and renders
the reference page uses them. Standard library only.
"""

from __future__ import annotations

from .attribute import CHILDREN, FLAG, ModelAttribute, ModelElement, flag, groups
from .broker import (
    BROKER,
    DEFAULT_BROKER_NAME,
    MANAGEMENT_CONTEXT,
    SSL_CONTEXT,
    TRANSPORT_CONNECTOR,
)
from .network_connector import NETWORK_CONNECTOR
from .plugins import (
    AUTHENTICATION,
    AUTHENTICATION_USER,
    AUTHORIZATION_ENTRY,
    TEMP_DESTINATION_AUTHORIZATION_ENTRY,
)
from .policy_entry import (
    BRIDGE_FILTER_FACTORY,
    CONSTANT_LIMIT,
    POLICY_ENTRY,
    PREFETCH_RATE_LIMIT,
    pending_message_limit,
    strategy_holders,
)
from .storage import MEMORY_USAGE, PERSISTENCE_ADAPTER, STORE_USAGE, TEMP_USAGE, store_attributes

ELEMENTS = {
    one.name: one
    for one in (
        BROKER,
        NETWORK_CONNECTOR,
        TRANSPORT_CONNECTOR,
        POLICY_ENTRY,
        BRIDGE_FILTER_FACTORY,
        CONSTANT_LIMIT,
        PREFETCH_RATE_LIMIT,
        AUTHENTICATION,
        AUTHENTICATION_USER,
        AUTHORIZATION_ENTRY,
        TEMP_DESTINATION_AUTHORIZATION_ENTRY,
        SSL_CONTEXT,
        PERSISTENCE_ADAPTER,
        MEMORY_USAGE,
        STORE_USAGE,
        TEMP_USAGE,
        MANAGEMENT_CONTEXT,
    )
}
"""All of them by name, in the order of the reference page."""

__all__ = [
    "AUTHENTICATION",
    "AUTHENTICATION_USER",
    "AUTHORIZATION_ENTRY",
    "BRIDGE_FILTER_FACTORY",
    "BROKER",
    "CHILDREN",
    "DEFAULT_BROKER_NAME",
    "ELEMENTS",
    "FLAG",
    "MANAGEMENT_CONTEXT",
    "MEMORY_USAGE",
    "NETWORK_CONNECTOR",
    "PERSISTENCE_ADAPTER",
    "POLICY_ENTRY",
    "SSL_CONTEXT",
    "STORE_USAGE",
    "TEMP_DESTINATION_AUTHORIZATION_ENTRY",
    "TEMP_USAGE",
    "TRANSPORT_CONNECTOR",
    "ModelAttribute",
    "ModelElement",
    "flag",
    "groups",
    "pending_message_limit",
    "store_attributes",
    "strategy_holders",
]
