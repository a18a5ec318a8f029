"""`swanctl.conf` of a broker's host."""

from __future__ import annotations

from broker_network.network import Host
from broker_network.network.index import NetworkIndex
from broker_network.network.tunnels import tunnels
from broker_network.templates import mark, render

CERTIFICATE = "activemq.pem"
"""The name of certificate, key and CA under `/etc/swanctl`."""

IKE_PROPOSAL = "aes256gcm16-prfsha384-ecp384"
ESP_PROPOSAL = "aes256gcm16-ecp384"
"""The suite of RFC 9206. Both ends are the reader's own, so no other is offered."""


def swanctl_conf(host: Host, index: NetworkIndex) -> str | None:
    """The connections of one host; None where it has no tunnel."""
    found = tunnels(host, index)
    if not found:
        return None
    return render(
        "bundle/templates/swanctl.conf",
        mark=mark(index.inventory.name),
        host=host,
        prefix=index.inventory.inner_network.length if index.inventory.inner_network else None,
        tunnels=found,
        certificate=CERTIFICATE,
        ike=IKE_PROPOSAL,
        esp=ESP_PROPOSAL,
    )
