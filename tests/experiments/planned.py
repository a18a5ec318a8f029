"""Networks as the guide plans them, made to run on loopback."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from broker_network import examples
from broker_network.activemq import releases
from broker_network.design.planning import Plan, plan
from broker_network.design.topology import Topology, loads, text_of
from broker_network.design.topology.model import SecuritySettings
from broker_network.network import Network
from broker_network.routes import hosts_of

SECRET = "secret"
"""The password of every account."""

PLAIN = SecuritySettings(links="plain", clients="plain")


def planned(sites: dict[str, Any], links: list[dict[str, Any]], **keys: Any) -> Network:
    """What follows from sites, in which each broker's host is called as the broker is; nothing is encrypted.

    `keys` are further keys of `topology.yaml`.
    """
    topology = Topology.model_validate(
        {
            "title": "An experiment",
            "activemq": str(releases.DEFAULT),
            "sites": sites,
            "links": links,
            **keys,
            "security": PLAIN,
        }
    )
    return _runnable(plan(topology, "experiment"))


def of_example(name: str) -> Network:
    """An example's network with nothing encrypted; brokers dial each other by their own names."""
    path = examples.FOLDER / name / "topology.yaml"
    topology = loads(text_of(path), str(path))
    return _runnable(plan(topology.model_copy(update={"security": PLAIN}), name))


def with_plain_links(name: str) -> Plan:
    """An example as it is, but for links that nothing encrypts."""
    path = examples.FOLDER / name / "topology.yaml"
    topology = loads(text_of(path), str(path))
    security = topology.security.model_copy(update={"links": "plain", "inner_network": None})
    return plan(topology.model_copy(update={"security": security}), f"{name}-plain")


def _runnable(planned: Plan) -> Network:
    brokers = hosts_of(planned.inventory)

    def by_name(uri: str) -> str:
        return re.sub(r"//([\w.-]+):", lambda dialed: f"//{brokers[dialed[1]]}:", uri)

    return Network(
        tuple(
            dataclasses.replace(
                broker,
                users=tuple(dataclasses.replace(user, password=SECRET) for user in broker.users),
                network_connectors=tuple(
                    dataclasses.replace(one, uri=by_name(one.uri), password=SECRET) for one in broker.network_connectors
                ),
            )
            for broker in planned.network.brokers
        )
    )
