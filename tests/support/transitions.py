"""Pairs of networks for tests, and the steps between them."""

from __future__ import annotations

from typing import Any, get_args

import yaml
from hypothesis import assume

from broker_network import examples, routes
from broker_network.changes import Step, Transition, transition
from broker_network.changes.states import Stage
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from tests.support.networks import planned


def example(name: str, **changes: Any) -> Plan:
    """The plan of an example whose topology was changed; `changes` replaces top-level keys."""
    content = yaml.safe_load((examples.FOLDER / name / "topology.yaml").read_text(encoding="utf-8"))
    return plan(Topology.model_validate({**content, **changes}), name)


def between(old: Plan, new: Plan) -> Transition:
    return transition(
        old.network,
        new.network,
        routes.hosts_of(old.inventory),
        routes.hosts_of(new.inventory),
        old.inventory,
        new.inventory,
    )


def planned_or_not(topology: Topology) -> Plan:
    """The plan of a drawn topology; one that is refused is none."""
    try:
        return plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise


def brokers(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    """What is done to brokers, in order."""
    return [(step.work, step.place) for step in steps if step.work in get_args(Stage)]


def firewalls(steps: tuple[Step, ...]) -> list[Step]:
    """The steps at firewalls, in order."""
    return [step for step in steps if step.work == "firewall"]


def sites_of(name: str) -> dict[str, Any]:
    content = yaml.safe_load((examples.FOLDER / name / "topology.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = content["sites"]
    return found


def with_data_center() -> Plan:
    sites = sites_of("noc-datacenters")
    sites["dc-d"] = {
        "network": "10.5.0.0/24",
        "brokers": {"dc-d-1": {"host": "broker1.dc-d.example.net", "address": "10.5.0.11"}},
        "servers": {"web": {"count": 5}},
    }
    links = [{"from": f"dc-{letter}", "to": "noc"} for letter in "abcd"]
    return example("noc-datacenters", sites=sites, links=links)


def place_of(steps: tuple[Step, ...], work: str, place: str) -> int:
    """The number of the first step with that work at that place."""
    return next(number for number, step in enumerate(steps) if (step.work, step.place) == (work, place))


def relayed(**members: Any) -> Plan:
    """A hub with a network and addresses, between two leaves; its clients and servers are those given."""
    site = {
        "network": "10.0.0.0/24",
        "brokers": {"hub-1": {"host": "broker1.hub.example.net", "address": "10.0.0.11"}},
        "clients": {},
        "servers": {},
        **members,
    }
    return planned([("a", "hub"), ("b", "hub")], sites={"hub": site})
