"""`README.md` of a network: where each file goes, how to start, how to see that it works."""

from __future__ import annotations

from macros import firewall
from macros.lookup import Lookup
from macros.network import Broker, parse
from macros.templates import mark, render


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
        dialed_plainly=", ".join(name for name, broker in around.brokers.items() if _is_dialed_plainly(broker)),
        guarded=firewall.guards(around),
        unwritten=firewall.unwritten(around),
    )


def _is_dialed_plainly(broker: Broker) -> bool:
    """Whether other brokers connect to this one without TLS."""
    listeners = [parse(listener.uri) for listener in broker.transport_connectors]
    return any(one.wire_format == "openwire" and not one.encrypted for one in listeners)
