"""The `README.md` of a network says where its own files go."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from broker_network import bundle, examples
from broker_network.bundle.readme import readme
from broker_network.design.planning import Plan
from broker_network.network.index import index_of
from tests.support.networks import planned, tunneled


def text_of(plan: Plan) -> str:
    return readme(index_of(*plan))


@pytest.mark.parametrize("name", examples.names())
def test_every_broker_is_listed_with_its_hosts_and_heap(name: str) -> None:
    plan = examples.load(name)
    text = text_of(plan)
    for broker, heap in plan.inventory.heaps:
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {broker} |"))
        assert f"| {heap} MiB |" in row
        assert all(f"`{host.name}`" in row for host in plan.inventory.hosts_of(broker))


@pytest.mark.parametrize("name", examples.names())
def test_every_kind_of_generated_file_is_named(name: str) -> None:
    plan = examples.load(name)
    text = text_of(plan)
    for path in bundle.files(plan):
        if path.startswith(("firewall/", "ipsec/")):
            assert f"{path.partition('/')[0]}/<host>" in text


def test_firewalls_and_tunnels_are_spoken_of_only_where_there_are_some() -> None:
    plain, through = text_of(planned([("a", "b")])), text_of(tunneled([("a", "b")]))
    assert "swanctl" not in plain
    assert "firewall/<host>.nft" not in plain
    assert "swanctl" in through


def test_a_title_that_is_no_markdown_does_not_break_the_table() -> None:
    rows = re.findall(r"^\| .*$", text_of(planned([("a", "b")], title="A | B")), re.MULTILINE)
    assert rows


def test_shared_storage_is_asked_for_only_with_a_standby() -> None:
    assert "has two hosts" in text_of(examples.load("primary-standby"))
    assert "has two hosts" not in text_of(examples.load("noc-datacenters"))


def test_a_title_and_a_description_mean_nothing_to_markdown_and_html() -> None:
    plan = planned([("a", "b")])
    hostile = "<script>x</script> [a](javascript:x) *b* `c`"
    inventory = replace(plan.inventory, title=hostile, description=f"# {hostile}")
    text = readme(index_of(plan.network, inventory))
    assert not re.search(r"<script|\]\(javascript|\*b\*|^# #", text, re.MULTILINE)
    assert text.count("&#60;script&#62;") == 2
