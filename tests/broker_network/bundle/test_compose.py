from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from broker_network import bundle
from broker_network.bundle import compose
from broker_network.network.index import index_of
from tests.support.networks import planned, star, tunneled
from tests.support.programs import needs, run, succeeded


def document(*links: tuple[str, str], **changes: Any) -> dict[str, Any]:
    found = yaml.safe_load(compose.compose_yaml(index_of(*planned(list(links), **changes))))
    assert isinstance(found, dict)
    return found


def test_each_broker_is_a_service_on_the_image_of_the_release() -> None:
    services = document(*star(2))["services"]
    assert list(services) == ["leaf1-1", "hub-1", "leaf2-1"]
    assert {service["image"] for service in services.values()} == {"apache/activemq:6.2.6"}


def test_brokers_share_a_network_only_where_a_link_joins_them() -> None:
    services = document(*star(3))["services"]
    sharing = {
        frozenset((one, other))
        for one, other in combinations(services, 2)
        if set(services[one]["networks"]) & set(services[other]["networks"])
    }
    assert sharing == {frozenset(("hub-1", f"leaf{number}-1")) for number in (1, 2, 3)}


def test_brokers_that_are_linked_through_ipsec_have_their_inner_addresses() -> None:
    found = yaml.safe_load(compose.compose_yaml(index_of(*tunneled([("a", "b")]))))
    addresses = {name: one["networks"]["inner"]["ipv4_address"] for name, one in found["services"].items()}
    assert addresses == {"a-1": "10.255.0.1", "b-1": "10.255.0.2"}
    (config,) = found["networks"]["inner"]["ipam"]["config"]
    assert config == {"subnet": "10.255.0.0/24", "gateway": "10.255.0.254"}
    assert not [name for name in found["networks"] if name.startswith("link-")]


def test_names_that_read_alike_when_joined_do_not_share_a_network() -> None:
    sites = {name: {"brokers": {name: {"host": f"{name}.example.net"}}} for name in ("a-b", "c", "a", "b-c")}
    found = document(("a-b", "c"), ("a", "b-c"), ("c", "a"), sites=sites)
    assert len([name for name in found["networks"] if name.startswith("link-")]) == 3


def test_no_network_leads_out_and_no_port_is_published() -> None:
    found = document(*star(1))
    assert all(network == {"internal": True} for network in found["networks"].values())
    assert not any("ports" in service for service in found["services"].values())


def test_a_broker_answers_to_its_host_name_in_every_network() -> None:
    service = document(*star(1))["services"]["hub-1"]
    assert {alias for network in service["networks"].values() for alias in network["aliases"]} == {
        "broker1.hub.example.net"
    }


def test_secrets_and_configuration_are_mounted_for_reading_only() -> None:
    service = document(*star(1))["services"]["hub-1"]
    writable = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert writable == ["./data/hub-1:/opt/apache-activemq/data"]


def test_without_encryption_no_key_store_is_expected() -> None:
    plain = document(("a", "b"), security={"links": "plain", "clients": "plain"})
    assert not [volume for volume in plain["services"]["a-1"]["volumes"] if "p12" in volume]


def test_a_standby_shares_the_store_and_nothing_else() -> None:
    broker = {"host": "one.example.net", "standby": {"host": "two.example.net"}, "store": "/srv/mq"}
    services = document(sites={"a": {"brokers": {"a-1": broker}}})["services"]
    first, second = (set(services[name]["volumes"]) for name in ("a-1", "a-1.standby"))
    shared = {volume for volume in first & second if not volume.endswith(":ro")}
    assert shared == {"./data/a-1.store:/srv/mq"}
    assert services["a-1.standby"]["hostname"] == "two.example.net"


def test_a_store_outside_the_data_directory_is_mounted_where_the_image_has_it() -> None:
    broker = {"host": "one.example.net", "store": "${activemq.base}/kept"}
    volumes = document(sites={"a": {"brokers": {"a-1": broker}}})["services"]["a-1"]["volumes"]
    assert "./data/a-1.store:/opt/apache-activemq/kept" in volumes


def test_a_network_too_large_for_dockers_address_pools_says_so() -> None:
    text = compose.compose_yaml(index_of(*planned(star(30))))
    assert "default-address-pools" in text
    assert "default-address-pools" not in compose.compose_yaml(index_of(*planned(star(3))))


def test_health_is_the_stomp_port_as_the_kernel_lists_it() -> None:
    service = document(("a", "b"))["services"]["a-1"]
    assert f":{61614:04X} 0+:0000 0A" in service["healthcheck"]["test"]


@needs("docker-compose")
def test_docker_compose_accepts_the_file(tmp_path: Path) -> None:
    bundle.write(bundle.files(planned(star(2))), tmp_path / "test")
    printed = succeeded(run("docker-compose", "-f", tmp_path / "test/compose.yaml", "config"))
    services = yaml.safe_load(printed)["services"]
    assert services["hub-1"]["user"] == "1000:1000"
