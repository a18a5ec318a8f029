"""Behaviour of finding and planning examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import examples
from broker_network.design import load_path
from broker_network.design.topology import TopologyErrors

TOPOLOGY = """\
title: Two
activemq: 6.3.1
sites:
  a: {brokers: {a-1: {host: a.example.net}}, clients: {ops: {operators: [alice]}}}
  b: {brokers: {b-1: {host: b.example.net}}, servers: {web: {}}}
  c: {brokers: {c-1: {host: c.example.net}}}
links:
  - {from: b, to: a}
  - {from: c, to: a}
"""

RIGHT = (
    TOPOLOGY.replace("6.3.1", "6.2.6")
    .replace("  - {from: c, to: a}\n", "")
    .replace("  c: {brokers: {c-1: {host: c.example.net}}}\n", "")
)


def written(folder: Path, text: str) -> Path:
    """A topology in a folder of its own."""
    (folder / "two").mkdir(exist_ok=True)
    (folder / "two" / "topology.yaml").write_text(text, encoding="utf-8")
    return folder / "two" / "topology.yaml"


def test_a_folder_with_a_topology_is_an_example_without_any_list(tmp_path: Path) -> None:
    written(tmp_path, RIGHT)
    (tmp_path / "no-example").mkdir()
    assert examples.names(tmp_path) == ("two",)
    assert examples.load("two", tmp_path).inventory.name == "two"


def test_an_unknown_example_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        examples.load("nowhere")


def test_what_cannot_be_planned_is_named_with_its_line_all_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, TOPOLOGY)
    with pytest.raises(TopologyErrors) as raised:
        load_path(path)
    found = [(error.line, error.column, error.message.split(";")[0]) for error in raised.value.errors]
    assert [place[:2] for place in found] == [(2, 11), (9, 5)]
    assert "lose subscriptions" in found[0][2] and "nobody needs the link between c-1 and a-1" in found[1][2]


def test_an_example_is_planned_and_rendered_once_for_each_content_of_its_topology(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT)
    one = examples.example("two", tmp_path)
    assert examples.example("two", tmp_path) is one
    assert examples.load("two", tmp_path) is one.plan
    assert one.files is one.files
    assert one.files["topology.yaml"] == path.read_bytes()


def test_an_edited_topology_is_planned_again(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT)
    assert examples.load("two", tmp_path).inventory.title == "Two"
    path.write_text(path.read_text(encoding="utf-8").replace("Two", "Other"), encoding="utf-8")
    assert examples.load("two", tmp_path).inventory.title == "Other"
