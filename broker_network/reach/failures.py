"""Brokers that die and links that are cut: which there may be, and the network that is left."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from broker_network.network import Broker, Network, NetworkConnector, TransportUri, dialed
from broker_network.network.uri import dialing_others
from broker_network.routes import target
from broker_network.wording import no_such


@dataclass(frozen=True, slots=True)
class Failure:
    """One broker that is gone, or two between which nothing passes."""

    ends: tuple[str, ...]

    @property
    def broker(self) -> str | None:
        """The broker that is gone; None for a link."""
        return self.ends[0] if len(self.ends) == 1 else None

    @property
    def part(self) -> str:
        """What fails: `broker a`, `the link a to b`."""
        return f"broker {self.broker}" if self.broker else f"the link {' to '.join(self.ends)}"

    def __str__(self) -> str:
        return f"{self.part} dies" if self.broker else f"{self.part} is cut"


def failures(network: Network, hosts: Mapping[str, str]) -> tuple[Failure, ...]:
    """Each broker, then each link, in the order of the files. Connectors between the same two brokers are one link."""
    links: dict[frozenset[str], tuple[str, str]] = {}
    names = {broker.name for broker in network.brokers}
    for broker in network.brokers:
        for connector in broker.network_connectors:
            for _, far in _targets(connector, hosts):
                if far is not None and far in names and far != broker.name:
                    links.setdefault(frozenset((broker.name, far)), (broker.name, far))
    return (
        *(Failure((name,)) for name in dict.fromkeys(one.name for one in network.brokers)),
        *map(Failure, links.values()),
    )


def failure(kind: str, name: str, network: Network, hosts: Mapping[str, str]) -> Failure:
    """The failure that a reader means: `broker` and its name, or `link` and both ends, as `a-b` or `a to b`.

    The ends of a link may come in either order. Raises LookupError, with the known names, for one that is not there.
    """
    known = [one for one in failures(network, hosts) if (one.broker is None) == (kind == "link")]
    fitting = [
        one
        for one in known
        if name in {joint.join(ends) for joint in ("-", " to ") for ends in (one.ends, one.ends[::-1])}
    ]
    if len(fitting) == 1:
        return fitting[0]
    names = [" to ".join(one.ends) for one in fitting or known]
    raise LookupError(f"{name} may be any of: {', '.join(names)}" if fitting else no_such(kind, name, names))


def without(network: Network, hosts: Mapping[str, str], failed: Sequence[Failure]) -> Network:
    """The network that is left: without the brokers, and without the bridges to them and over the links.

    A connector that dials several brokers keeps the others. The accounts of the bridges that are gone are left out,
    because otherwise they would count as people who may subscribe.
    """
    gone = {one.broker for one in failed if one.broker}
    cut = {frozenset(one.ends) for one in failed if not one.broker}

    def left(broker: str, connector: NetworkConnector) -> NetworkConnector | None:
        lost = {
            address
            for address, far in _targets(connector, hosts)
            if far is not None and (far in gone or frozenset((broker, far)) in cut)
        }
        if not lost:
            return connector
        uri = dialing_others(connector.uri, lost)
        return None if uri is None else dataclasses.replace(connector, uri=uri)

    brokers = [
        dataclasses.replace(
            broker,
            network_connectors=tuple(
                found for one in broker.network_connectors if (found := left(broker.name, one)) is not None
            ),
        )
        for broker in network.brokers
        if broker.name not in gone
    ]
    unused = _bridge_users(network.brokers) - _bridge_users(brokers)
    return Network(
        tuple(
            dataclasses.replace(one, users=tuple(user for user in one.users if user.username not in unused))
            for one in brokers
        )
    )


def _bridge_users(brokers: Iterable[Broker]) -> set[str | None]:
    connectors = [connector for broker in brokers for connector in broker.network_connectors]
    return {user for one in connectors for user in (one.user_name, one.remote_user_name)}


def _targets(connector: NetworkConnector, hosts: Mapping[str, str]) -> list[tuple[TransportUri, str | None]]:
    try:
        return [(address, target(address, hosts)) for address in dialed(connector.uri)]
    except ValueError:
        return []
