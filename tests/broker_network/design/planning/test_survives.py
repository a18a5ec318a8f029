"""What a topology promises to survive, against what each failure costs in the network that is planned for it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from broker_network.activemq import releases
from broker_network.design.planning import PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.reach import Loss, survival

_COSTS_NOTHING = {Loss.NOTHING, Loss.STANDBY}


@st.composite
def promising(draw: st.DrawFn) -> Topology:
    """A topology of two or three sites, each with one or two brokers or a standby, that promises to survive brokers."""
    sites: dict[str, Any] = {}
    links: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 3))):
        name = f"s{number}"
        brokers: dict[str, dict[str, Any]] = {
            f"{name}-{one}": {"host": f"{name}-{one}.example.net"} for one in range(1, draw(st.integers(2, 3)))
        }
        if draw(st.booleans()):
            brokers[f"{name}-1"] |= {"store": "/srv/mq", "standby": {"host": f"{name}-b.example.net"}}
        if len(brokers) == 2 and draw(st.booleans()):
            links.append({"from": f"{name}-2", "to": f"{name}-1"})
        site: dict[str, Any] = {"brokers": brokers}
        if number == 0 or draw(st.booleans()):
            site["clients"] = {"ops": {"operators": [f"op{number}"]}}
        if number == 1 or draw(st.booleans()):
            site["servers"] = {"web": {"count": 2}}
        if number:
            links.append({"from": name, "to": f"s{draw(st.integers(0, number - 1))}"})
        sites[name] = site
    kinds = draw(st.sampled_from([["broker"], ["broker-between"], ["broker", "link"]]))
    return Topology.model_validate(
        {"title": "t", "activemq": str(releases.DEFAULT), "sites": sites, "links": links, "survives": kinds}
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(promising())
def test_what_is_promised_and_not_refused_holds(topology: Topology) -> None:
    try:
        found = plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise
    asked = survival(*found)
    for failure in asked.failures:
        loss = asked.outage(failure).loss
        if failure.broker and "broker" in topology.survives:
            assert loss in _COSTS_NOTHING, (failure, loss)
        elif failure.broker:
            assert loss is not Loss.MORE, (failure, loss)
        elif "link" in topology.survives:
            assert loss in _COSTS_NOTHING, (failure, loss)
