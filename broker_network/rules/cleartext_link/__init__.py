"""Names and passwords that cross a network in clear text, unless something below encrypts."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, Source, TransportUri, dialed, resolved
from broker_network.network.loopback import is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.addresses import resolved_uri

_PLAIN = {"tcp", "nio", "auto", "stomp", "amqp", "mqtt", "http", "ws"}
"""First words of schemes that send passwords as they are, unless `ssl` is among the others."""

_BELOW = "unless IPsec or a VPN carries them"


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        yield from _listeners(broker)
        yield from _bridges(case, broker)
    for member in usage.members(case):
        for entry in usage.pool(member):
            if entry.ssl is not False or entry.host is None or not resolved(entry.host.value):
                continue
            if not is_loopback(entry.host.value) and usage.broker_of(case, entry) is None:
                yield _finding(
                    None,
                    entry.source,
                    f"User and password go to {entry.host.value} in clear text, {_BELOW}.",
                    f"Set plugin.activemq.pool.{entry.number}.ssl = 1, and use the broker's port for stomp+ssl.",
                    None,
                )


def _listeners(broker: Broker) -> Iterator[Fault]:
    if broker.authentication is None or not any(user.password for user in broker.users):
        return
    for listener in broker.transport_connectors:
        uri = resolved_uri(listener.uri)
        if uri is not None and _is_plain(uri) and not is_loopback(uri.host):
            yield _finding(
                broker.name,
                listener.source,
                f"Users and passwords come to port {uri.port} in clear text, {_BELOW}.",
                f"Listen with {_encrypted(uri.scheme)}:// and an <sslContext>.",
                "uri",
            )


def _bridges(case: Case, broker: Broker) -> Iterator[Fault]:
    """Connectors that dial a broker which is not among the files: its listener would be named otherwise."""
    told: set[str] = set()
    for connector in broker.network_connectors:
        if connector.user_name is None and connector.remote_user_name is None:
            continue
        try:
            addresses = dialed(connector.uri)
        except ValueError:
            continue
        for address in addresses:
            far = case.target(address)
            new = address.host not in told and resolved(connector.uri)
            if new and _is_plain(address) and not is_loopback(address.host) and not _seen(far):
                told.add(address.host)
                yield _finding(
                    broker.name,
                    connector.source,
                    f"The user and password of the bridge go to {address.host} in clear text, {_BELOW}.",
                    f"Dial {_encrypted(address.scheme)}://, where the far broker listens for it.",
                    "uri",
                )
                break


def _seen(far: Broker | None) -> bool:
    """Whether a far broker's own listeners are reported."""
    return far is not None and next(_listeners(far), None) is not None


def _is_plain(uri: TransportUri) -> bool:
    words = uri.scheme.lower().split("+")
    return words[0] in _PLAIN and "ssl" not in words


def _encrypted(scheme: str) -> str:
    """The scheme with TLS in place of a plain one."""
    words = scheme.lower().split("+")
    if words[0] == "tcp":
        return "ssl"
    if words[0] in ("http", "ws"):
        return {"http": "https", "ws": "wss"}[words[0]]
    return "stomp+ssl" if words[0] == "stomp" else "+".join([*words, "ssl"])


def _finding(broker: str | None, source: Source | None, message: str, fix: str, attribute: str | None) -> Fault:
    return Fault(broker, source, message, fix, attribute)


RULE = Rule(__name__, _find, Severity.NOTE, decides="TLS needs certificates")
