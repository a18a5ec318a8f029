"""What is lost when one broker dies or one link is cut."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.design import topology
from broker_network.design.planning import Plan
from broker_network.routes import Failure, Loss, failures, loss, without

HUB, LEAF = Failure(("noc-1",)), Failure(("dc-a-1",))


def _of(example: str, *ends: str) -> Loss:
    return loss(*examples.load(example), Failure(ends))


def test_without_a_broker_nobody_dials_it() -> None:
    network, inventory = examples.load("noc-datacenters")
    left = without(network, inventory, HUB)
    assert [broker.name for broker in left.brokers] == ["dc-a-1", "dc-b-1", "dc-c-1"]
    assert not any(broker.network_connectors for broker in left.brokers)


def test_without_a_link_its_connectors_are_gone_whichever_end_opens_them_and_no_others() -> None:
    network, inventory = examples.load("country-ring")
    for ends in (("de-1", "fr-1"), ("fr-1", "de-1")):
        left = without(network, inventory, Failure(ends))
        assert [broker.name for broker in left.brokers if not broker.network_connectors] == ["de-1"]


def test_each_broker_and_each_link_can_fail() -> None:
    found = failures(*examples.load("noc-datacenters"))
    assert [one.ends for one in found if one.broker] == [("noc-1",), ("dc-a-1",), ("dc-b-1",), ("dc-c-1",)]
    assert next(str(one) for one in found if not one.broker) == "the link dc-a-1 to noc-1 is cut"


def test_without_the_hub_of_a_star_everything_stops_and_without_a_leaf_its_own_are_out() -> None:
    assert _of("noc-datacenters", "noc-1") is Loss.EVERYTHING
    assert _of("noc-datacenters", "dc-a-1") is Loss.OWN
    assert _of("noc-datacenters", "dc-a-1", "noc-1") is Loss.MORE


def test_without_the_middle_of_equals_others_lose_each_other() -> None:
    assert _of("three-brokers", "broker1") is Loss.MORE
    assert _of("three-brokers", "broker2") is Loss.OWN


def test_a_broker_with_a_standby_is_not_missed() -> None:
    assert _of("primary-standby", "noc-1") is Loss.STANDBY


def test_who_has_another_broker_in_the_pool_loses_nothing() -> None:
    assert _of("two-noc-brokers", "noc-1") is Loss.NOTHING
    assert _of("pooled-brokers", "broker-2") is Loss.NOTHING


def test_where_another_broker_of_the_pool_still_reaches_all_operators_have_to_change() -> None:
    assert _of("two-noc-brokers", "dc-a-1", "noc-1") is Loss.CHANGED


def _promises() -> list[tuple[str, Failure]]:
    found = []
    for name in examples.names():
        text = (examples.FOLDER / name / "topology.yaml").read_text("utf-8")
        survives = topology.loads(text, name).survives
        found += [(name, one) for one in failures(*examples.load(name)) if _kind(one) in survives]
    return found


def _kind(failure: Failure) -> str:
    return "broker" if failure.broker else "link"


@pytest.mark.parametrize(("name", "failure"), _promises(), ids=lambda one: one if isinstance(one, str) else str(one))
def test_what_an_example_promises_to_survive_costs_nobody_else_anything(name: str, failure: Failure) -> None:
    plan: Plan = examples.load(name)
    allowed = {Loss.NOTHING, Loss.STANDBY} | ({Loss.OWN} if failure.broker else set())
    assert loss(*plan, failure) in allowed
