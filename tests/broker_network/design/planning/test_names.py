"""Nobody in a topology can take a name that the plan uses itself, and so rights that are not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.design.topology import TopologyErrors, loads
from broker_network.network.names import RESERVED
from tests.support.minimal_topology import changed


def _used(one: Plan) -> Iterator[str]:
    """Every user, every group and every name with a password in a planned network."""
    for broker in one.network.brokers:
        placeholders = [
            *(user.password for user in broker.users),
            *(connector.password for connector in broker.network_connectors),
            *((ssl.key_store_password, ssl.trust_store_password) if (ssl := broker.ssl_context) else ()),
        ]
        yield from (text.removeprefix("${").removesuffix(".password}") for text in placeholders if text)
        for user in broker.users:
            yield from (user.username, *user.groups)
        for entry in broker.authorization_entries:
            yield from (*entry.read, *entry.write, *entry.admin)
        if temporary := broker.temp_destination_authorization_entry:
            yield from (*temporary.read, *temporary.write, *temporary.admin)


def _refused(text: str, whose: str) -> set[str]:
    with pytest.raises(TopologyErrors) as raised:
        loads(text, "t.yaml")
    said = [re.search(rf"{whose} cannot be called `([^`]+)`", error.message) for error in raised.value.errors]
    return {found[1] for found in said if found}


@pytest.mark.parametrize("name", examples.names())
def test_no_operator_can_have_a_name_that_the_plan_uses_for_something_else(name: str) -> None:
    one = examples.load(name)
    operators = {operator.name for group in one.inventory.client_groups for operator in group.operators}
    for used in sorted(set(_used(one)) - operators):
        topology = yaml.safe_load((examples.FOLDER / name / "topology.yaml").read_text(encoding="utf-8"))
        site = next(iter(topology["sites"].values()))
        site.setdefault("clients", {})["more"] = {"operators": [used]}
        assert used in _refused(yaml.safe_dump(topology, sort_keys=False), "an operator")


@pytest.mark.parametrize("name", RESERVED)
def test_no_operator_site_or_collective_can_have_a_reserved_name(name: str) -> None:
    assert _refused(changed(("[alice]", f"[{name}]")), "an operator") == {name}
    assert _refused(changed(("  noc:", f"  {name}:"), ("to: noc", f"to: {name}")), "a site") == {name}
    assert _refused(changed(("sites:", f"collectives: [mcollective, {name}]\nsites:")), "a collective") == {name}
