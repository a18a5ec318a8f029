import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from broker_network.design.topology import Topology, schema
from tests.support.minimal_topology import MINIMAL, changed
from tests.support.paths import ROOT

EXAMPLES = ROOT / "examples"
SCHEMA = json.loads(schema())
VALIDATOR = Draft202012Validator(SCHEMA)


def accepted_by_model(data: object) -> bool:
    try:
        Topology.model_validate(data, by_alias=True, by_name=False)
    except ValidationError:
        return False
    return True


def test_it_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "topology.schema.json"


def test_the_committed_schema_is_current() -> None:
    assert (EXAMPLES / "topology.schema.json").read_text(encoding="utf-8") == schema()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/topology.yaml")), ids=lambda path: path.parent.name)
def test_it_accepts_every_example(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/topology.yaml")), ids=lambda path: path.parent.name)
def test_every_example_names_it_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../topology.schema.json"


def objects(part: object) -> list[dict[str, object]]:
    """Every object of the schema that has properties or patterns for them."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    own = [part] if isinstance(part, dict) and ("properties" in part or "patternProperties" in part) else []
    return own + [found for one in inner for found in objects(one)]


def test_no_mapping_takes_a_key_that_is_not_described() -> None:
    assert objects(SCHEMA)
    assert all(one["additionalProperties"] is False for one in objects(SCHEMA))


def test_every_key_is_described() -> None:
    for one in objects(SCHEMA):
        for name, part in one.get("properties", {}).items():  # type: ignore[attr-defined]
            assert part.get("description") or "$ref" in part, name


BAD_SHAPES = {
    "no title": ("title: A network\n", ""),
    "unknown key": ("title:", "titel: x\ntitle:"),
    "alias of the model and not of YAML": ("{from: dc-a, to: noc}", "{dialing: dc-a, listening: noc}"),
    "release of two numbers": ("6.2.6", '"6.2"'),
    "release as a number": ("6.2.6", "6.2"),
    "upper case name": ("dc-a:", "DC-A:"),
    "name of a device": ("dc-a:", "con:"),
    "name of a device in a list": ("[alice]", "[nul]"),
    "host of a device": ("broker1.noc.example.net", "aux.example.net"),
    "address as a host": ("broker1.noc.example.net", "10.1.0.11"),
    "long name": ("dc-a:", "a" * 41 + ":"),
    "no operators": ("operators: [alice]", "count: 2"),
    "empty operators": ("[alice]", "[]"),
    "empty operators in a mapping": ("[alice]", "{}"),
    "an operator twice": ("[alice]", "[alice, alice]"),
    "a key without value": ("{datacenter: a}", ""),
    "a fact that is a number": ("datacenter: a", "datacenter: 1"),
    "a fact with a blank": ("datacenter: a", '"data center": a'),
    "text with a blank at its end": ("title: A network", 'title: "A network "'),
    "count of nobody": ("{facts: {datacenter: a}}", "{count: 0}"),
    "ttl too large": ("to: noc}", "to: noc, ttl: 33}"),
    "unknown transport": ("to: noc}", "to: noc, transport: tls}"),
    "no broker": ("{host: broker1.noc.example.net}", ""),
    "store beside the broker's data": ("noc.example.net}", "noc.example.net, store: data}"),
}


@pytest.mark.parametrize("replacement", BAD_SHAPES.values(), ids=BAD_SHAPES.keys())
def test_it_refuses_what_the_model_refuses_for_its_shape(replacement: tuple[str, str]) -> None:
    data = yaml.safe_load(changed(replacement))
    assert not accepted_by_model(data)
    assert not VALIDATOR.is_valid(data)


def test_the_one_key_without_a_value_is_an_operator_without_settings() -> None:
    assert VALIDATOR.is_valid(yaml.safe_load(changed(("[alice]", "{alice: , bob: {collectives: [mcollective]}}"))))
    assert not VALIDATOR.is_valid(yaml.safe_load(changed(("noc-1: {host", "noc-1: {address: , host"))))


WORDS = re.findall(r"[A-Za-z0-9_.-]+", MINIMAL)
LEAVES = st.sampled_from([*WORDS, "", "con", "A", "a b", "10.1.0.1", 0, 1, 24, 99999, True, [], {}, ["a"], ["a", "a"]])


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_it_and_the_model_agree_on_any_tree_without_addresses(data: st.DataObject) -> None:
    tree = yaml.safe_load(MINIMAL)
    for _ in range(data.draw(st.integers(1, 3))):
        at = tree
        while isinstance(at, (dict, list)) and at:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(at[key], (dict, list)) or data.draw(st.integers(0, 3)) == 0:
                if isinstance(at, dict) and data.draw(st.booleans()):
                    at[data.draw(st.sampled_from(WORDS))] = at.pop(key)
                else:
                    at[key] = deepcopy(data.draw(LEAVES))
                break
            at = at[key]
    assert VALIDATOR.is_valid(tree) == accepted_by_model(tree)
