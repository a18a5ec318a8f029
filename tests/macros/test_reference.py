"""What reference pages list comes from its one place."""

from __future__ import annotations

import pytest

from broker_network.activemq.schema import schema
from broker_network.design.topology.reference import keys
from macros import reference
from macros.page import UnknownName


def test_every_key_of_a_topology_is_in_the_group_of_its_mapping() -> None:
    listed = [f"{group.place}.{name}".lstrip(".") for group in reference.groups() for name, _ in group.keys]
    assert sorted(listed) == sorted(key.path for key in keys())


def test_every_command_is_listed_with_its_usage_in_one_line() -> None:
    commands = reference.commands()
    assert {"check", "generate", "diff"} <= {command.name for command in commands}
    for command in commands:
        assert command.usage.startswith(f"broker-network {command.name}")
        assert "\n" not in command.usage


@pytest.mark.parametrize("element", reference.elements(), ids=lambda element: str(element.name))
def test_every_attribute_that_is_listed_is_one_of_activemqs(element: reference.ElementTable) -> None:
    known = schema().elements[element.name]
    assert {attribute.name for attribute in element.attributes} <= {*known.attributes, *known.children}


def test_destinations_say_who_sends_and_who_reads() -> None:
    for kind in reference.destinations():
        assert kind.destination and kind.sent_by and kind.read_by


def test_a_source_that_there_is_not_is_answered_with_the_nearest() -> None:
    assert reference.source("AMQ-4607").url
    with pytest.raises(UnknownName, match='Did you mean "AMQ-4607"'):
        reference.source("AMQ-46077")
