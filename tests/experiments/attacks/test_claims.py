"""What thieves are tried for is everything that the model may say of them."""

from __future__ import annotations

import pytest

from broker_network import examples, routes
from broker_network.exposure import AccessMap, exposure, subjects
from broker_network.network.tunnels import has_tunnels

from .attacks import EXAMPLE, OPTIONS, stolen
from .claims import COMMANDS, FLOODS, SENDS, STOPS_SOME, Claim, Field

EVERY = pytest.mark.parametrize(
    "name", [name for name in examples.names() if not has_tunnels(examples.load(name).inventory)]
)
"""Where some listeners ask for a certificate and some do not, more is predicted than can be told apart."""


def access(name: str) -> AccessMap:
    network, inventory = examples.load(name)
    return AccessMap(network, routes.hosts_of(inventory), inventory)


@EVERY
def test_whatever_is_computed_of_a_theft_is_among_what_is_tried(name: str) -> None:
    around = access(name)
    field = Field(around)
    for kind in OPTIONS:
        for subject in stolen(kind, around):
            predicted = field.predicted(exposure(subject, around))
            assert predicted <= set(field.claims(subject)), subject


@EVERY
def test_of_each_kind_of_subject_some_is_stolen(name: str) -> None:
    around = access(name)
    for kind in {one.kind for one in subjects(around)}:
        assert list(stolen(kind, around)), kind


@EVERY
def test_a_password_without_a_certificate_is_predicted_to_flood_and_nothing_else(name: str) -> None:
    around = access(name)
    field = Field(around)
    alone = list(stolen("alone", around))
    assert alone
    for subject in alone:
        assert field.predicted(exposure(subject, around)) == {Claim(FLOODS, "", broker) for broker in around.brokers}


def test_an_operators_key_on_a_server_sends_nothing() -> None:
    around = access(EXAMPLE)
    field = Field(around)
    for subject in stolen("key", around):
        assert subject.signs_as
        assert not {claim for claim in field.predicted(exposure(subject, around)) if claim.what in (SENDS, COMMANDS)}


def test_what_nobody_is_to_achieve_somebody_else_does() -> None:
    """Else it might fail for want of skill. Some requests, and not all, need a second way, which there is not here."""
    around = access(EXAMPLE)
    field = Field(around)
    everybody = [subject for kind in OPTIONS for subject in stolen(kind, around)]
    tried = {claim.what for subject in everybody for claim in field.claims(subject)}
    done = {claim.what for subject in everybody for claim in field.predicted(exposure(subject, around))}
    assert tried - done == {STOPS_SOME}
