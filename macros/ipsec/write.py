"""`swanctl.conf` of a broker's host."""

from __future__ import annotations

from macros.lookup import Lookup
from macros.network import Host
from macros.templates import mark, render

from .tunnels import tunnels

CERTIFICATE = "activemq.pem"
"""The name of certificate, key and CA under `/etc/swanctl`."""

IKE_PROPOSAL = "aes256gcm16-prfsha384-ecp384"
ESP_PROPOSAL = "aes256gcm16-ecp384"
"""One each, of the suites that RFC 9206 asks for where the strongest is wanted; both ends are ours, so no other is offered."""


def swanctl_conf(host: Host, around: Lookup) -> str | None:
    """The connections of one host; None where it has no tunnel."""
    found = tunnels(host, around)
    if not found:
        return None
    return render(
        "ipsec/templates/swanctl.conf",
        mark=mark(around.inventory.name),
        host=host,
        prefix=128 if host.inner_address and ":" in host.inner_address else 32,
        tunnels=found,
        certificate=CERTIFICATE,
        ike=IKE_PROPOSAL,
        esp=ESP_PROPOSAL,
    )
