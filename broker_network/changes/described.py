"""A broker's file as elements with attributes, all of them spelled as in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from broker_network.activemq.elements import (
    AUTHENTICATION,
    AUTHENTICATION_USER,
    AUTHORIZATION_ENTRY,
    BRIDGE_FILTER_FACTORY,
    BROKER,
    MANAGEMENT_CONTEXT,
    MEMORY_USAGE,
    NETWORK_CONNECTOR,
    POLICY_ENTRY,
    SSL_CONTEXT,
    STORE_USAGE,
    TEMP_DESTINATION_AUTHORIZATION_ENTRY,
    TEMP_USAGE,
    TRANSPORT_CONNECTOR,
    ModelElement,
    pending_message_limit,
    store_attributes,
    strategy_holders,
)
from broker_network.activemq.read.plugins import has_rules_of_its_own, is_bean
from broker_network.network import (
    AuthorizationEntry,
    Broker,
    Destination,
    Element,
    NetworkConnector,
    PolicyEntry,
    Source,
)

Described: TypeAlias = tuple[dict[str, str], Source | None]
"""The attributes of an element, and where it was read."""

DescribedElement: TypeAlias = tuple[str, str | None, Described]
"""An element's name, what distinguishes it from others of its kind, and what it says."""


def described_elements(broker: Broker) -> Iterator[DescribedElement]:
    """Everything that the model says about a broker, as elements.

    What identifies an element, such as a destination, is not among its attributes.
    """
    yield _element(BROKER, broker, None, "brokerName")
    if broker.properties_files:
        files = {"locations": ", ".join(broker.properties_files)}
        yield "bean", "PropertyPlaceholderConfigurer", (files, broker.source)
    yield from _single(MANAGEMENT_CONTEXT, broker.management)
    if broker.persistence is not None:
        yield broker.persistence.kind, None, (store_attributes(broker.persistence), broker.persistence.source)
    for usage in (MEMORY_USAGE, STORE_USAGE, TEMP_USAGE):
        if broker.system_usage is not None and usage.written(broker.system_usage):
            yield from _single(usage, broker.system_usage)
    yield from _single(SSL_CONTEXT, broker.ssl_context)
    for listener in broker.transport_connectors:
        yield _element(TRANSPORT_CONNECTOR, listener, listener.name or listener.uri, "name")
    for connector in broker.network_connectors:
        element, name, (written, source) = _element(NETWORK_CONNECTOR, connector, connector.name, "name")
        yield element, name or "default", (written | _filter_lists(connector), source)
    for policy in broker.policy_entries:
        element, name, (written, source) = _element(POLICY_ENTRY, policy, _selected(policy))
        yield element, name, (written | _strategies(policy), source)
    yield from _who_may_do_what(broker)
    for plugin in broker.plugins:
        yield (
            *(("bean", plugin.name) if is_bean(plugin) else (plugin.name, None)),
            (dict(plugin.attributes), plugin.source),
        )
    for one in broker.imports:
        yield "import", one.resource, ({}, one.source)
    if broker.web_console_host is not None:
        yield "bean", "WebConsolePort", ({"host": broker.web_console_host}, broker.source)


def _who_may_do_what(broker: Broker) -> Iterator[DescribedElement]:
    how = broker.authentication
    if how is not None and how.kind != "other":
        simple = how.kind == "simple"
        given = {} if how.users_known else {"users" if simple else "configuration": "not all users are known"}
        if how.anonymous_groups is not None:
            given["anonymousGroup"] = ",".join(how.anonymous_groups)
        yield AUTHENTICATION.name if simple else "jaasAuthenticationPlugin", None, (given, how.source)
    for user in broker.users:
        yield _element(AUTHENTICATION_USER, user, user.username, "username")
    if broker.authorization == "map":
        yield "authorizationPlugin", None, ({"map": "authorizationMap"}, broker.source)
    elif broker.authorization == "other" and not has_rules_of_its_own(broker):
        yield "authorizationPlugin", None, ({}, broker.source)
    for entry in broker.authorization_entries:
        yield _element(AUTHORIZATION_ENTRY, entry, _selected(entry))
    yield from _single(TEMP_DESTINATION_AUTHORIZATION_ENTRY, broker.temp_destination_authorization_entry)


def _element(known: ModelElement, one: Element, name: str | None, without: str = "") -> DescribedElement:
    written = known.written(one)
    written.pop(without, None)
    return known.name, name, (written, one.source)


def _single(known: ModelElement, one: Element | None) -> Iterator[DescribedElement]:
    if one is not None:
        yield _element(known, one, None)


def _selected(entry: PolicyEntry | AuthorizationEntry) -> str:
    return "default" if entry.destination is None else str(entry.destination)


def _filter_lists(connector: NetworkConnector) -> dict[str, str]:
    found = {}
    for one in NETWORK_CONNECTOR.children:
        listed: tuple[Destination, ...] = getattr(connector, str(one.field))
        if listed:
            found[one.name] = ", ".join(sorted(map(str, listed)))
    return found


def _strategies(policy: PolicyEntry) -> dict[str, str]:
    """The elements inside a policy entry, by the name of their parent."""
    holders = strategy_holders()
    found: dict[str, list[str]] = {}

    def add(element: str, attributes: dict[str, str]) -> None:
        said = " ".join([element, *(f"{key}={value}" for key, value in attributes.items())])
        found.setdefault(holders.get(element, element), []).append(said)

    limit = policy.pending_message_limit
    if limit is not None:
        add(limit.strategy, pending_message_limit(limit.strategy).written(limit))
    bridge_filter = BRIDGE_FILTER_FACTORY.written(policy)
    if bridge_filter:
        add(BRIDGE_FILTER_FACTORY.name, bridge_filter)
    for child in policy.children:
        add(child, {})
    return {holder: ", ".join(sorted(said)) for holder, said in found.items()}
