"""Networks as the guide plans them, made to run on loopback."""

from __future__ import annotations

import dataclasses
from typing import Any

from macros.network import Broker, Network
from macros.plan import plan
from macros.topology import Topology

SECRET = "secret"
"""The password of every account."""


def planned(sites: dict[str, Any], links: list[dict[str, Any]], **keys: Any) -> Network:
    """What follows from sites, in which each broker's host is called as the broker is; nothing is encrypted.

    `keys` are further keys of `topology.yaml`.
    """
    topology = Topology.model_validate(
        {
            "title": "An experiment",
            "activemq": "6.2.6",
            "sites": sites,
            "links": links,
            **keys,
            "security": {"links": "plain", "clients": "plain"},
        }
    )
    return Network(tuple(map(_with_passwords, plan(topology, "experiment").network.brokers)))


def _with_passwords(broker: Broker) -> Broker:
    return dataclasses.replace(
        broker,
        users=tuple(dataclasses.replace(user, password=SECRET) for user in broker.users),
        network_connectors=tuple(dataclasses.replace(one, password=SECRET) for one in broker.network_connectors),
    )
