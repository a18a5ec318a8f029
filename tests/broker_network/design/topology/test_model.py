"""The keys of `topology.yaml`: their defaults, and what the model alone refuses."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from broker_network.design.topology import Topology, loads
from tests.support.minimal_topology import MINIMAL

BARE = loads(MINIMAL, "t.yaml")


def test_the_smallest_topology_is_secure() -> None:
    assert (BARE.security.links, BARE.security.clients) == ("mtls", "mtls")
    assert all(link.duplex for link in BARE.links)


def test_the_smallest_topology_has_mcollectives_own_collective() -> None:
    assert BARE.collectives == ("mcollective",)


def test_a_key_that_the_model_does_not_know_is_refused() -> None:
    content = BARE.model_dump(by_alias=True, mode="json")
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Topology.model_validate({**content, "titel": "x"}, by_alias=True, by_name=False)


def test_nothing_of_a_topology_can_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        BARE.title = "x"  # type: ignore[misc]


def test_numbers_are_not_read_from_text() -> None:
    content = BARE.model_dump(by_alias=True, mode="json")
    content["sites"]["dc-a"]["servers"]["web"]["count"] = "3"
    with pytest.raises(ValidationError, match="valid integer"):
        Topology.model_validate(content, by_alias=True, by_name=False)
