"""What addresses and listeners say: their schemes, hosts and ports."""

from __future__ import annotations

from broker_network.network import TransportUri, parse, resolved

TCP = frozenset({"tcp", "nio", "ssl", "nio+ssl", "auto", "auto+nio", "auto+ssl", "auto+nio+ssl"})
"""Schemes of OpenWire over a socket of its own."""


def resolved_uri(text: str) -> TransportUri | None:
    """The URI of a listener or an address; None where it is unknown or not a URI."""
    return parsed_uri(text) if resolved(text) else None


def parsed_uri(text: str) -> TransportUri | None:
    """A parsed URI; None for text that is not a URI."""
    try:
        return parse(text)
    except ValueError:
        return None
