"""`README.md` of a network: where each file goes, how to start, how to see that it works."""

from __future__ import annotations

from broker_network.network import Link
from broker_network.network.index import Lookup
from broker_network.network.tunnels import has_tunnels
from broker_network.templates import mark, render

from . import firewall


def readme(around: Lookup) -> str:
    """The whole file."""
    inventory = around.inventory
    brokers = [
        {
            "name": name,
            "hosts": ", ".join(f"`{host}`" for host in around.host_names(name)),
            "site": around.sites[name].name,
            "openwire": ", ".join(map(str, around.ports_of(name, "openwire"))),
            "stomp": around.stomp_port(name),
            "heap": around.heaps[name],
        }
        for name in around.brokers
    ]
    shared = [
        {"name": name, "hosts": around.host_names(name), "store": broker.persistence.directory}
        for name, broker in around.brokers.items()
        if len(around.hosts[name]) > 1 and broker.persistence
    ]
    operators = inventory.operators
    first = inventory.client_groups[0] if inventory.client_groups else None
    return render(
        "bundle/templates/README.md",
        mark=mark(inventory.name),
        title=inventory.title,
        description=inventory.description,
        release=inventory.release,
        name=inventory.name,
        brokers=brokers,
        shared=shared,
        tls=any(broker.ssl_context for broker in around.brokers.values()),
        tls_clients=inventory.client_security == "mtls",
        client_groups=inventory.client_groups,
        server_groups=inventory.server_groups,
        operator=operators[0].identity if operators else None,
        client_site=first.site if first else None,
        several=len(brokers) > 1,
        tunnels=has_tunnels(inventory),
        inner_length=inventory.inner_network.length if inventory.inner_network else None,
        dialed_plainly=", ".join(dict.fromkeys(name for link in inventory.links for name in _dialed_plainly(link))),
        guarded=firewall.guards(around),
        unwritten=firewall.unwritten(around),
    )


def _dialed_plainly(link: Link) -> tuple[str, ...]:
    """The brokers that this link dials without TLS and outside of a tunnel."""
    if link.transport != "plain":
        return ()
    return (link.listening,) if link.duplex else (link.listening, link.dialing)
