"""`README.md` of a network: where each file goes, how to start, how to see that it works."""

from __future__ import annotations

from broker_network.network import Link
from broker_network.network.index import NetworkIndex
from broker_network.network.placement import PLACED, Placed
from broker_network.network.tunnels import has_tunnels
from broker_network.templates import mark, render

from . import firewall


def readme(index: NetworkIndex) -> str:
    """The whole file."""
    inventory = index.inventory
    brokers = [
        {
            "name": name,
            "hosts": ", ".join(f"`{host}`" for host in index.host_names(name)),
            "site": index.sites[name].name,
            "openwire": ", ".join(map(str, index.ports_of(name, "openwire"))),
            "stomp": ", ".join(map(str, index.ports_of(name, "stomp"))),
            "heap": index.heaps[name],
        }
        for name in index.brokers
    ]
    shared = [
        {"name": name, "hosts": index.host_names(name), "store": broker.persistence.directory}
        for name, broker in index.brokers.items()
        if len(index.hosts[name]) > 1 and broker.persistence
    ]
    guarded = firewall.guards(index)
    tls_clients = inventory.client_security == "mtls"
    holds = {
        "always": True,
        "guarded": guarded,
        "tunnels": has_tunnels(inventory),
        "client certificates": tls_clients,
    }
    placed: dict[str, list[Placed]] = {}
    for row in PLACED:
        if holds[row.needed]:
            placed.setdefault(row.machine, []).append(row)
    operators = inventory.operators
    first = inventory.client_groups[0] if inventory.client_groups else None
    return render(
        "bundle/templates/README.md",
        mark=mark(inventory.name),
        title=inventory.title,
        description=inventory.description,
        release=inventory.release_words,
        own_releases=inventory.own_releases,
        name=inventory.name,
        brokers=brokers,
        shared=shared,
        tls=any(broker.ssl_context for broker in index.brokers.values()),
        tls_clients=tls_clients,
        placed=placed,
        client_groups=inventory.client_groups,
        server_groups=inventory.server_groups,
        operator=operators[0].identity if operators else None,
        client_site=first.site if first else None,
        several=len(brokers) > 1,
        tunnels=has_tunnels(inventory),
        inner_length=inventory.inner_network.length if inventory.inner_network else None,
        dialed_plainly=", ".join(dict.fromkeys(name for link in inventory.links for name in _dialed_plainly(link))),
        guarded=guarded,
        unwritten=firewall.unwritten(index),
    )


def _dialed_plainly(link: Link) -> tuple[str, ...]:
    """The brokers that this link dials without TLS and outside of a tunnel."""
    if link.transport != "plain":
        return ()
    return (link.listening,) if link.duplex else (link.listening, link.dialing)
