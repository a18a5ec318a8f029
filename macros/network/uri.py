"""Transport URIs: `ssl://host:61617?key=value`, and the addresses inside `static:(…)`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class TransportUri:
    """One parsed transport URI. `scheme` keeps its pluses (`stomp+nio+ssl`); `options` keep their order."""

    scheme: str
    host: str
    port: int
    options: tuple[tuple[str, str], ...] = ()

    @property
    def encrypted(self) -> bool:
        """Whether the transport is TLS."""
        return "ssl" in self.scheme.split("+")

    @property
    def wire_format(self) -> str:
        """`stomp` for a STOMP listener, else `openwire`."""
        return "stomp" if "stomp" in self.scheme.split("+") else "openwire"

    def __str__(self) -> str:
        query = "&".join(f"{key}={value}" for key, value in self.options)
        return f"{self.scheme}://{self.host}:{self.port}" + (f"?{query}" if query else "")


def parse(uri: str) -> TransportUri:
    """Parse one transport URI; raise ValueError when host or port cannot be read."""
    parts = urlsplit(uri)
    if not parts.scheme or parts.hostname is None or parts.port is None:
        raise ValueError(f"not a transport URI with a host and a port: {uri}")
    options = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return TransportUri(parts.scheme, parts.hostname, parts.port, options)


def dialed(uri: str) -> tuple[TransportUri, ...]:
    """The transport URIs a network connector dials: those inside `static:(…)` or `masterslave:(…)`.

    Raises ValueError for any other scheme: discovery by multicast names no address.
    """
    scheme, _, rest = uri.partition(":")
    if scheme not in ("static", "masterslave") or not rest.startswith("(") or ")" not in rest:
        raise ValueError(f"names no address: {uri}")
    inside = rest[1 : rest.rindex(")")]
    return tuple(parse(one.strip()) for one in inside.split(","))
