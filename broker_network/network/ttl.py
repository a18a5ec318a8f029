"""TTLs of network connectors as numbers that can be compared."""

from __future__ import annotations

UNLIMITED = 1 << 31
"""More than any TTL. A TTL of -1 modulo this is larger than any other."""


def ttl(value: int) -> int:
    """A TTL, where less than zero means that there is no limit."""
    return UNLIMITED if value < 0 else value
