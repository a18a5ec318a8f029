"""Which ports of each broker a firewall guards, and whom it lets through."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from broker_network.network import Inventory, Network
from broker_network.network.index import index_of
from broker_network.network.openings import Opened, Opening, openings_of


class Firewalls:
    """The firewalls of a network, of which nothing is known without an inventory. `sites` are by broker."""

    def __init__(self, network: Network, inventory: Inventory | None, sites: Mapping[str, str]) -> None:
        self._network, self._inventory, self._sites = network, inventory, sites

    def guarded(self, broker: str, kind: Opened | None = None) -> bool:
        """Whether a firewall guards all ports of a broker, or all of a kind: that takes addresses, and networks."""
        opened = self._openings.get(broker)
        return opened is not None and all(one.sources is not None for one in opened if kind in (None, one.kind))

    def lets_through(self, thief: str, broker: str) -> bool:
        """Whether somebody on the host of a broker gets to a port of another; where no firewall is known, anybody."""
        if not self.guarded(broker):
            return True
        near = self._sites.get(thief) == self._sites.get(broker)
        return any(thief in one.brokers or (near and one.groups) for one in self._openings[broker] if one.kind != "ike")

    def within_tunnels(self, broker: str) -> bool:
        """Whether all that a broker listens to without TLS comes out of IPsec tunnels."""
        return all(
            one.tunneled or one.encrypted for one in self._openings.get(broker, ()) if one.kind in ("openwire", "stomp")
        )

    @cached_property
    def _openings(self) -> dict[str, tuple[Opening, ...]]:
        """What is open on the hosts of each broker."""
        if self._inventory is None:
            return {}
        index = index_of(self._network, self._inventory)
        names = dict.fromkeys(broker.name for broker in self._network.brokers)
        return {name: openings_of(name, index) for name in names if name in self._sites}
