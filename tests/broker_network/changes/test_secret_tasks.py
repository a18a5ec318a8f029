"""Secrets are made before anything needs them, and named when nothing does."""

from __future__ import annotations

from broker_network import examples
from tests.support.transitions import (
    between,
    example,
    place_of,
    sites_of,
    with_data_center,
)


def test_secrets_that_no_longer_fit_are_moved_away_before_new_ones_are_made() -> None:
    sites = sites_of("noc-datacenters")
    second = {"host": "broker2.noc.example.net", "address": "10.1.0.12"}
    sites["noc"]["brokers"]["noc-1"] |= {"standby": second, "store": "/srv/mq"}
    steps = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    step = steps[place_of(steps, "secrets", "secrets/")]
    moved = [line.split()[2].rstrip(":") for line in step.detail]
    assert "secrets/brokers/noc-1/conf/broker.p12" in moved and "secrets/operators/alice.noc/client.cfg" in moved
    assert step.commands == ("./make-secrets",)


def test_passwords_and_folders_of_who_is_gone_are_deleted_at_the_end() -> None:
    steps = between(with_data_center(), examples.load("noc-datacenters")).steps
    cleaned = steps[place_of(steps, "secrets", "secrets/")]
    assert {"secrets/brokers/dc-d-1/", "secrets/servers/dc-d/", "secrets/passwords/servers-dc-d"} <= set(
        cleaned.deletes
    )
