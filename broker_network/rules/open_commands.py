"""Requests that anybody may send: nobody is asked for a name, or everybody has the right."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Broker, Source, TransportConnector
from broker_network.routes import Rights

from . import samples, usage
from .case import Case
from .cleartext_link import is_local
from .links import resolved_uri
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        members = connected.get(broker.name, [])
        if usage.weight(case, broker, Severity.WARNING, bool(members)) is not Severity.WARNING:
            continue
        rights = case.rights(broker)
        found = _unasked(broker) or _to_all(broker, rights, usage.broker_collectives(broker, members))
        if found is not None:
            source, attribute, message, fix = found
            yield Finding("open-commands", Severity.WARNING, broker.name, source, message, fix, attribute)


_Place = tuple[Source | None, str | None, str, str]


def _unasked(broker: Broker) -> _Place | None:
    """A broker that asks for no name, or gives every name every right."""
    if broker.authorization is not None:
        return None
    if broker.authentication is None:
        if not any(map(_open, broker.transport_connectors)):
            return None
        return (
            broker.source,
            None,
            "Whoever reaches a port of this broker may send requests, read replies and take what is meant for others.",
            "Add simpleAuthenticationPlugin and authorizationPlugin.",
        )
    anonymous = broker.authentication.anonymous_groups is not None
    return (
        broker.authentication.source or broker.source,
        None,
        ("Whoever reaches a port of this broker" if anonymous else "Every user, servers too,")
        + " may send requests: there is no authorizationPlugin.",
        "Add an authorizationPlugin in which only operators write to <collective>.*.agent and <collective>.nodes.",
    )


def _open(listener: TransportConnector) -> bool:
    """Whether a listener surely lets strangers in: not on this machine alone, and without asking for a certificate."""
    uri = resolved_uri(listener.uri)
    options = dict(uri.options) if uri else {}
    asks = "true" in (options.get("needClientAuth"), options.get("transport.needClientAuth"))
    return uri is not None and uri.scheme != "vm" and not is_local(uri.host) and not asks


def _to_all(broker: Broker, rights: Rights, collectives: tuple[str, ...]) -> _Place | None:
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
                return entry.source, "write", message, "Give write to the operators' group alone."
    return None


def _broker(plugins: str) -> dict[str, str]:
    policies = samples.policies(samples.NO_FLOW_CONTROL, samples.PAGES, samples.COLLECTED)
    listeners = samples.listeners('name="stomp" uri="stomp+ssl://0.0.0.0:61614"')
    return {"a.xml": samples.broker("a", policies, plugins, listeners, attributes=samples.PURGE)}


_RIGHTS = samples.plugins(
    samples.users(
        'username="alice" password="${alice.password}" groups="operators,everyone"',
        'username="web" password="${web.password}" groups="servers,everyone"',
    ),
    samples.rights(
        'topic="mcollective.*.agent" read="servers" write="operators" admin="everyone"',
        'queue="mcollective.nodes" read="servers" write="operators" admin="everyone"',
        'queue="mcollective.reply.>" read="operators" write="servers" admin="everyone"',
        'topic="ActiveMQ.Advisory.>" admin="everyone"',
        temporary=False,
    ),
)

RULES = (
    Rule(
        id="open-commands",
        severity=Severity.WARNING,
        title="Anybody may send requests",
        symptom="None. Requests of somebody who should not send any are held back by MCollective's own keys alone.",
        cause="Without authenticationPlugin a broker asks nobody for a name, without authorizationPlugin it gives "
        "everybody "
        "every right, and the group * is everybody. What then still stands between a stranger and your servers is "
        "MCollective's security plugin; what is meant for others can be read and taken in any case.",
        fix="Give every operator and the servers accounts of their own, and write on requests to operators alone.",
        sources=(
            "AuthorizationBroker, SimpleAuthenticationBroker; group * since 5.9.0 (AMQ-4709)",
            "MCollective, website/deploy/middleware/activemq.md, Detailed restrictions",
        ),
        before=_broker(""),
        after=_broker(_RIGHTS),
        find=_find,
        about_mcollective=True,
    ),
)
