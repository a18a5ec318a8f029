"""A network of brokers, exactly as its `activemq.xml` files can say it.

The names are ActiveMQ's: `NetworkConnector.consumer_ttl` is the attribute `consumerTTL` of the element
`networkConnector`. `None` means that a file does not say it, so that the release's default holds.
Everything is frozen and comparable; `source` (where an element was read) takes no part in comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .destination import Destination


@dataclass(frozen=True, slots=True)
class Source:
    """Where an element stands: a file, and a line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Element:
    """Something a file says; `source` is None for what was planned rather than read."""

    source: Source | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class TransportConnector(Element):
    """A listener: one port that clients or other brokers connect to."""

    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class NetworkConnector(Element):
    """A bridge that this broker opens. `uri` is whole, as in the file: `static:(ssl://host:61617)`."""

    name: str
    uri: str
    duplex: bool | None = None
    user_name: str | None = None
    password: str | None = None
    message_ttl: int | None = None
    consumer_ttl: int | None = None
    network_ttl: int | None = None
    conduit_subscriptions: bool | None = None
    decrease_network_consumer_priority: bool | None = None
    suppress_duplicate_queue_subscriptions: bool | None = None
    bridge_temp_destinations: bool | None = None
    excluded_destinations: tuple[Destination, ...] = ()
    dynamically_included_destinations: tuple[Destination, ...] = ()
    statically_included_destinations: tuple[Destination, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyEntry(Element):
    """What holds for the destinations of one pattern. The most specific entry wins alone: nothing is inherited.

    `inactive_timeout_before_gc` and `expire_messages_period` are milliseconds.
    """

    destination: Destination
    producer_flow_control: bool | None = None
    gc_inactive_destinations: bool | None = None
    gc_with_network_consumers: bool | None = None
    inactive_timeout_before_gc: int | None = None
    max_page_size: int | None = None
    expire_messages_period: int | None = None


@dataclass(frozen=True, slots=True)
class AuthenticationUser(Element):
    """A user of `simpleAuthenticationPlugin`; `password` is usually a placeholder."""

    username: str
    password: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorizationEntry(Element):
    """Groups that may read, write and create (`admin`) what a pattern selects.

    The rights of a user are the union over all entries that match; there is no denial.
    """

    destination: Destination
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TempDestinationAuthorizationEntry(Element):
    """Groups that may read, write and create temporary queues and topics. Without it everyone may."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SslContext(Element):
    """Key and trust stores. Through 6.3 there is one for all listeners and connectors of a broker."""

    key_store: str
    key_store_password: str
    trust_store: str
    trust_store_password: str


@dataclass(frozen=True, slots=True)
class SystemUsage(Element):
    """Limits: memory as a percentage of the Java heap, store and temp store as text such as `1 gb`."""

    memory_percent_of_jvm_heap: int | None = None
    store_limit: str | None = None
    temp_limit: str | None = None


@dataclass(frozen=True, slots=True)
class KahaDB(Element):
    """The store of persistent messages."""

    directory: str


@dataclass(frozen=True, slots=True)
class Broker(Element):
    """One `activemq.xml`.

    `properties_files` are the files from which its `${placeholders}` are filled. `create_connector` is
    that of `managementContext`: whether a JMX port is opened. `schedule_period_for_destination_purge`
    is milliseconds between sweeps for inactive destinations.
    """

    name: str
    properties_files: tuple[str, ...] = ()
    data_directory: str | None = None
    persistent: bool | None = None
    advisory_support: bool | None = None
    schedule_period_for_destination_purge: int | None = None
    create_connector: bool | None = None
    persistence: KahaDB | None = None
    system_usage: SystemUsage | None = None
    ssl_context: SslContext | None = None
    transport_connectors: tuple[TransportConnector, ...] = ()
    network_connectors: tuple[NetworkConnector, ...] = ()
    policy_entries: tuple[PolicyEntry, ...] = ()
    users: tuple[AuthenticationUser, ...] = ()
    authorization_entries: tuple[AuthorizationEntry, ...] = ()
    temp_destination_authorization_entry: TempDestinationAuthorizationEntry | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Network:
    """Brokers that may be linked. The order is that of the topology or of the files read."""

    brokers: tuple[Broker, ...]

    def broker(self, name: str) -> Broker:
        """The broker of that name; raise KeyError when there is none."""
        for broker in self.brokers:
            if broker.name == name:
                return broker
        raise KeyError(name)
