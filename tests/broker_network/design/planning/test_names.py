"""Nobody in a topology can take a name that the plan uses itself, and so rights that are not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from broker_network import bundle, examples
from broker_network.design.planning import Plan, plan
from broker_network.design.topology import TopologyErrors, loads
from broker_network.network.names import PREFIXES, RESERVED
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


_NAMES = st.sampled_from(
    [
        *("a", "b", "a-b", "b-a", "a-b-a", "operators", "servers", "a-operators", "a-servers", "queues", "topics"),
        *(f"{prefix}{end}" for prefix in PREFIXES for end in ("a", "b", "a-b", "operators", "servers")),
        *RESERVED,
    ]
)
"""Names out of which the plan makes others, and names that look like those it makes."""


@st.composite
def _alike(draw: st.DrawFn) -> str:
    """A topology of three sites, whose names are easily taken for one another."""
    sites = draw(st.lists(_NAMES, min_size=3, max_size=3, unique=True))
    collectives = draw(st.lists(_NAMES, min_size=1, max_size=2, unique=True))
    brokers = [f"{name[:38]}-1" if draw(st.booleans()) else draw(_NAMES) for name in sites]
    clients = {"ops": {"operators": draw(st.lists(_NAMES, min_size=1, max_size=2, unique=True))}}
    servers = {"web": {"collectives": collectives}}
    return yaml.safe_dump(
        {
            "title": "Names",
            "activemq": "6.2.6",
            "collectives": collectives,
            "sites": {
                name: {
                    "brokers": {broker: {"host": f"broker{number}.example.net"}},
                    **({"clients": clients} if number == 0 else {}),
                    "servers": servers,
                }
                for number, (name, broker) in enumerate(zip(sites, brokers, strict=True))
            },
            "links": [
                {"from": dialing, "to": listening, "duplex": draw(st.booleans())}
                for dialing, listening in ((sites[1], sites[0]), draw(st.permutations([sites[1], sites[2]])))
            ],
        },
        sort_keys=False,
    )


def _mixed_up(one: Plan) -> Iterator[str]:
    """Names in a planned network that stand for two things."""
    inventory = one.inventory
    for broker in one.network.brokers:
        names = [user.username for user in broker.users]
        yield from (name for name in names if names.count(name) > 1)
        yield from (
            group for user in broker.users for group in user.groups if group in names and group != user.username
        )
        connectors = [str(connector.name) for connector in broker.network_connectors]
        yield from (name for name in connectors if connectors.count(name) > 1)
    kinds = {
        "operator": {operator.name for operator in inventory.operators},
        "servers": {group.user for group in inventory.server_groups},
        "bridge": {link.user for link in inventory.links},
        "group": {group for broker in one.network.brokers for user in broker.users for group in user.groups[1:]},
        "reserved": set(RESERVED)
        - {group for broker in one.network.brokers for user in broker.users for group in user.groups[1:]},
    }
    yield from (
        name for kind, known in kinds.items() for other in kinds if other != kind for name in known & kinds[other]
    )
    yield from () if len(kinds["bridge"]) == len(inventory.links) else ("bridge",)


@given(_alike())
def test_a_topology_is_refused_or_each_name_in_its_plan_stands_for_one_thing(text: str) -> None:
    try:
        topology = loads(text, "t.yaml")
    except TopologyErrors:
        return
    one = plan(topology, "test")
    assert not list(_mixed_up(one))
    files = bundle.files(one)
    assert {path for path in files if path.endswith("activemq.xml")} == {
        f"brokers/{broker.name}/conf/activemq.xml" for broker in one.network.brokers
    }
