"""`topology.yaml`, key by key. The descriptions here are the reference page and the JSON Schema.

The model checks shapes and single values; what relates places to each other (absent sites, clashes,
parts that nothing connects) is checked in `broker_network.design.topology.relations`, so that all errors come at once.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from broker_network.activemq import releases
from broker_network.network.choices import (
    OPENWIRE_PORTS,
    STOMP_PORTS,
    FailureKind,
    Layout,
    Security,
    Transport,
)

from .values import (
    UNIQUE,
    Address,
    ClassName,
    Collectives,
    Directory,
    FactName,
    HostName,
    Id,
    Ids,
    Placeholder,
    Port,
    Prefix,
    ReleaseNumber,
    Text,
    Word,
)


def _list_or_mapping(value: object) -> str:
    return "mapping" if isinstance(value, dict) else "list"


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class StandbyEntry(_Model):
    """A second host for a broker. It shares the store with the first and takes over when it dies."""

    host: HostName = Field(description="Name under which clients and other brokers reach the standby host.")
    address: Address | None = Field(None, description="Its address. Needed for firewall rules, IPsec and the lab.")
    outside_address: Address | None = Field(
        None,
        description="The address at which other sites see the host: that of the router which translates addresses for "
        "the site (NAT). Default: `address`. Give it if another site uses the same addresses.",
    )
    inner_address: Address | None = Field(
        None, description="Its address inside IPsec tunnels. Default: the next free one of `security.inner_network`."
    )


class BrokerEntry(_Model):
    """One broker. The key is its `brokerName`, unique in the network."""

    host: HostName = Field(
        description="Name under which clients and other brokers reach the host. It is in the broker's certificate."
    )
    address: Address | None = Field(
        None,
        description="Address of the host, inside the site's network. Needed for firewall rules, IPsec and the lab.",
    )
    outside_address: Address | None = Field(
        None,
        description="The address at which other sites see the host: that of the router which translates addresses for "
        "the site (NAT). Default: `address`. Give it if another site uses the same addresses.",
    )
    inner_address: Address | None = Field(
        None,
        description="Address of the host inside IPsec tunnels, on no cable. Default: the next free one of "
        "`security.inner_network`.",
    )
    standby: StandbyEntry | None = Field(None, description="A second host that takes over when the first dies.")
    store: Directory | None = Field(
        None,
        description="Directory of the message store. With a standby it must be on storage that both hosts mount. "
        "Default: `${activemq.data}/kahadb`.",
    )
    activemq: ReleaseNumber | None = Field(
        None,
        description="The exact ActiveMQ release of this broker, where it is another than the network's. A rolling "
        "upgrade is a topology with two releases. Default: `activemq` of the network.",
    )
    heap: int | None = Field(
        None,
        ge=128,
        le=65536,
        description="Java heap in MiB. Default: computed from the clients and servers connected.",
    )
    openwire_port: Port | None = Field(
        None,
        description=f"Port for other brokers. Default: {OPENWIRE_PORTS['mtls']} with `links: mtls`, "
        f"{OPENWIRE_PORTS['plain']} with `ipsec` and `plain`.",
    )
    stomp_port: Port | None = Field(
        None,
        description=f"Port for clients and servers. Default: {STOMP_PORTS['mtls']} with `clients: mtls`, "
        f"{STOMP_PORTS['plain']} with `clients: plain`. A broker that none of them connect to has no such port.",
    )

    def openwire_port_for(self, transport: Transport) -> int:
        """The port that other brokers dial through a transport."""
        return self.openwire_port or OPENWIRE_PORTS[transport]

    def stomp_port_for(self, security: Security) -> int:
        """The port of clients and servers."""
        return self.stomp_port or STOMP_PORTS[security]


class OperatorEntry(_Model):
    """An operator whose rights are narrower than those of the group."""

    collectives: Collectives = Field(description="Collectives that this operator may command.")


class _MembersEntry(_Model):
    """What groups of clients and groups of servers have in common."""

    title: Text | None = Field(None, description="What the group is called in diagrams. Default: the key.")
    count: int = Field(1, ge=1, le=100_000, description="How many machines.")
    brokers: Ids | None = Field(
        None,
        description="Brokers of the site to connect to, in order of preference. Default: all of the site, in order.",
    )


class ClientsEntry(_MembersEntry):
    """A group of machines from which operators send requests: NOC terminals, or a web server with a tool on it."""

    operators: Annotated[
        Annotated[Ids, Tag("list")]
        | Annotated[
            dict[Annotated[Id, Placeholder("operator")], OperatorEntry | None], Field(min_length=1), Tag("mapping")
        ],
        Discriminator(_list_or_mapping),
    ] = Field(
        description="Who runs `mco` there: a list of names, or a mapping from each name to its own settings. "
        "Each gets an account, a certificate and a signing key.",
    )
    collectives: Collectives | None = Field(
        None, description="Collectives that the operators may command. Default: all."
    )


class ServersEntry(_MembersEntry):
    """A group of managed servers that are alike: same facts, classes and collectives."""

    facts: dict[FactName, Word] = Field(
        {}, description="Facts by which requests select these servers, such as `customer: acmeinc`."
    )
    classes: Annotated[tuple[ClassName, ...], Field(strict=False), *UNIQUE] = Field(
        (), description="Configuration management classes of these servers."
    )
    collectives: Collectives | None = Field(
        None, description="Collectives these servers join. Default: the first of the network."
    )
    cloud_init: bool = Field(
        False,
        description="`true`: these servers start from an image and configure themselves by cloud-init; a `user-data` "
        "is written for them.",
    )


class SiteEntry(_Model):
    """A place with a network of its own: a data center, a country, the NOC."""

    title: Text | None = Field(None, description="What the site is called in diagrams and tables. Default: the key.")
    network: Prefix | None = Field(
        None,
        description="Address prefix of the site, such as `10.1.0.0/24`: who may reach the STOMP port of its brokers. "
        "Sites behind routers that translate addresses (NAT) may have the same.",
    )
    brokers: dict[Annotated[Id, Placeholder("broker")], BrokerEntry] = Field(
        min_length=1, description="The brokers that stand here, by `brokerName`."
    )
    clients: dict[Annotated[Id, Placeholder("group")], ClientsEntry] = Field(
        {}, description="Groups of machines that send requests."
    )
    servers: dict[Annotated[Id, Placeholder("group")], ServersEntry] = Field(
        {}, description="Groups of machines that are managed."
    )


class LinkEntry(_Model):
    """A link between brokers. A site's name stands for each of its brokers."""

    model_config = ConfigDict(validate_by_name=True)

    dialing: Id = Field(alias="from", description="Site or broker that opens the connection.")
    listening: Id = Field(alias="to", description="Site or broker that is connected to.")
    duplex: bool = Field(
        True,
        description="`true`: one side opens connections that carry messages both ways. "
        "`false`: each side opens one for its own messages, so both must be able to dial.",
    )
    collectives: Collectives | None = Field(
        None,
        description="Collectives whose destinations may cross. Default: those that somebody beyond the link needs.",
    )
    transport: Transport | None = Field(None, description="Transport of this link. Default: that of `security.links`.")
    ttl: int | None = Field(
        None,
        ge=1,
        le=32,
        description="`messageTTL` and `consumerTTL` of this link. "
        "Default: the smallest that lets everyone reach whom they command; for topics in a circle of links, more. "
        "One that is too small is refused with the value that is enough.",
    )


class SecuritySettings(_Model):
    """How connections are protected."""

    links: Transport = Field(
        "mtls",
        description="Between brokers: `mtls` (TLS, both sides show a certificate), `ipsec` (no TLS, in a tunnel "
        "between the brokers' hosts) or `plain`.",
    )
    inner_network: Prefix | None = Field(
        None,
        description="With IPsec: the prefix that inner addresses are taken from, one for each broker host in the order "
        "of the file. A private one that nothing else uses, such as `10.255.0.0/24`.",
    )
    clients: Security = Field(
        "mtls",
        description="Between clients or servers and their broker: `mtls` or `plain`. "
        "MCollective has no verified TLS without a certificate of its own.",
    )


class Topology(_Model):
    """A network of ActiveMQ brokers for MCollective."""

    title: Text = Field(description="What the network is called.")
    description: Text | None = Field(None, description="One or two sentences for the diagram's caption.")
    activemq: ReleaseNumber = Field(
        description=f"The exact ActiveMQ release that the files are written for, such as `{releases.DEFAULT}`. "
        "A broker may have its own."
    )
    accept_release: Text | None = Field(
        None,
        description="Why a release that loses demand between brokers is used all the same. "
        "Without a reason it is refused.",
    )
    collectives: Collectives = Field(
        ("mcollective",),
        description="Collectives of the network. The first is the default of servers.",
    )
    sites: dict[Annotated[Id, Placeholder("site")], SiteEntry] = Field(min_length=1, description="The places, by name.")
    links: tuple[LinkEntry, ...] = Field((), strict=False, description="Who opens connections to whom.")
    security: SecuritySettings = Field(SecuritySettings(), description="How connections are protected.")
    survives: Annotated[tuple[FailureKind, ...], Field(strict=False), *UNIQUE] = Field(
        (),
        description="Failures after which everyone still reaches whom they command: any one `link`, any one `broker`. "
        "For `broker`, everybody needs a second broker in their pool, or a standby of their only one. "
        "`broker-between` promises less: clients and servers that have no other broker may be cut off. "
        "A broker with a standby is not missed.",
    )
    layout: Layout | None = Field(None, description="Shape of the diagram. Default: chosen from the links.")

    def transport_of(self, link: LinkEntry) -> Transport:
        """The transport of one of the links: its own, or that of all."""
        return link.transport or self.security.links
