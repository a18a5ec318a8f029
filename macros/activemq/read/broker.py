"""What an `activemq.xml` says, as a `Broker`."""

from __future__ import annotations

from collections.abc import Mapping

from macros.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    ManagementContext,
    Network,
    NetworkConnector,
    PersistenceAdapter,
    PolicyEntry,
    Source,
    SslContext,
    SystemUsage,
    TempDestinationAuthorizationEntry,
    TransportConnector,
    queue,
    topic,
)

from .tree import Element, ReadError, parse

DEFAULT_BROKER_NAME = "localhost"
"""The name of a broker whose file gives none. (Source: BrokerService.)"""


def read_network(files: Mapping[str, bytes]) -> Network:
    """The network of some `activemq.xml` files, by the names shown in errors, in their order.

    Raises ReadError for the first that cannot be read.
    """
    return Network(tuple(read_broker(content, name) for name, content in files.items()))


def read_broker(content: bytes, file: str) -> Broker:
    """The broker of one `activemq.xml`; `file` is shown in errors and kept as the source of each element.

    Raises ReadError when the file is not XML, holds no broker, or holds a value that cannot be what it must.
    """
    return broker_of(parse(content, file))


def broker_of(root: Element) -> Broker:
    """The broker in a file's tree; raises ReadError as `read_broker` does."""
    found = root if root.name == "broker" else next(root.within("broker"), None)
    if found is None:
        raise ReadError(root.file, root.line, "holds no <broker>")
    rights = ("plugins", "authorizationPlugin", "map", "authorizationMap")
    return Broker(
        name=found.attributes.get("brokerName", DEFAULT_BROKER_NAME),
        properties_files=_properties_files(root),
        data_directory=found.attributes.get("dataDirectory"),
        persistent=_boolean(found, "persistent"),
        advisory_support=_boolean(found, "advisorySupport"),
        schedule_period_for_destination_purge=_number(found, "schedulePeriodForDestinationPurge"),
        management=_management(found),
        persistence=_persistence(found),
        system_usage=_system_usage(found),
        ssl_context=_ssl_context(found),
        transport_connectors=tuple(
            TransportConnector(_required(one, "name"), _required(one, "uri"), source=_source(one))
            for one in found.all("transportConnectors", "transportConnector")
        ),
        network_connectors=tuple(_network_connector(one) for one in found.all("networkConnectors", "networkConnector")),
        policy_entries=tuple(
            _policy_entry(one) for one in found.all("destinationPolicy", "policyMap", "policyEntries", "policyEntry")
        ),
        authentication=Authentication("simple") if found.first("plugins", "simpleAuthenticationPlugin") else None,
        users=tuple(
            AuthenticationUser(
                _required(one, "username"), _required(one, "password"), _groups(one, "groups"), source=_source(one)
            )
            for one in found.all("plugins", "simpleAuthenticationPlugin", "users", "authenticationUser")
        ),
        authorization="map" if found.first("plugins", "authorizationPlugin") else None,
        authorization_entries=tuple(
            AuthorizationEntry(
                _destination(one),
                _groups(one, "read"),
                _groups(one, "write"),
                _groups(one, "admin"),
                source=_source(one),
            )
            for one in found.all(*rights, "authorizationEntries", "authorizationEntry")
        ),
        temp_destination_authorization_entry=_temporary(found.first(*rights)),
        source=_source(found),
    )


def _network_connector(element: Element) -> NetworkConnector:
    return NetworkConnector(
        name=_required(element, "name"),
        uri=_required(element, "uri"),
        duplex=_boolean(element, "duplex"),
        user_name=element.attributes.get("userName"),
        password=element.attributes.get("password"),
        message_ttl=_number(element, "messageTTL"),
        consumer_ttl=_number(element, "consumerTTL"),
        network_ttl=_number(element, "networkTTL"),
        conduit_subscriptions=_boolean(element, "conduitSubscriptions"),
        decrease_network_consumer_priority=_boolean(element, "decreaseNetworkConsumerPriority"),
        suppress_duplicate_queue_subscriptions=_boolean(element, "suppressDuplicateQueueSubscriptions"),
        bridge_temp_destinations=_boolean(element, "bridgeTempDestinations"),
        excluded_destinations=_destinations(element, "excludedDestinations"),
        dynamically_included_destinations=_destinations(element, "dynamicallyIncludedDestinations"),
        statically_included_destinations=_destinations(element, "staticallyIncludedDestinations"),
        source=_source(element),
    )


def _policy_entry(element: Element) -> PolicyEntry:
    """The misspelt `inactiveTimoutBeforeGC` is older than the right spelling, which exists since 5.11 (AMQ-5253)."""
    timeout = "inactiveTimoutBeforeGC"
    return PolicyEntry(
        _destination(element),
        producer_flow_control=_boolean(element, "producerFlowControl"),
        gc_inactive_destinations=_boolean(element, "gcInactiveDestinations"),
        gc_with_network_consumers=_boolean(element, "gcWithNetworkConsumers"),
        inactive_timeout_before_gc=_number(
            element, timeout if timeout in element.attributes else "inactiveTimeoutBeforeGC"
        ),
        max_page_size=_number(element, "maxPageSize"),
        expire_messages_period=_number(element, "expireMessagesPeriod"),
        source=_source(element),
    )


def _persistence(broker: Element) -> PersistenceAdapter | None:
    holder = broker.first("persistenceAdapter")
    found = holder.children[0] if holder and holder.children else None
    return PersistenceAdapter(found.name, found.attributes.get("directory"), source=_source(found)) if found else None


def _system_usage(broker: Element) -> SystemUsage | None:
    found = broker.first("systemUsage", "systemUsage")
    if found is None:
        return None
    memory, store, temp = (found.first(name, name) for name in ("memoryUsage", "storeUsage", "tempUsage"))
    return SystemUsage(
        memory_percent_of_jvm_heap=_number(memory, "percentOfJvmHeap") if memory else None,
        store_limit=store.attributes.get("limit") if store else None,
        temp_limit=temp.attributes.get("limit") if temp else None,
        source=_source(found),
    )


def _ssl_context(broker: Element) -> SslContext | None:
    found = broker.first("sslContext", "sslContext")
    if found is None:
        return None
    keys = ("keyStore", "keyStorePassword", "trustStore", "trustStorePassword")
    return SslContext(*(found.attributes.get(key, "") for key in keys), source=_source(found))


def _temporary(rights: Element | None) -> TempDestinationAuthorizationEntry | None:
    name = "tempDestinationAuthorizationEntry"
    found = rights.first(name, name) if rights else None
    if found is None:
        return None
    read, write, admin = (_groups(found, action) for action in ("read", "write", "admin"))
    return TempDestinationAuthorizationEntry(read, write, admin, source=_source(found))


def _management(broker: Element) -> ManagementContext | None:
    found = broker.first("managementContext", "managementContext")
    return ManagementContext(_boolean(found, "createConnector"), source=_source(found)) if found else None


def _properties_files(root: Element) -> tuple[str, ...]:
    """The files that Spring's placeholder beans name, in a list or alone."""
    return tuple(
        text.strip()
        for bean in root.within("bean")
        if bean.attributes.get("class", "").endswith("PropertyPlaceholderConfigurer")
        for holder in bean.all("property")
        if holder.attributes.get("name") in ("location", "locations")
        for text in (holder.attributes.get("value", ""), *(value.text for value in holder.within("value")))
        if text.strip()
    )


def _destination(element: Element) -> Destination:
    attributes = element.attributes
    if "queue" in attributes:
        return queue(attributes["queue"])
    if "topic" in attributes:
        return topic(attributes["topic"])
    raise ReadError(
        element.file, element.line, f'<{element.name}> names no destination: give it queue="…" or topic="…"'
    )


def _destinations(element: Element, list_name: str) -> tuple[Destination, ...]:
    made = {"queue": queue, "topic": topic}
    return tuple(
        made[one.name](_required(one, "physicalName"))
        for holder in element.all(list_name)
        for one in holder.children
        if one.name in made
    )


def _groups(element: Element, attribute: str) -> tuple[str, ...]:
    return tuple(group.strip() for group in element.attributes.get(attribute, "").split(",") if group.strip())


def _required(element: Element, attribute: str) -> str:
    value = element.attributes.get(attribute)
    if value is None:
        raise ReadError(element.file, element.line, f'<{element.name}> lacks {attribute}="…"')
    return value


def _boolean(element: Element, attribute: str) -> bool | None:
    value = element.attributes.get(attribute)
    if value is None:
        return None
    if value.strip().lower() not in ("true", "false"):
        raise ReadError(element.file, element.line, f'{attribute}="{value}" is neither true nor false')
    return value.strip().lower() == "true"


def _number(element: Element, attribute: str) -> int | None:
    value = element.attributes.get(attribute)
    if value is None:
        return None
    try:
        return int(value)
    except ValueError:
        raise ReadError(element.file, element.line, f'{attribute}="{value}" is not a whole number') from None


def _source(element: Element) -> Source:
    return Source(element.file, element.line)
