"""What `activemq.xml` files cannot say: sites, hosts and addresses, groups of clients and servers, operators.

`plan` returns an `Inventory` beside the `Network`. A reader's own files may come without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network

from .choices import Layout, Security, Transport


@dataclass(frozen=True, slots=True)
class Host:
    """A machine that runs a broker. `address` is the one in its site, None where the topology gives none.

    `outside_address` is where other sites see it: `address`, unless that is translated on the way. None where it is not
    given and another site has the same address, so that nobody can say. `inner_address` is the one it has inside IPsec
    tunnels, None where no link of the network goes through one.
    """

    name: str
    broker: str
    site: str
    address: str | None = None
    inner_address: str | None = None
    outside_address: str | None = None

    def seen_from(self, site: str) -> str | None:
        """The address at which hosts of a site see this one."""
        return self.address if site == self.site else self.outside_address

    @property
    def dialed_as(self) -> tuple[str, ...]:
        """What brokers dial to reach it: its name, or its inner address."""
        return (self.name, self.inner_address) if self.inner_address else (self.name,)


@dataclass(frozen=True, slots=True)
class Operator:
    """A person (or a web application) that sends requests, with an account and a signing key of its own.

    `identity` is what MCollective puts into reply queues: `<name>.<site>`.
    """

    name: str
    identity: str
    collectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientGroup:
    """Machines on which operators run `mco`. `brokers` is the connection pool, in order."""

    site: str
    name: str
    title: str
    count: int
    operators: tuple[Operator, ...]
    collectives: tuple[str, ...]
    brokers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServerGroup:
    """Machines that run `mcollectived` alike: same facts, classes and collectives.

    `user` is their account at the brokers of `brokers`, the connection pool, in order. With `cloud_init` they
    configure themselves at their first boot.
    """

    site: str
    name: str
    title: str
    count: int
    collectives: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]
    user: str
    brokers: tuple[str, ...]
    cloud_init: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A connection between two brokers. `dialing` opens it; when not `duplex`, each side opens its own half.

    `collectives` are those whose destinations may cross; `ttl` is what both TTL attributes were set to.
    `user` is the bridge user, known at both ends. `transport` is None where only files are known: they do not say what
    is below a connection without TLS.
    """

    dialing: str
    listening: str
    duplex: bool
    collectives: tuple[str, ...]
    ttl: int
    user: str
    transport: Transport | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place with a network of its own. `network` is an IPv4 or IPv6 prefix, or None where none is given."""

    name: str
    title: str
    network: str | None
    brokers: tuple[str, ...]
    client_groups: tuple[ClientGroup, ...]
    server_groups: tuple[ServerGroup, ...]


@dataclass(frozen=True, slots=True)
class InnerNetwork:
    """Where inner addresses are from. `gateway` is an address in it that no host has."""

    prefix: str
    gateway: str

    @property
    def version(self) -> int:
        """4 or 6, as of IP."""
        return ip_network(self.prefix).version

    @property
    def length(self) -> int:
        """The prefix length that means a single address."""
        return ip_network(self.prefix).max_prefixlen


@dataclass(frozen=True, slots=True)
class Inventory:
    """The places, machines and people around a `Network`.

    `name` is that of the folder its files are written to. `heaps` are the Java heaps per broker, in MiB.
    `inner_network` holds the inner addresses of hosts, where links go through IPsec. `own_releases` are the releases of
    the brokers, by name, that run another one than `release`.
    """

    name: str
    title: str
    description: str
    release: str
    client_security: Security
    sites: tuple[Site, ...]
    hosts: tuple[Host, ...]
    links: tuple[Link, ...]
    heaps: tuple[tuple[str, int], ...]
    layout: Layout | None = None
    inner_network: InnerNetwork | None = None
    own_releases: tuple[tuple[str, str], ...] = ()

    def release_of(self, broker: str) -> str:
        """The release of ActiveMQ that a broker runs."""
        return dict(self.own_releases).get(broker, self.release)

    @property
    def release_words(self) -> str:
        """The release, or all where brokers run several."""
        return " and ".join(dict.fromkeys((self.release, *dict(self.own_releases).values())))

    def site_of(self, broker: str) -> Site:
        """The site a broker stands in; raise KeyError when no site has it."""
        for site in self.sites:
            if broker in site.brokers:
                return site
        raise KeyError(broker)

    def hosts_of(self, broker: str) -> tuple[Host, ...]:
        """The hosts a broker may run on: one, or a primary and a standby."""
        return tuple(host for host in self.hosts if host.broker == broker)

    @property
    def client_groups(self) -> tuple[ClientGroup, ...]:
        """All groups of clients, in the order of the sites."""
        return tuple(group for site in self.sites for group in site.client_groups)

    @property
    def server_groups(self) -> tuple[ServerGroup, ...]:
        """All groups of servers, in the order of the sites."""
        return tuple(group for site in self.sites for group in site.server_groups)

    @property
    def operators(self) -> tuple[Operator, ...]:
        """All operators, each identity once."""
        return tuple(
            {operator.identity: operator for group in self.client_groups for operator in group.operators}.values()
        )
