"""Bridges: what the network connectors of all brokers come to, one for each direction of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from broker_network.network import (
    DEFAULT_CONNECTOR_NAME,
    Destination,
    Inventory,
    Network,
    NetworkConnector,
    Number,
    Source,
    TransportUri,
    Unknown,
    alternatives,
    parse,
)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Messages go from broker `sender` to broker `receiver`, over a connection opened by `dialing`."""

    sender: str
    receiver: str
    dialing: str
    connector: NetworkConnector

    @property
    def message_ttl(self) -> int | Unknown:
        """Brokers a message may have passed, this one's sender included; default 1, -1 is unlimited."""
        return effective_ttl(self.connector.network_ttl, self.connector.message_ttl)

    @property
    def consumer_ttl(self) -> int | Unknown:
        """Brokers a subscription may have passed; default 1, -1 is unlimited."""
        return effective_ttl(self.connector.network_ttl, self.connector.consumer_ttl)

    @property
    def sure_message_ttl(self) -> int:
        """The message TTL; 1 where it is not known, for every other lets through as much."""
        return _sure(self.message_ttl)

    @property
    def sure_consumer_ttl(self) -> int:
        """The consumer TTL; 1 where it is not known, for every other lets through as much."""
        return _sure(self.consumer_ttl)


def _sure(ttl: int | Unknown) -> int:
    return 1 if isinstance(ttl, Unknown) else ttl


def effective_ttl(network_ttl: Number, split: Number) -> int | Unknown:
    """`networkTTL` silently wins over the split attributes, whatever their order (seen on 5.17.2)."""
    ttl = split if network_ttl is None else network_ttl
    return 1 if ttl is None else ttl


def bridge_ttl_attribute(connector: NetworkConnector, attribute: str) -> str:
    """The attribute that decides: `networkTTL` where it is given, whatever `messageTTL` or `consumerTTL` says."""
    return attribute if connector.network_ttl is None else "networkTTL"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the files leave open about a connector: `attribute` of it says `text`, at `source`.

    `attribute` is spelled as in the file; `brokerName` where several brokers have the name of one of its ends, `uri`
    where it connects to one of the brokers that `text` names, of which `failover:(…)` chooses one, and `name` where two
    connectors of one name dial the same broker, which refuses the second of them: "Client … already connected".
    """

    broker: str
    connector: NetworkConnector
    attribute: str
    text: str

    @property
    def source(self) -> Source | None:
        """Where the connector was read."""
        return self.connector.source


@dataclass(frozen=True, slots=True)
class Declared:
    """A bridge and where it is declared: connector number `place[1]` of broker number `place[0]`.

    `doubt` is why it may not exist; None where it surely does.
    """

    bridge: Bridge
    place: tuple[int, int]
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A connector that dials somebody the files do not tell: a broker outside, or one of ours by another name."""

    broker: str
    connector: NetworkConnector
    place: tuple[int, int]
    text: str


def hosts_of(inventory: Inventory) -> dict[str, str]:
    """For each host name its broker: what tells whom a connector dials."""
    return {name: host.broker for host in inventory.hosts for name in host.dialed_as}


def target(address: TransportUri, hosts: Mapping[str, str]) -> str | None:
    """The broker that listens at a dialed address, by `host:port` or by `host`; None where that is not known."""
    return hosts.get(f"{address.host}:{address.port}") or hosts.get(address.host)


def bridges(network: Network, hosts: Mapping[str, str]) -> tuple[Bridge, ...]:
    """Every bridge whose far side is a broker of the network, in the order of the files.

    `static:(a,b)` is one bridge per address; `masterslave:(a,b)` and `failover:(a,b)` are one, to whichever answers. An
    address that belongs to no known broker gives none; whether `duplex` is true must be known for the way back.
    """
    return tuple(
        found.bridge
        for found in survey(network, hosts)
        if isinstance(found, Declared) and (found.doubt is None or found.doubt.attribute != "duplex")
    )


def survey(network: Network, hosts: Mapping[str, str]) -> Iterator[Declared | Elsewhere]:
    """Every bridge that is declared, with what is doubtful about it, and every connector that dials elsewhere.

    A connector that dials its own broker gives none. (Source: DemandForwardingBridgeSupport.collectBrokerInfos.)
    """
    count: dict[str, int] = {}
    for broker in network.brokers:
        count[broker.name] = count.get(broker.name, 0) + 1
    for at, broker in enumerate(network.brokers):
        dialing = [tuple(_dialed(connector, hosts)) for connector in broker.network_connectors]
        named: dict[tuple[str, str], int] = {}
        for connector, targets in zip(broker.network_connectors, dialing, strict=True):
            for far, _ in targets:
                named[_name(connector), far] = named.get((_name(connector), far), 0) + 1
        for position, (connector, targets) in enumerate(zip(broker.network_connectors, dialing, strict=True)):
            place = (at, position)
            for far, sure in targets:
                if far not in count:
                    yield Elsewhere(broker.name, connector, place, far or connector.uri)
                    continue
                if far == broker.name and count[far] == 1:
                    continue
                doubt = None
                clashing = [end for end in (broker.name, far) if count[end] > 1]
                if clashing:
                    doubt = Doubt(broker.name, connector, "brokerName", clashing[0])
                elif not sure:
                    several = " or ".join(name for name, certain in targets if not certain)
                    doubt = Doubt(broker.name, connector, "uri", several)
                elif named[_name(connector), far] > 1:
                    doubt = Doubt(broker.name, connector, "name", _name(connector))
                yield Declared(Bridge(broker.name, far, broker.name, connector), place, doubt)
                if isinstance(connector.duplex, Unknown):
                    doubt = Doubt(broker.name, connector, "duplex", connector.duplex.text)
                elif connector.duplex is not True:
                    continue
                yield Declared(Bridge(far, broker.name, broker.name, connector), place, doubt)


def _name(connector: NetworkConnector) -> str:
    return DEFAULT_CONNECTOR_NAME if connector.name is None else connector.name


def _dialed(connector: NetworkConnector, hosts: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Whom a connector dials, each once, and whether it surely does; an empty name where the files do not tell.

    Of several addresses for one bridge, those whose broker is not known are taken for another host of one that is.
    """
    try:
        groups = tuple(_targets(group, hosts) for group in alternatives(connector.uri))
    except ValueError:
        groups = ()
    surely: dict[str, bool] = {}
    for targets in groups:
        known = [name for name in targets if name] or targets
        if connector.uri.startswith("masterslave:"):
            known = known[:1]
        for name in known:
            surely[name] = surely.get(name, False) or len(known) == 1
    yield from surely.items() if surely else (("", True),)


def _targets(addresses: Iterable[str], hosts: Mapping[str, str]) -> list[str]:
    """The brokers at these addresses, each once, without addresses that cannot be read, such as `tcp://${where}`."""
    found: dict[str, None] = {}
    for text in addresses:
        try:
            found[target(parse(text), hosts) or ""] = None
        except ValueError:
            continue
    return list(found)


def permits(connector: NetworkConnector, destination: Destination) -> bool:
    """Whether a connector's filters let a destination across.

    Exclusions come first, then static, then dynamic inclusions; an empty dynamic list includes all.
    (Source: DemandForwardingBridgeSupport.isPermissableDestination.)
    """
    # Loops and no any(), which takes twice as long: every rule about bridges asks this.
    for pattern in connector.excluded_destinations:
        if pattern.matches(destination):
            return False
    for pattern in connector.statically_included_destinations:
        if pattern.matches(destination):
            return True
    included = connector.dynamically_included_destinations
    for pattern in included:
        if pattern.matches(destination):
            return True
    return not included
