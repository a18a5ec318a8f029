"""An index of a network: what the writers of files ask again and again, collected once so that they stay linear."""

from __future__ import annotations

from dataclasses import dataclass

from . import Broker, ClientGroup, Host, Inventory, Link, Network, ServerGroup, Site, dialed, parse


@dataclass(frozen=True, slots=True)
class NetworkIndex:
    """A network and its inventory, by name.

    `brokers`, `hosts`, `sites` and `heaps` are by broker name, `ports` by broker name and wire format (`openwire` or
    `stomp`). `dialing` names, for each broker and port that is dialed, the brokers that open connections to it, in
    the order of the network. `tunneled` are the links of a broker that go through IPsec.
    """

    inventory: Inventory
    brokers: dict[str, Broker]
    hosts: dict[str, tuple[Host, ...]]
    sites: dict[str, Site]
    heaps: dict[str, int]
    ports: dict[tuple[str, str], tuple[int, ...]]
    dialing: dict[tuple[str, int], tuple[str, ...]]
    tunneled: dict[str, tuple[Link, ...]]

    def ports_of(self, broker: str, wire_format: str) -> tuple[int, ...]:
        """The ports on which a broker speaks `openwire` or `stomp`, in the order of its file."""
        return self.ports.get((broker, wire_format), ())

    def stomp_port(self, broker: str) -> int:
        """The port for clients and servers; raise KeyError when the broker has none, as it has no members."""
        return self.ports[broker, "stomp"][0]

    def pool(self, group: ClientGroup | ServerGroup) -> tuple[tuple[str, int], ...]:
        """Host and port of each entry of a group's connection pool. A broker's standby host follows its host."""
        return tuple((host, self.stomp_port(broker)) for broker in group.brokers for host in self.host_names(broker))

    def host_names(self, broker: str) -> tuple[str, ...]:
        """The names under which a broker is reached: its host, then its standby host."""
        return tuple(host.name for host in self.hosts[broker])


def index_of(network: Network, inventory: Inventory) -> NetworkIndex:
    """The index of a network, built in one pass."""
    hosts: dict[str, list[Host]] = {broker.name: [] for broker in network.brokers}
    for host in inventory.hosts:
        hosts[host.broker].append(host)
    ports: dict[tuple[str, str], tuple[int, ...]] = {}
    listening: dict[tuple[str, int], str] = {}
    for broker in network.brokers:
        for listener in broker.transport_connectors:
            uri = parse(listener.uri)
            ports[broker.name, uri.wire_format] = (*ports.get((broker.name, uri.wire_format), ()), uri.port)
            listening.update({(name, uri.port): broker.name for host in hosts[broker.name] for name in host.dialed_as})
    dialing: dict[tuple[str, int], dict[str, None]] = {}
    for broker in network.brokers:
        for connector in broker.network_connectors:
            for uri in dialed(connector.uri):
                target = listening.get((uri.host, uri.port))
                if target is not None:
                    dialing.setdefault((target, uri.port), {})[broker.name] = None
    tunneled: dict[str, list[Link]] = {}
    for link in inventory.links:
        for end in dict.fromkeys((link.dialing, link.listening)) if link.transport == "ipsec" else ():
            tunneled.setdefault(end, []).append(link)
    return NetworkIndex(
        inventory=inventory,
        brokers={broker.name: broker for broker in network.brokers},
        hosts={name: tuple(found) for name, found in hosts.items()},
        sites={broker: site for site in inventory.sites for broker in site.brokers},
        heaps=dict(inventory.heaps),
        ports=ports,
        dialing={target: tuple(dialers) for target, dialers in dialing.items()},
        tunneled={broker: tuple(links) for broker, links in tunneled.items()},
    )
