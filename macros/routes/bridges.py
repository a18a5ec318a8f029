"""Bridges: what the network connectors of all brokers come to, one for each direction of messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.network import Destination, Inventory, Network, NetworkConnector, Number, TransportUri, Unknown, dialed


@dataclass(frozen=True, slots=True)
class Bridge:
    """Messages go from broker `sender` to broker `receiver`, over a connection opened by `dialing`."""

    sender: str
    receiver: str
    dialing: str
    connector: NetworkConnector

    @property
    def message_ttl(self) -> int:
        """Brokers a message may have passed, this one's sender included; default 1, -1 is unlimited."""
        return _ttl(self.connector.network_ttl, self.connector.message_ttl)

    @property
    def consumer_ttl(self) -> int:
        """Brokers a subscription may have passed; default 1, -1 is unlimited."""
        return _ttl(self.connector.network_ttl, self.connector.consumer_ttl)


def _ttl(network_ttl: Number, split: Number) -> int:
    """`networkTTL` silently wins over the split attributes, whatever their order (seen on 5.17.2)."""
    ttl = split if network_ttl is None else network_ttl
    return 1 if ttl is None or isinstance(ttl, Unknown) else ttl


def hosts_of(inventory: Inventory) -> dict[str, str]:
    """For each host name its broker: what tells whom a connector dials."""
    return {host.name: host.broker for host in inventory.hosts}


def target(address: TransportUri, hosts: Mapping[str, str]) -> str | None:
    """The broker that listens at a dialed address, by `host:port` or by `host`; None where that is not known."""
    return hosts.get(f"{address.host}:{address.port}") or hosts.get(address.host)


def bridges(network: Network, hosts: Mapping[str, str]) -> tuple[Bridge, ...]:
    """Every bridge whose far side is a broker of the network, in the order of the files.

    `static:(a,b)` is one bridge per address; `masterslave:(a,b)` is one, to whichever answers. An
    address that belongs to no known broker gives none.
    """
    found: list[Bridge] = []
    for broker in network.brokers:
        for connector in broker.network_connectors:
            try:
                addresses = dialed(connector.uri)
            except ValueError:
                continue
            targets = [name for name in (target(address, hosts) for address in addresses) if name]
            if connector.uri.startswith("masterslave:"):
                targets = targets[:1]
            for far in targets:
                found.append(Bridge(broker.name, far, broker.name, connector))
                if connector.duplex is True:
                    found.append(Bridge(far, broker.name, broker.name, connector))
    return tuple(found)


def permits(connector: NetworkConnector, destination: Destination) -> bool:
    """Whether a connector's filters let a destination across.

    Exclusions come first, then static, then dynamic inclusions; an empty dynamic list includes all.
    (Source: DemandForwardingBridgeSupport.isPermissableDestination.)
    """
    if any(pattern.matches(destination) for pattern in connector.excluded_destinations):
        return False
    if any(pattern.matches(destination) for pattern in connector.statically_included_destinations):
        return True
    included = connector.dynamically_included_destinations
    return not included or any(pattern.matches(destination) for pattern in included)
