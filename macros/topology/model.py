"""`topology.yaml`, key by key. The descriptions here are the reference page and the JSON Schema.

The model checks shapes and single values; what relates places to each other (absent sites, clashes,
parts that nothing connects) is checked in `macros.topology.relations`, so that all errors come at once.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
HOST_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"
COLLECTIVE_PATTERN = r"^[a-z][a-z0-9_-]*$"
RELEASE_PATTERN = r"^[0-9]+\.[0-9]+\.[0-9]+$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=40)]
HostName = Annotated[str, StringConstraints(pattern=HOST_PATTERN, max_length=253)]
Collective = Annotated[str, StringConstraints(pattern=COLLECTIVE_PATTERN, max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Release = Annotated[str, StringConstraints(pattern=RELEASE_PATTERN)]
Port = Annotated[int, Field(ge=1024, le=65535)]
# YAML and JSON have lists where the frozen model has tuples.
Ids = Annotated[tuple[Id, ...], Field(strict=False, min_length=1)]
Collectives = Annotated[tuple[Collective, ...], Field(strict=False, min_length=1)]


def _address(value: object) -> object:
    from ipaddress import ip_address

    return ip_address(value) if isinstance(value, str) else value


def _network(value: object) -> object:
    from ipaddress import ip_network

    return ip_network(value) if isinstance(value, str) else value


Address = Annotated[IPv4Address | IPv6Address, BeforeValidator(_address, json_schema_input_type=str)]
Prefix = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network, json_schema_input_type=str)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Standby(_Model):
    """A second host for a broker. It shares the store with the first and takes over when it dies."""

    host: HostName = Field(description="Name under which clients and other brokers reach the standby host.")
    address: Address | None = Field(None, description="Its address. Needed for firewall rules and the lab.")


class Broker(_Model):
    """One broker. The key is its `brokerName`, unique in the network."""

    host: HostName = Field(
        description="Name under which clients and other brokers reach the host. It is in the broker's certificate."
    )
    address: Address | None = Field(
        None, description="Address of the host, inside the site's network. Needed for firewall rules and the lab."
    )
    standby: Standby | None = Field(None, description="A second host that takes over when the first dies.")
    store: Word | None = Field(
        None,
        description="Directory of the message store. With a standby it must be on storage that both hosts mount. "
        "Default: `${activemq.data}/kahadb`.",
    )
    heap: int | None = Field(
        None,
        ge=128,
        le=65536,
        description="Java heap in MiB. Default: computed from the clients and servers connected.",
    )
    openwire_port: Port | None = Field(
        None, description="Port for other brokers. Default: 61617 with `links: mtls`, 61616 with `links: plain`."
    )
    stomp_port: Port | None = Field(
        None,
        description="Port for clients and servers. Default: 61614 with `clients: mtls`, 61613 with `clients: plain`.",
    )


class Operator(_Model):
    """An operator whose rights are narrower than those of the group."""

    collectives: Collectives = Field(description="Collectives that this operator may command.")


class Clients(_Model):
    """A group of machines from which operators send requests: NOC terminals, or a web server with a tool on it."""

    title: Text | None = Field(None, description="What the group is called in diagrams. Default: the key.")
    count: int = Field(1, ge=1, le=100_000, description="How many machines.")
    operators: Ids | Annotated[dict[Id, Operator | None], Field(min_length=1)] = Field(
        description="Who runs `mco` there: a list of names, or a mapping from each name to its own settings. "
        "Each gets an account, a certificate and a signing key.",
    )
    collectives: Collectives | None = Field(
        None, description="Collectives that the operators may command. Default: all."
    )
    brokers: Ids | None = Field(
        None,
        description="Brokers of the site to connect to, in order of preference. Default: all of the site, in order.",
    )


class Servers(_Model):
    """A group of managed servers that are alike: same facts, classes and collectives."""

    title: Text | None = Field(None, description="What the group is called in diagrams. Default: the key.")
    count: int = Field(1, ge=1, le=100_000, description="How many machines.")
    facts: dict[Word, Word] = Field(
        {}, description="Facts by which requests select these servers, such as `customer: acmeinc`."
    )
    classes: tuple[Word, ...] = Field(
        (), strict=False, description="Configuration management classes of these servers."
    )
    collectives: Collectives | None = Field(
        None, description="Collectives these servers join. Default: the first of the network."
    )
    brokers: Ids | None = Field(
        None,
        description="Brokers of the site to connect to, in order of preference. Default: all of the site, in order.",
    )


class Site(_Model):
    """A place with a network of its own: a data center, a country, the NOC."""

    title: Text | None = Field(None, description="What the site is called in diagrams and tables. Default: the key.")
    network: Prefix | None = Field(
        None,
        description="Address prefix of the site, such as `10.1.0.0/24`: who may reach the STOMP port of its brokers.",
    )
    brokers: dict[Id, Broker] = Field(min_length=1, description="The brokers that stand here, by `brokerName`.")
    clients: dict[Id, Clients] = Field({}, description="Groups of machines that send requests.")
    servers: dict[Id, Servers] = Field({}, description="Groups of machines that are managed.")


class Link(_Model):
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
    transport: Literal["mtls", "plain"] | None = Field(
        None, description="Transport of this link, if not that of `security.links`."
    )
    ttl: int | None = Field(
        None,
        ge=1,
        le=32,
        description="`messageTTL` and `consumerTTL` of this link. Default: the smallest that lets everyone reach whom they command.",
    )


class SecuritySettings(_Model):
    """How connections are protected."""

    links: Literal["mtls", "plain", "ipsec"] = Field(
        "mtls",
        description="Between brokers: `mtls` (TLS, both sides show a certificate) or `plain`. "
        "`ipsec` is known and not built yet.",
    )
    clients: Literal["mtls", "plain"] = Field(
        "mtls",
        description="Between clients or servers and their broker: `mtls` or `plain`. "
        "MCollective has no verified TLS without a certificate of its own.",
    )


class Topology(_Model):
    """A network of ActiveMQ brokers for MCollective."""

    title: Text = Field(description="What the network is called.")
    description: Text | None = Field(None, description="One or two sentences for the diagram's caption.")
    activemq: Release = Field(description="The exact ActiveMQ release that the files are written for, such as `6.2.6`.")
    accept_release: Text | None = Field(
        None,
        description="Why a release that loses demand between brokers is used all the same. Without a reason it is refused.",
    )
    collectives: Collectives = Field(
        ("mcollective",),
        description="Collectives of the network. The first is the default of servers.",
    )
    sites: dict[Id, Site] = Field(min_length=1, description="The places, by name.")
    links: tuple[Link, ...] = Field((), strict=False, description="Who opens connections to whom.")
    security: SecuritySettings = Field(SecuritySettings(), description="How connections are protected.")
    survives: tuple[Literal["link", "broker"], ...] = Field(
        (),
        strict=False,
        description="Failures after which everyone still reaches whom they command: any one `link`, any one `broker`.",
    )
    layout: Literal["ring", "bus", "tiers"] | None = Field(
        None, description="Shape of the diagram. Default: chosen from the links."
    )
