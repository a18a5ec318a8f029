"""The tasks on hosts, other than steps of brokers, during a change of networks, and when to do them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from broker_network.network import Inventory, Network
from broker_network.network.index import NetworkIndex, index_of
from broker_network.network.placement import SWANCTL, TUNNEL_SECRETS, Copy
from broker_network.network.tunnels import tunnels

from .broker_tasks import BrokerTasks, broker_tasks
from .firewall_tasks import firewall_tasks
from .member_tasks import keys_gone, keys_new, member_tasks
from .secret_tasks import secret_tasks
from .tasks import Task


@dataclass(frozen=True, slots=True)
class HostTasks:
    """Tasks `before` all steps of brokers, for `members` before brokers stop permanently, and `after` everything.

    `brokers` are the tasks that belong to the steps of each broker.
    """

    before: tuple[Task, ...]
    brokers: BrokerTasks
    members: tuple[Task, ...]
    after: tuple[Task, ...]


def host_tasks(old: Network, new: Network, was: Inventory, will_be: Inventory) -> HostTasks:
    """First delete the keys of operators who left. Make secrets and open ports before somebody needs them."""
    then, now = index_of(old, was), index_of(new, will_be)
    secrets, firewalls, brokers = secret_tasks(then, now), firewall_tasks(then, now), broker_tasks(then, now)
    return HostTasks(
        (
            *keys_gone(then, now),
            *secrets.making,
            *keys_new(then, now),
            *firewalls.opening,
            *_tunnels(then, now, "open"),
        ),
        brokers,
        tuple(member_tasks(then, now)),
        (*_tunnels(then, now, "close"), *firewalls.closing, *secrets.cleaning, *brokers.closing),
    )


LOAD = (SWANCTL.then or "",)
BESIDE = SWANCTL.target.replace(".conf", "-new.conf")
"""Where the new connections of a host are until the old ones are no longer needed."""


def _tunnels(then: NetworkIndex, now: NetworkIndex, way: Literal["open", "close"]) -> Iterator[Task]:
    """Hosts whose connections change. Those of both networks are loaded until the brokers have changed."""
    old, new = _joined(then), _joined(now)
    inner = {host.name: host.inner_address for host in then.inventory.hosts}
    for host in now.inventory.hosts:
        before, after = old.get(host.name, set()), new.get(host.name, set())
        connections = SWANCTL.copy(host=host.name)
        if way == "open" and after - before:
            moved = inner.get(host.name) != host.inner_address
            given = [f"give it the inner address {host.inner_address}"] if moved else []
            detail = (
                *given,
                "load the new swanctl.conf in addition to the old one" if before else "load its swanctl.conf",
            )
            secrets = () if before else (TUNNEL_SECRETS.copy(host=host.name),)
            placed = Copy(connections.source, BESIDE) if before else connections
            yield Task("tunnels", host.name, detail, (*secrets, placed), commands=LOAD)
        if way == "close" and before and before != after:
            gone = ("remove the old swanctl.conf and load what is left",)
            deletes = (BESIDE,) if after - before else () if after else (connections.target,)
            yield Task("tunnels", host.name, gone, (connections,) if after else (), deletes, LOAD)


def _joined(index: NetworkIndex) -> dict[str, set[tuple[object, ...]]]:
    """For each host, the properties of each of its tunnels."""
    return {
        host.name: {
            (
                *(one.far.name, one.far.seen_from(host.site), one.far.inner_address),
                host.inner_address,
                one.starts,
                one.dials,
                one.serves,
            )
            for one in tunnels(host, index)
        }
        for host in index.inventory.hosts
    }
