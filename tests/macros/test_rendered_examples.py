"""Examples as pages see them: rendered once, with every published file."""

from __future__ import annotations

import pytest

from broker_network import bundle, examples
from macros import rendered_examples
from macros.page import UnknownName


def test_an_example_has_its_topology_beside_every_generated_file_by_path() -> None:
    found = rendered_examples.example("single-broker")
    assert set(found.files) == {*bundle.files(examples.load("single-broker")), "topology.yaml"}
    assert list(found.files) == sorted(found.files)
    assert "title:" in rendered_examples.text(found, "topology.yaml")


def test_it_is_rendered_once_for_each_content() -> None:
    assert rendered_examples.example("single-broker") is rendered_examples.example("single-broker")


def test_a_name_that_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"Known: .*single-broker"):
        rendered_examples.example("single")
    with pytest.raises(UnknownName, match=r'Did you mean "compose\.yaml"'):
        rendered_examples.text(rendered_examples.example("single-broker"), "compose.yml")


def test_one_that_cannot_be_planned_comes_last_or_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    example = examples.example

    def broken(name: str) -> examples.Example:
        if name == "cloud":
            raise ValueError("broken")
        return example(name)

    monkeypatch.setattr(examples, "example", broken)
    names = [(name, one is None) for name, one in rendered_examples.in_reading_order(tolerant=True)]
    assert names[-1] == ("cloud", True)
    assert not any(missing for _, missing in names[:-1])
    with pytest.raises(ValueError, match="broken"):
        list(rendered_examples.in_reading_order(tolerant=False))
