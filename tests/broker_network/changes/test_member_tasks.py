"""What operators' terminals and managed servers get."""

from __future__ import annotations

from broker_network import examples
from broker_network.network.placement import Copy
from tests.support.transitions import (
    between,
    brokers,
    example,
    place_of,
    sites_of,
)


def test_a_new_operator_gets_files_after_the_broker_knows_the_account_and_who_leaves_loses_them() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["clients"]["terminals"]["operators"] = ["alice", "zoe"]
    steps = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    files = steps[place_of(steps, "members", "clients/noc/terminals")]
    folder = "/etc/mcollective/operators"
    assert Copy("secrets/operators/zoe.noc/*", f"{folder}/zoe.noc/") in files.copies
    assert files.deletes == (f"{folder}/bob.noc/",)
    assert place_of(steps, "install", "noc-1") < steps.index(files)
    gone, came = (step for step in steps if step.work == "keys" and step.place == "dc-a")
    secrets = place_of(steps, "secrets", "secrets/")
    assert steps.index(gone) < secrets < steps.index(came)
    assert "secrets/servers/dc-a/ssl/clients/bob.pem" in steps[secrets].deletes


def test_more_servers_of_a_group_get_all_their_files() -> None:
    sites = sites_of("noc-datacenters")
    count = sites["dc-a"]["servers"]["acme-web"]["count"]
    sites["dc-a"]["servers"]["acme-web"]["count"] = count + 7
    steps = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    assert steps[0].commands == ("./make-secrets host NAME ...      # 7 servers of dc-a/acme-web",)
    more = steps[place_of(steps, "members", "servers/dc-a/acme-web")]
    assert more.detail == ("install all files of this group on 7 more",)
    assert Copy("secrets/servers/dc-a/*", "/etc/mcollective/") in more.copies


def test_files_of_members_change_before_a_broker_stops() -> None:
    sites = sites_of("noc-datacenters")
    sites["dc-c"]["servers"]["globex-db"]["facts"] = {"datacenter": "d"}
    found = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites))
    assert [(step.work, step.place, step.detail) for step in found.steps] == [
        ("members", "servers/dc-c/globex-db", ("install facts.yaml",))
    ]


def test_the_keys_of_an_operator_who_leaves_are_deleted_first() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["clients"]["terminals"]["operators"] = ["alice"]
    found = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites))
    keys = [step for step in found.steps if step.work == "keys"]
    assert [step.place for step in keys] == ["dc-a", "dc-b", "dc-c"] and found.steps[:3] == tuple(keys)
    assert keys[0].detail == ("delete the public key of bob",)
    assert brokers(found.steps) == [("install", "noc-1")]
    assert found.loses_nothing and len(found.promised) == 3
