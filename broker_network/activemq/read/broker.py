"""What an `activemq.xml` says, as a `Broker`.

Whatever a file says that the model has no place for, or that cannot be what it says, is carried as text or as
Unknown; nothing that is XML and holds a `<broker>` is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from broker_network.graph import preorder
from broker_network.network import (
    Broker,
    Import,
    ManagementContext,
    Network,
    NetworkConnector,
    PendingMessageLimit,
    PolicyEntry,
    SslContext,
    SystemUsage,
    TransportConnector,
    queue,
    topic,
)
from broker_network.network.values import Others

from ..elements import (
    BRIDGE_FILTER_FACTORY,
    BROKER,
    DEFAULT_BROKER_NAME,
    MANAGEMENT_CONTEXT,
    MEMORY_USAGE,
    NETWORK_CONNECTOR,
    POLICY_ENTRY,
    SSL_CONTEXT,
    STORE_USAGE,
    TEMP_USAGE,
    TRANSPORT_CONNECTOR,
    flag,
)
from .attributes import attributes, fields, fields_and_others, source
from .console import has_web_console, web_console_host
from .destinations import destination_of, name_of
from .plugins import plugins
from .properties import properties_files
from .sibling_files import Nothing, SiblingFiles
from .storage import persistence
from .tree import ReadError, XmlElement, tree

_SELECTING = frozenset(("queue", "topic", "tempQueue", "tempTopic", "destination"))
"""Attributes that say which destinations an entry is about."""

_TRANSPORT_CONNECTOR_URIS = "transportConnectorURIs"
_NETWORK_CONNECTOR_URIS = "networkConnectorURIs"
"""Attributes of the broker that list connectors by their URIs alone."""

_OF_A_SERVICE = "${brokerName}"
"""The name of a broker that a managed service names."""

_CONNECTORS = ("networkConnector", "multicastNetworkConnector", "ldapNetworkConnector")


def read_network(files: Mapping[str, bytes]) -> Network:
    """The network of some `activemq.xml` files, by the names shown in errors, in their order.

    Raises ReadError for the first that cannot be read.
    """
    return Network(tuple(read_broker(content, name) for name, content in files.items()))


def read_broker(content: bytes, file: str) -> Broker:
    """The broker of one `activemq.xml`, the first of several; `file` is kept as the source of each element.

    Raises ReadError when the file is not XML or holds no broker.
    """
    return broker_of(tree(content, file).root)


def broker_of(root: XmlElement) -> Broker:
    """The first broker in a file's tree; raises ReadError as `read_broker` does."""
    found = next(broker_elements(root), None)
    if found is None:
        raise ReadError(root.file, root.line, "holds no <broker>")
    return broker_at(found, root, Nothing())


def broker_elements(root: XmlElement) -> Iterator[XmlElement]:
    """ActiveMQ's `<broker>` elements in a file, whatever stands around them."""
    return filter(_is_broker, preorder([root], lambda element: () if _is_broker(element) else element.children))


def _is_broker(element: XmlElement) -> bool:
    return element.name == "broker" and not element.foreign


def broker_at(found: XmlElement, root: XmlElement, siblings: SiblingFiles) -> Broker:
    """The broker of one `<broker>` in a file; `siblings` gives the files that it may refer to."""
    filled, others = fields_and_others(found, BROKER)
    if "name" not in filled:
        filled["name"] = _unwritten_name(found, others)
    listeners = tuple(_transport_connectors(found))
    if not listeners and filled["name"] == _OF_A_SERVICE:
        listeners = (TransportConnector(None, "${transportConnectors}", source=source(found)),)
    return Broker(
        **filled,
        management=_management(found),
        persistence=persistence(found, root),
        system_usage=_system_usage(found),
        ssl_context=_ssl_context(found),
        transport_connectors=listeners,
        network_connectors=tuple(_network_connectors(found)),
        policy_entries=tuple(_policy_entries(found)),
        **plugins(found, root, siblings),
        **_around(root, siblings),  # type: ignore[arg-type]  # one object, equal to itself alone
        others=tuple(pair for pair in others if pair[0] not in (_TRANSPORT_CONNECTOR_URIS, _NETWORK_CONNECTOR_URIS)),
        source=source(found),
    )


def _unwritten_name(broker: XmlElement, others: Others) -> str:
    """The name of a broker whose file gives none, as a placeholder where somebody else gives it.

    With `useLocalHostBrokerName` that is the host, whose name the file does not tell. A broker without listeners is one
    of a managed service, which adds both.
    (Source: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/permitted-collections.html.)
    """
    if flag(dict(others).get("useLocalHostBrokerName", "false")) is not False:
        return "${hostname}"
    listens = any(True for _ in _transport_connectors(broker))
    return DEFAULT_BROKER_NAME if listens else _OF_A_SERVICE


@lru_cache(maxsize=1)  # a file may hold many brokers, one after the other
def _around(root: XmlElement, siblings: SiblingFiles) -> dict[str, Any]:
    """What the rest of a file says, once for all brokers in it."""
    imports = tuple(_imports(root, siblings))
    return {
        "properties_files": properties_files(root),
        "imports": imports,
        "web_console": has_web_console(root, imports),
        "web_console_host": web_console_host(root, imports, siblings),
    }


def _transport_connectors(broker: XmlElement) -> Iterator[TransportConnector]:
    for one in broker.all("transportConnectors", "transportConnector"):
        filled, others = fields_and_others(one, TRANSPORT_CONNECTOR)
        filled.setdefault("name", None)
        filled.setdefault("uri", "")
        yield TransportConnector(**filled, others=others, source=source(one))
    for uri in _uris(broker, _TRANSPORT_CONNECTOR_URIS):
        yield TransportConnector(None, uri, source=source(broker))


def _network_connectors(broker: XmlElement) -> Iterator[NetworkConnector]:
    for one in broker.all("networkConnectors"):
        for child in one.children:
            if child.name in _CONNECTORS:
                yield _network_connector(child)
    for uri in _uris(broker, _NETWORK_CONNECTOR_URIS):
        yield NetworkConnector(None, uri, source=source(broker))


def _network_connector(element: XmlElement) -> NetworkConnector:
    filled, others = fields_and_others(element, NETWORK_CONNECTOR)
    filled.setdefault("name", None)
    filled.setdefault("uri", "multicast:" if element.name == "multicastNetworkConnector" else "")
    for filter_list in NETWORK_CONNECTOR.children:
        filled[str(filter_list.field)] = tuple(
            (queue if one.name == "queue" else topic)(name_of(one))
            for holder in element.all(filter_list.name)
            for one in holder.children
            if one.name in ("queue", "topic")
        )
    return NetworkConnector(**filled, others=others, source=source(element))


def _uris(broker: XmlElement, attribute: str) -> Iterator[str]:
    """The URIs of a list that an attribute of the broker gives."""
    return (uri.strip() for uri in attributes(broker).get(attribute, "").split(",") if uri.strip())


def _policy_entries(broker: XmlElement) -> Iterator[PolicyEntry]:
    """Those of a map, also where they stand outside of `<policyEntries>`, which keeps the broker from starting."""
    for policies in broker.all("destinationPolicy", "policyMap"):
        for child in policies.children:
            if child.name == "policyEntry":
                yield from _policy_entry(child)
            elif child.name in ("policyEntries", "entries"):
                for one in child.all("policyEntry"):
                    yield from _policy_entry(one)
        for one in policies.all("defaultEntry", "policyEntry"):
            yield from _policy_entry(one, default=True)


def _policy_entry(element: XmlElement, default: bool = False) -> Iterator[PolicyEntry]:
    """The entry; nothing for temporary destinations, which MCollective does not use and the model does not have."""
    destination = None if default else destination_of(element)
    if destination is None and not default:
        return
    filled, others = fields_and_others(element, POLICY_ENTRY)
    children = []
    for child in element.children:
        strategy = next(iter(child.children), child)
        if child.name == "pendingMessageLimitStrategy" and strategy is not child:
            limit = strategy.attributes.get("limit", strategy.attributes.get("multiplier"))
            filled["pending_message_limit"] = PendingMessageLimit(strategy.name, limit, source=source(strategy))
        elif strategy.name == BRIDGE_FILTER_FACTORY.name:
            filled.update(fields(strategy, BRIDGE_FILTER_FACTORY))
        elif child.name != "destination" and not (child.foreign and child.name == "property"):
            children.append(strategy.name)
    yield PolicyEntry(
        destination,
        **filled,
        others=tuple(pair for pair in others if pair[0] not in _SELECTING),
        children=tuple(children),
        source=source(element),
    )


def _system_usage(broker: XmlElement) -> SystemUsage | None:
    found = broker.first("systemUsage", "systemUsage")
    if found is None:
        return None
    filled: dict[str, Any] = {}
    for known in (MEMORY_USAGE, STORE_USAGE, TEMP_USAGE):
        for usage in found.all(known.name, known.name):
            filled.update(fields(usage, known))
    return SystemUsage(**filled, source=source(found))


def _ssl_context(broker: XmlElement) -> SslContext | None:
    outer = broker.first("sslContext")
    found = outer and (outer.first("sslContext") or outer)
    return SslContext(**fields(found, SSL_CONTEXT), source=source(found)) if found else None


def _management(broker: XmlElement) -> ManagementContext | None:
    found = broker.first("managementContext", "managementContext")
    return ManagementContext(**fields(found, MANAGEMENT_CONTEXT), source=source(found)) if found else None


def _imports(root: XmlElement, siblings: SiblingFiles) -> Iterator[Import]:
    for one in root.all("import"):
        resource = one.attributes.get("resource", "")
        yield Import(resource, siblings.holds(resource), source=source(one))
