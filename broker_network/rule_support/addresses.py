"""What addresses and listeners say: their schemes, hosts and ports."""

from __future__ import annotations

from broker_network.network import TransportUri, parse, resolved

TCP = frozenset({"tcp", "nio", "ssl", "nio+ssl", "auto", "auto+nio", "auto+ssl", "auto+nio+ssl"})
"""Schemes of OpenWire over a socket of its own."""


def resolved_uri(text: str) -> TransportUri | None:
    """What a listener or an address says; None where that is not known, or no URI."""
    return parsed_uri(text) if resolved(text) else None


def parsed_uri(text: str) -> TransportUri | None:
    """A URI; None for what is none."""
    try:
        return parse(text)
    except ValueError:
        return None
