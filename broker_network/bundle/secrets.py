"""`make-secrets` of a network, and `credentials.properties.example` of its brokers."""

from __future__ import annotations

import re

from broker_network.network import Broker
from broker_network.network.index import NetworkIndex
from broker_network.network.placement import placeholders
from broker_network.network.tunnels import tunnels
from broker_network.templates import mark, render

from . import ipsec
from .mcollective import pool


def make_secrets(index: NetworkIndex) -> str:
    """The script. Its text holds one line per broker, operator and site, and loops over them in sh."""
    inventory = index.inventory
    brokers = [
        (name, "tls" if broker.ssl_context else "plain", ",".join(index.host_names(name)))
        for name, broker in index.brokers.items()
    ]
    obeyed, sites = _obeyed(index)
    ends = [host.name for host in inventory.hosts if tunnels(host, index)]
    stores = any(kind == "tls" for _, kind, _ in brokers)
    return render(
        "bundle/templates/make-secrets",
        mark=mark(inventory.name),
        title=inventory.title,
        network=_subject(inventory.name),
        certificates=stores or bool(ends),
        tls=stores,
        ends=ends,
        ipsec_certificate=ipsec.CERTIFICATE,
        tls_clients=inventory.client_security == "mtls",
        brokers=brokers,
        operators=list(_operators(index)),
        obeyed=obeyed,
        sites=sites,
    )


def _subject(name: str) -> str:
    """A network's name as certificates carry it: short, and of characters that mean nothing to openssl or sh."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:40]


def _operators(index: NetworkIndex) -> list[tuple[str, str, str, int, str]]:
    """Name, site, group, pool size and collectives of each operator at each site, once.

    Who is in several groups of a site gets the pool of the first.
    """
    groups = {
        operator.identity: group for group in reversed(index.inventory.client_groups) for operator in group.operators
    }
    return [
        (
            operator.name,
            groups[operator.identity].site,
            groups[operator.identity].name,
            len(pool(groups[operator.identity], index)),
            ",".join(operator.collectives),
        )
        for operator in index.inventory.operators
    ]


def _obeyed(index: NetworkIndex) -> tuple[list[tuple[int, str]], list[tuple[str, str, int, int]]]:
    """Lists of operators by number, and the sites with servers: name, broker account, pool size, number of a list.

    Sites whose servers are in the same collectives share a list, so that neither sites nor operators multiply.
    """
    commanding: dict[str, dict[str, None]] = {}
    for operator in index.inventory.operators:
        for collective in operator.collectives:
            commanding.setdefault(collective, {})[operator.name] = None
    numbers: dict[frozenset[str], int] = {}
    lists: list[tuple[int, str]] = []
    sites: list[tuple[str, str, int, int]] = []
    for site in index.inventory.sites:
        groups = site.server_groups
        if not groups:
            continue
        collectives = dict.fromkeys(collective for group in groups for collective in group.collectives)
        number = numbers.setdefault(frozenset(collectives), len(numbers) + 1)
        if number > len(lists):
            names = dict.fromkeys(name for collective in collectives for name in commanding.get(collective, ()))
            lists.append((number, ",".join(names) or "-"))
        size = max(len(pool(group, index)) for group in groups)
        sites.append((site.name, groups[0].user, size, number))
    return lists, sites


def credentials_example(broker: Broker, index: NetworkIndex) -> str:
    """`credentials.properties.example`: every key that the broker's file needs, without its value."""
    return render(
        "bundle/templates/credentials.properties.example",
        mark=mark(index.inventory.name),
        broker=broker.name,
        keys=placeholders(broker),
    )
