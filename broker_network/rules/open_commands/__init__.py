"""Requests that anybody may send: nobody is asked for a name, or everybody has the right."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Broker, TransportConnector
from broker_network.network.loopback import is_loopback
from broker_network.routes import Rights
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.addresses import resolved_uri


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        found = (
            None if severity is Severity.NOTE else _unasked(broker) or _to_all(broker, case.rights(broker), collectives)
        )
        if found is not None:
            yield found


def _unasked(broker: Broker) -> Fault | None:
    """A broker that asks for no name, or gives every name every right."""
    if broker.authorization is not None:
        return None
    if broker.authentication is None:
        if not any(map(_open, broker.transport_connectors)):
            return None
        return Fault(
            broker.name,
            broker.source,
            "Whoever reaches a port of this broker may send requests, read replies and take what is meant for others.",
            "Add simpleAuthenticationPlugin and authorizationPlugin.",
        )
    anonymous = broker.authentication.anonymous_groups is not None
    return Fault(
        broker.name,
        broker.authentication.source or broker.source,
        ("Whoever reaches a port of this broker" if anonymous else "Every user, servers too,")
        + " may send requests: there is no authorizationPlugin.",
        "Add an authorizationPlugin in which only operators write to <collective>.*.agent and <collective>.nodes.",
    )


def _open(listener: TransportConnector) -> bool:
    """Whether a listener surely lets strangers in: not on this machine alone, and without asking for a certificate."""
    uri = resolved_uri(listener.uri)
    if uri is None or uri.scheme == "vm" or is_loopback(uri.host):
        return False
    return not uri.encrypted or uri.asks_for_certificate is False


def _to_all(broker: Broker, rights: Rights, collectives: tuple[str, ...]) -> Fault | None:
    """An entry that gives the right to send requests to everybody, or to whoever gives no name."""
    if broker.authorization != "map" or broker.authentication is None:
        return None
    anonymous = broker.authentication.anonymous_groups
    for collective in collectives:
        for destination in (broadcast(collective), directed(collective)):
            for entry in rights.entries(destination):
                if anonymous and not set(anonymous).isdisjoint(entry.write):
                    who = f"Whoever gives no name, and so is in the group {anonymous[0]},"
                elif "*" in entry.write:
                    who = "Every user"
                else:
                    continue
                message = f"{who} may send requests of {collective}: {destination} may be written by all."
                fix = "Give write to the operators' group alone."
                return Fault(broker.name, entry.source, message, fix, "write")
    return None


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True, decides="it needs accounts and rights")
