"""The choices that `topology.yaml` and the model share, and the ports that follow from them. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Transport = Literal["mtls", "ipsec", "plain"]
"""What connections between brokers go through: TLS with a certificate at each side, a tunnel, or nothing."""

Security = Literal["mtls", "plain"]
"""What protects connections that go through no tunnel, such as those of clients: TLS as above, or nothing."""

FailureKind = Literal["link", "broker", "broker-between"]
"""What may fail without cutting an operator off from a server.

`broker` is any one, also the one that they are connected to; `broker-between` any one that they are not connected to.
"""

Layout = Literal["ring", "bus", "tiers"]
"""The shape of a diagram."""

OPENWIRE_PORTS: Mapping[Transport, int] = MappingProxyType({"mtls": 61617, "ipsec": 61616, "plain": 61616})
"""By transport, the port for other brokers unless the topology gives another."""

STOMP_PORTS: Mapping[Security, int] = MappingProxyType({"mtls": 61614, "plain": 61613})
"""By security, the port for clients and servers unless the topology gives another."""
