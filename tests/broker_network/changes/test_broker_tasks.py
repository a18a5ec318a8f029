"""What the hosts of brokers get beside their files."""

from __future__ import annotations

from broker_network import examples
from broker_network.network.placement import Copy
from tests.support.transitions import (
    between,
    example,
    place_of,
    sites_of,
    with_data_center,
)


def test_a_new_account_gets_its_line_on_each_host_before_the_broker_restarts_and_loses_it_at_the_end() -> None:
    there = between(examples.load("noc-datacenters"), with_data_center()).steps
    line = "bridge-dc-d-1-noc-1.password"
    told = place_of(there, "credentials", "broker1.noc.example.net")
    assert there[told].detail == (f"credentials.properties gets {line}",)
    assert there[told].copies == (Copy("secrets/brokers/noc-1/conf/*", "conf/"),)
    assert place_of(there, "secrets", "secrets/") < told < place_of(there, "install", "noc-1")
    back = between(with_data_center(), examples.load("noc-datacenters")).steps
    assert place_of(back, "install", "noc-1") < place_of(back, "credentials", "broker1.noc.example.net")
    cleaned = back[place_of(back, "secrets", "secrets/")]
    assert cleaned.detail == (f"delete {line} in secrets/brokers/noc-1/conf/credentials.properties",)
    assert "secrets/passwords/bridge-dc-d-1-noc-1" in cleaned.deletes


def test_both_hosts_of_a_broker_get_the_line_of_a_new_account() -> None:
    sites = sites_of("primary-standby")
    sites["noc"]["clients"]["terminals"]["operators"] = [*sites["noc"]["clients"]["terminals"]["operators"], "zoe"]
    steps = between(examples.load("primary-standby"), example("primary-standby", sites=sites)).steps
    hosts = [step.place for step in steps if step.work == "credentials"]
    assert hosts == ["broker1.noc.example.net", "broker2.noc.example.net"]
    assert steps[place_of(steps, "install", "noc-1")].hosts == tuple(hosts)


def test_a_heap_that_changes_alone_is_a_restart_with_its_file() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["brokers"]["noc-1"]["heap"] = 999
    (step,) = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    assert (step.work, step.place, step.detail) == ("install", "noc-1", ("its heap becomes 999 MiB",))
    assert Copy("brokers/noc-1/env", "/etc/default/activemq") in step.copies
