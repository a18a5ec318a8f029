"""Which machine of a running network is whose."""

from __future__ import annotations

import subprocess

from broker_network.network import Inventory, Network, Operator, ServerGroup, parse

from .hosts import LabHost
from .mcollective import RUBY


class MachineLookup:
    """Finds the machines of a network by who works on them and what runs there."""

    def __init__(self, network: Network, inventory: Inventory) -> None:
        self.network, self.inventory = network, inventory
        self.hosts: dict[str, LabHost] = {}

    def members(self, site: str, group: str) -> tuple[LabHost, ...]:
        """The machines of a group that the lab has started."""
        return tuple(host for host in self.hosts.values() if (host.machine.site, host.machine.group) == (site, group))

    def terminal(self, operator: Operator) -> LabHost:
        """A machine on which an operator runs `mco`."""
        for group in self.inventory.client_groups:
            if operator in group.operators:
                return self.members(group.site, group.name)[0]
        raise KeyError(operator.identity)

    def broker_host(self, broker: str) -> LabHost:
        """The host a broker runs on; of a primary and a standby that of the primary."""
        return self.broker_hosts(broker)[0]

    def broker_hosts(self, broker: str) -> tuple[LabHost, ...]:
        """The hosts a broker may run on: its own, then that of its standby."""
        return tuple(self.hosts[host.name] for host in self.inventory.hosts_of(broker))

    def group(self, host: LabHost) -> ServerGroup:
        """The group of a managed server."""
        for group in self.inventory.server_groups:
            if (group.site, group.name) == (host.machine.site, host.machine.group):
                return group
        raise KeyError(host.name)

    def mco(self, operator: Operator, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run `mco` as an operator on the operator's own terminal."""
        configuration = f"/etc/mcollective/operators/{operator.identity}/client.cfg"
        application, *rest = arguments
        return self.terminal(operator).run("mco", application, "-c", configuration, *rest, seconds=seconds, env=RUBY)

    def stomp_address(self, broker: str) -> tuple[str, int]:
        """LabHost name and STOMP port of a broker."""
        listener = next(one for one in self.network.broker(broker).transport_connectors if one.name == "stomp")
        return self.inventory.hosts_of(broker)[0].name, parse(listener.uri).port
