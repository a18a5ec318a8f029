"""A network of brokers, exactly as its `activemq.xml` files can say it.

The names are ActiveMQ's: `NetworkConnector.consumer_ttl` is the attribute `consumerTTL` of the element
`networkConnector`. `None` means that a file does not say it, so that the release's default holds; `Unknown`
that it says something which only the running broker knows. Everything is frozen and comparable; `source`
(where an element was read) takes no part in comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .destination import Destination
from .values import Flag, Number, Others, Source


@dataclass(frozen=True, slots=True)
class Element:
    """Something a file says; `source` is None for what was planned rather than read."""

    source: Source | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class TransportConnector(Element):
    """A listener: one port that clients or other brokers connect to. Without a name ActiveMQ uses the URI."""

    name: str | None
    uri: str
    discovery_uri: str | None = None
    others: Others = ()


DEFAULT_CONNECTOR_NAME = "NC"
"""The name of a network connector whose file gives none. (Source: DiscoveryNetworkConnector; seen on 5.17.2.)"""


@dataclass(frozen=True, slots=True)
class NetworkConnector(Element):
    """A bridge that this broker opens. `uri` is whole, as in the file: `static:(ssl://host:61617)`."""

    name: str | None
    uri: str
    duplex: Flag = None
    user_name: str | None = None
    password: str | None = None
    remote_user_name: str | None = None
    remote_password: str | None = None
    message_ttl: Number = None
    consumer_ttl: Number = None
    network_ttl: Number = None
    conduit_subscriptions: Flag = None
    conduit_network_queue_subscriptions: Flag = None
    decrease_network_consumer_priority: Flag = None
    suppress_duplicate_queue_subscriptions: Flag = None
    suppress_duplicate_topic_subscriptions: Flag = None
    bridge_temp_destinations: Flag = None
    dynamic_only: Flag = None
    static_bridge: Flag = None
    prefetch_size: Number = None
    advisory_prefetch_size: Number = None
    destination_filter: str | None = None
    excluded_destinations: tuple[Destination, ...] = ()
    dynamically_included_destinations: tuple[Destination, ...] = ()
    statically_included_destinations: tuple[Destination, ...] = ()
    others: Others = ()


@dataclass(frozen=True, slots=True)
class PendingMessageLimit(Element):
    """How many messages may wait for a slow topic consumer.

    `strategy` is the element, such as `prefetchRatePendingMessageLimitStrategy`, `limit` its `limit` or `multiplier`.
    """

    strategy: str
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyEntry(Element):
    """What holds for the destinations of one pattern. The most specific entry wins alone: nothing is inherited.

    `destination` is None in a `defaultEntry`. `inactive_timeout_before_gc` and `expire_messages_period` are
    milliseconds. `children` are the names of the strategies inside that the model has no field for.
    """

    destination: Destination | None
    producer_flow_control: Flag = None
    gc_inactive_destinations: Flag = None
    gc_with_network_consumers: Flag = None
    inactive_timeout_before_gc: Number = None
    max_page_size: Number = None
    expire_messages_period: Number = None
    memory_limit: str | None = None
    topic_prefetch: Number = None
    queue_prefetch: Number = None
    enable_audit: Flag = None
    pending_message_limit: PendingMessageLimit | None = None
    replay_when_no_consumers: Flag = None
    selector_aware: Flag = None
    others: Others = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthenticationUser(Element):
    """A user of `simpleAuthenticationPlugin` or of the properties files of a JAAS login module.

    `password` is usually a placeholder; empty where there is none, as with certificates.
    """

    username: str
    password: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authentication(Element):
    """How a broker knows who connects. `users_known` is False where the files do not tell who they are.

    `anonymous_groups` are those of whoever gives no name; None where that is refused.
    """

    kind: Literal["simple", "jaas", "other"]
    users_known: bool = True
    anonymous_groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AuthorizationEntry(Element):
    """Groups that may read, write and create (`admin`) what a pattern selects.

    The rights of a user are the union over all entries that match; there is no denial. `destination` is None
    in a `defaultEntry`.
    """

    destination: Destination | None
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

    key_store: str | None = None
    key_store_password: str | None = None
    trust_store: str | None = None
    trust_store_password: str | None = None


@dataclass(frozen=True, slots=True)
class SystemUsage(Element):
    """Limits: memory as a percentage of the Java heap or as text such as `64 mb`, store and temp store as text."""

    memory_percent_of_jvm_heap: Number = None
    store_limit: str | None = None
    temp_limit: str | None = None
    memory_limit: str | None = None


@dataclass(frozen=True, slots=True)
class PersistenceAdapter(Element):
    """The store of persistent messages: the name of its element, such as `kahaDB`, and where it keeps its files.

    `database` is that of a JDBC store, without users and passwords, where its data source is in the same file. `locked`
    is whether whoever comes second waits for the first.
    """

    kind: str
    directory: str | None = None
    database: str | None = None
    locked: Flag = None


@dataclass(frozen=True, slots=True)
class ManagementContext(Element):
    """JMX. `create_connector` is whether a port is opened, `connector_host` and `connector_port` where."""

    create_connector: Flag = None
    connector_host: str | None = None
    connector_port: Number = None


@dataclass(frozen=True, slots=True)
class Plugin(Element):
    """A broker plugin that the model has no field for, such as `timeStampingBrokerPlugin`, and its attributes."""

    name: str
    attributes: Others = ()


@dataclass(frozen=True, slots=True)
class Import(Element):
    """Another Spring file that is read into this one. `found` is None where it was not looked for."""

    resource: str
    found: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Broker(Element):
    """One `activemq.xml`. `str(broker)` is its name.

    `properties_files` are the files from which its `${placeholders}` are filled.
    `schedule_period_for_destination_purge` is milliseconds between sweeps for inactive destinations.
    `authorization` is None where everybody may do everything, `map` where the entries say who may, `other`
    where the files do not tell. `web_console` is whether a Jetty server is started with the broker, `web_console_host`
    the address it listens at where the file, or one that it imports, says so.
    """

    name: str
    properties_files: tuple[str, ...] = ()
    data_directory: str | None = None
    persistent: Flag = None
    use_jmx: Flag = None
    advisory_support: Flag = None
    schedule_period_for_destination_purge: Number = None
    management: ManagementContext | None = None
    persistence: PersistenceAdapter | None = None
    system_usage: SystemUsage | None = None
    ssl_context: SslContext | None = None
    transport_connectors: tuple[TransportConnector, ...] = ()
    network_connectors: tuple[NetworkConnector, ...] = ()
    policy_entries: tuple[PolicyEntry, ...] = ()
    authentication: Authentication | None = None
    users: tuple[AuthenticationUser, ...] = ()
    authorization: Literal["map", "other"] | None = None
    authorization_entries: tuple[AuthorizationEntry, ...] = ()
    temp_destination_authorization_entry: TempDestinationAuthorizationEntry | None = None
    plugins: tuple[Plugin, ...] = ()
    imports: tuple[Import, ...] = ()
    web_console: bool = False
    web_console_host: str | None = None
    others: Others = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Network:
    """Brokers that may be linked. The order is that of the topology or of the files read."""

    brokers: tuple[Broker, ...]

    def broker(self, name: str) -> Broker:
        """The first broker of that name; raise KeyError when there is none."""
        for broker in self.brokers:
            if broker.name == name:
                return broker
        raise KeyError(name)
