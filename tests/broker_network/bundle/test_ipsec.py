"""`swanctl.conf` of a broker's host."""

from __future__ import annotations

import re

from broker_network.bundle import ipsec
from broker_network.design.planning import Plan
from broker_network.network.index import index_of
from tests.support.networks import planned, tunneled

LINKS = [("a", "hub"), ("b", "hub")]


def conf(plan: Plan, broker: str) -> str | None:
    index = index_of(*plan)
    return ipsec.swanctl_conf(index.hosts[broker][0], index)


def written(broker: str) -> str:
    found = conf(tunneled(LINKS), broker)
    assert found is not None
    return found


def _starts(text: str) -> list[bool]:
    return ["start" in action.split("|") for action in re.findall(r"start_action = (\S+)", text)]


def test_a_host_without_a_tunnel_has_no_file() -> None:
    assert conf(planned(LINKS), "hub-1") is None


def test_only_the_side_that_dials_sets_a_tunnel_up() -> None:
    assert _starts(written("a-1")) == [True]
    assert _starts(written("hub-1")) == [False, False]


def test_both_ends_of_a_tunnel_name_each_other() -> None:
    plan = tunneled(LINKS)
    (near,), (far,) = plan.inventory.hosts_of("a-1"), plan.inventory.hosts_of("hub-1")
    for broker in ("a-1", "hub-1"):
        text = written(broker)
        for host in (near, far):
            assert host.address is not None and host.address in text
            assert host.inner_address is not None and host.inner_address in text


def test_every_tunnel_has_one_suite_and_no_other_is_offered() -> None:
    text = written("hub-1")
    assert set(re.findall(r"esp_proposals = (\S+)", text)) == {ipsec.ESP_PROPOSAL}
    assert set(re.findall(r"(?<!esp_)proposals = (\S+)", text)) == {ipsec.IKE_PROPOSAL}
