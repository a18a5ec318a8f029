"""Transport URIs: `ssl://host:61617?key=value`, and composite ones around them: `static:(…)?key=value`.

What ActiveMQ reads out of a URI is read here the same way (URISupport, java.net.URI), placeholders included:
`tcp://${host}:61616` is an address whose port is known and whose host is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from .values import resolved

_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][\w.+-]*)://"
    r"(?:[^@/?(),&\s]*@)?"
    r"(?P<host>\[[0-9A-Fa-f:.%\w]+\]|(?:\$\{[^}]*\}|#\{[^}]*\}|[^$#{}@:/?\[\](),&\s])+)"
    r":(?P<port>[0-9]{1,5})(?![0-9])"
    r"(?:/[^?]*)?(?:\?(?P<query>.*))?",
    re.DOTALL,
)
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][\w.+-]*):(?P<rest>.*)", re.DOTALL)

MAX_OPTIONS = 1000
"""More than any URI that a person wrote."""

MAX_NESTING = 8
"""`static:(failover:(…))` is two deep."""

_CLIENT_AUTH = ("needClientAuth", "transport.needClientAuth")


@dataclass(frozen=True, slots=True)
class TransportUri:
    """One parsed transport URI. `scheme` keeps its pluses (`stomp+nio+ssl`); `options` keep their order.

    `host` is in lower case, an IPv6 address without its brackets, and as written where it is a placeholder.
    """

    scheme: str
    host: str
    port: int
    options: tuple[tuple[str, str], ...] = ()

    @property
    def encrypted(self) -> bool:
        """Whether the transport is TLS."""
        return not {"ssl", "https", "wss"}.isdisjoint(self.scheme.split("+"))

    @property
    def wire_format(self) -> str:
        """`stomp`, `amqp`, `mqtt` or `ws` (STOMP or MQTT in WebSockets) for their schemes, else `openwire`.

        `auto` listeners speak OpenWire among others.
        """
        parts = self.scheme.split("+")
        for name, wire_format in _WIRE_FORMATS:
            if name in parts:
                return wire_format
        return "openwire"

    @property
    def asks_for_certificate(self) -> bool | None:
        """Whether a listener wants one of every client, for which it needs TLS; None where a placeholder tells."""
        given = [value for key in _CLIENT_AUTH if (value := self.option(key)) is not None]
        if not all(resolved(value) for value in given):
            return None
        return any(value.strip().lower() == "true" for value in given)

    def option(self, name: str) -> str | None:
        """The value of an option; of one given twice the last, as in ActiveMQ. None where it is not given."""
        return dict(self.options).get(name)

    def __str__(self) -> str:
        query = "&".join(f"{key}={value}" for key, value in self.options)
        host = f"[{self.host}]" if ":" in self.host and "{" not in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}" + (f"?{query}" if query else "")


_WIRE_FORMATS = (("stomp", "stomp"), ("amqp", "amqp"), ("mqtt", "mqtt"), ("ws", "ws"), ("wss", "ws"))


@dataclass(frozen=True, slots=True)
class CompositeUri:
    """A URI around others: `scheme:(component,component)?key=value`, with `//` after the colon or not.

    `options` stand after the closing parenthesis and belong to `scheme`. Without parentheses the whole rest, options
    included, are the components and there are no options. `components` are as written, trimmed.
    """

    scheme: str
    components: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str | None:
        """The value of an option; of one given twice the last. None where it is not given."""
        return dict(self.options).get(name)


@lru_cache(maxsize=1 << 12)  # connectors of a network dial the same few addresses
def parse(uri: str) -> TransportUri:
    """Parse one transport URI; raise ValueError when it names no host and port, and for a composite one."""
    found = _ADDRESS.fullmatch(uri.strip())
    if found is None or int(found["port"]) > 65535:
        raise ValueError(f"not a transport URI with a host and a port: {uri}")
    host = found["host"].strip("[]")
    options = _options(found["query"] or "")
    return TransportUri(found["scheme"], host if "{" in host else host.lower(), int(found["port"]), options)


@lru_cache(maxsize=1 << 12)
def composite(uri: str) -> CompositeUri:
    """Take a composite URI apart; raise ValueError when it has no scheme or its parentheses do not match.

    (Source: URISupport.parseComposite.)
    """
    found = _SCHEME.fullmatch(uri.strip())
    if found is None:
        raise ValueError(f"has no scheme: {uri}")
    rest = found["rest"].strip().removeprefix("//").strip()
    if not _balanced(rest):
        raise ValueError(f"parentheses do not match: {uri}")
    if not rest.startswith("("):
        return CompositeUri(found["scheme"], _components(rest))
    end = _closing(rest)
    _, _, query = rest[end + 1 :].partition("?")
    return CompositeUri(found["scheme"], _components(rest[1:end]), _options(query))


def alternatives(uri: str) -> tuple[tuple[str, ...], ...]:
    """The addresses that a network connector dials, as texts: a group for each bridge that it opens.

    A bridge connects to one of its group: `static:(…)` and `simple:(…)` have a group for each component, `masterslave:`
    has one. What a `failover:(…)` or `fanout:(…)` inside them names is one group. Raises ValueError for every other
    scheme, since discovery by multicast and the like names no address, and for what `composite` refuses.
    """
    outer = composite(uri)
    if outer.scheme not in ("static", "masterslave", "simple"):
        raise ValueError(f"names no address: {uri}")
    groups = tuple(_flattened(component, MAX_NESTING) for component in outer.components)
    return (tuple(one for group in groups for one in group),) if outer.scheme == "masterslave" else groups


def addresses(uri: str) -> tuple[str, ...]:
    """The addresses that a network connector dials, in the order of its URI; raises ValueError as `alternatives`."""
    return tuple(one for group in alternatives(uri) for one in group)


@lru_cache(maxsize=1 << 12)
def dialed(uri: str) -> tuple[TransportUri, ...]:
    """The addresses that a network connector dials, but for those that cannot be read, such as `tcp://${where}`.

    Raises ValueError as `addresses` does, and when no address can be read.
    """
    found = []
    for one in addresses(uri):
        try:
            found.append(parse(one))
        except ValueError:
            continue
    if not found:
        raise ValueError(f"names no address that can be read: {uri}")
    return tuple(found)


def dialing_others(uri: str, gone: Collection[TransportUri]) -> str | None:
    """A composite URI without some of the addresses that it dials; None when no other is left.

    An address that cannot be read stays. Raises ValueError as `addresses` does.
    """
    outer = composite(uri)
    kept = [one for one in addresses(uri) if _readable(one) not in gone]
    query = "&".join(f"{key}={value}" for key, value in outer.options)
    return f"{outer.scheme}:({','.join(kept)})" + (f"?{query}" if query else "") if kept else None


def _readable(address: str) -> TransportUri | None:
    try:
        return parse(address)
    except ValueError:
        return None


def _flattened(component: str, deepest: int) -> tuple[str, ...]:
    scheme = component.partition(":")[0]
    if scheme not in ("failover", "fanout") or not deepest:
        return (component,)
    inner = composite(component)
    return tuple(one for each in inner.components for one in _flattened(each, deepest - 1))


def _options(query: str) -> tuple[tuple[str, str], ...]:
    """The options after the last question mark; what stands before it is lost.

    (Source: URISupport.parseQuery.)
    """
    query = query.rpartition("?")[2]
    return tuple(parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_OPTIONS, errors="replace"))


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _closing(text: str) -> int:
    """Where the parenthesis closes that opens at the start of a balanced text."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return position
    raise ValueError(f"parentheses do not match: {text}")


def _components(text: str) -> tuple[str, ...]:
    """What commas outside of parentheses separate; a comma among the options of an address separates as well."""
    found, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append(text[start:position].strip())
            start = position + 1
    return tuple(one for one in (*found, text[start:].strip()) if one)
