"""Every decision between a topology and its network: one function, `plan`."""

from __future__ import annotations

from typing import NamedTuple

from broker_network.design.topology import model
from broker_network.network import Inventory, Link, Network

from . import expansion, refusal
from .brokers import brokers
from .link_traffic import edges, link_traffic
from .refusal import PlanRefusal, PlanRefused
from .short_ttl import short_ttl
from .traffic import traffic

__all__ = ["Plan", "PlanRefusal", "PlanRefused", "plan"]


class Plan(NamedTuple):
    """What follows from a topology: the network of brokers, and the inventory around it."""

    network: Network
    inventory: Inventory


def plan(topology: model.Topology, name: str) -> Plan:
    """Decide everything that the topology leaves open.

    `name` becomes the inventory's, which is the folder its files go to. Raises PlanRefused with every
    reason when the topology is well-formed and still cannot be built.
    """
    sites = expansion.sites(topology)
    links = expansion.links(topology)
    required = expansion.requirements(sites)
    carried, unmet = traffic(required, edges(links), topology.survives, expansion.with_standby(topology))
    for i, link in enumerate(links):
        if i not in carried.collectives and link.collectives is None and (own := refusal.pool_collectives(link, sites)):
            carried.collectives[i] = own
    refusals = (
        *refusal.release(topology, links),
        *refusal.ports(topology, links),
        *refusal.unmet(unmet, links),
        *refusal.stranded(topology, sites),
        *(() if any(not one.kind for one in unmet) else refusal.idle_links(links, carried)),
    )
    if refusals:
        raise PlanRefused(refusals)

    crossing = link_traffic(links, carried)
    hosts = tuple(expansion.hosts(topology))
    built = tuple(brokers(topology, sites, hosts, links, crossing))
    network = Network(tuple(broker for broker, _ in built))
    inventory = Inventory(
        name=name,
        title=topology.title,
        description=topology.description or "",
        release=topology.activemq,
        client_security=topology.security.clients,
        sites=sites,
        hosts=hosts,
        links=tuple(
            Link(
                dialing=link.dialing,
                listening=link.listening,
                duplex=link.duplex,
                collectives=crossing[link].collectives,
                ttl=crossing[link].ttl,
                user=link.user,
                transport=link.transport,
            )
            for link in links
        ),
        heaps=tuple((broker.name, heap) for broker, heap in built),
        layout=topology.layout,
        inner_network=expansion.inner_network(topology),
        own_releases=tuple(
            (name, broker.activemq)
            for name, (_, broker) in expansion.broker_settings(topology).items()
            if broker.activemq is not None and broker.activemq != topology.activemq
        ),
    )
    if short := tuple(short_ttl(links, carried, required, topology.survives, network, inventory)):
        raise PlanRefused(short)
    return Plan(network, inventory)
