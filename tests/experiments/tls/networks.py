"""The networks of these experiments, as topologies."""

from __future__ import annotations

from broker_network.activemq import releases
from broker_network.design.planning import Plan, plan
from broker_network.design.topology import loads

_SITE = """
  {name}:
    title: {name}
    network: 10.{number}.0.0/24
    brokers: {{{name}-1: {{host: broker1.{name}.example.net, address: 10.{number}.0.11}}}}
    {groups}: {{all: {{title: all, count: 1{operators}}}}}"""


def dialing(name: str, leaves: tuple[str, ...], links: str = "mtls", clients: str = "mtls") -> Plan:
    """A hub with operators whose broker opens the connections to each leaf; servers are at the leaves."""
    sites = [_SITE.format(name="hub", number=1, groups="clients", operators=", operators: [alice]")]
    sites += [
        _SITE.format(name=leaf, number=number, groups="servers", operators="")
        for number, leaf in enumerate(leaves, start=2)
    ]
    text = "\n".join(
        [
            "title: A hub and its leaves",
            f"activemq: {releases.DEFAULT}",
            f"sites:{''.join(sites)}",
            "links:",
            *(f"  - {{from: hub, to: {leaf}}}" for leaf in leaves),
            f"security: {{links: {links}, clients: {clients}}}",
        ]
    )
    return plan(loads(text, "topology.yaml"), name)
