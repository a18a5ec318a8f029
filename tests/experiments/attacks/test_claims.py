"""What thieves are tried for is everything that the model may say of them."""

from __future__ import annotations

import pytest

from macros import examples, routes
from macros.exposure import Ground, exposure, subjects

from .claims import COMMANDS, FLOODS, SENDS, Claim, Field
from .trial import stolen

EVERY = pytest.mark.parametrize("name", examples.names())
KINDS = ("operator", "laptop", "server", "broker", "link", "password", "alone", "key")


def ground(name: str) -> Ground:
    network, inventory = examples.load(name)
    return Ground(network, routes.hosts_of(inventory), inventory)


@EVERY
def test_whatever_is_computed_of_a_theft_is_among_what_is_tried(name: str) -> None:
    around = ground(name)
    field = Field(around)
    for kind in KINDS:
        for subject in stolen(kind, around):
            predicted = field.predicted(exposure(subject, around))
            assert predicted <= set(field.claims(subject)), subject


@EVERY
def test_of_each_kind_of_subject_some_is_stolen(name: str) -> None:
    around = ground(name)
    for kind in {one.kind for one in subjects(around)}:
        assert list(stolen(kind, around)), kind


@EVERY
def test_a_password_without_a_certificate_is_predicted_to_flood_and_nothing_else(name: str) -> None:
    around = ground(name)
    field = Field(around)
    alone = list(stolen("alone", around))
    assert alone
    for subject in alone:
        assert field.predicted(exposure(subject, around)) == {Claim(FLOODS, "", broker) for broker in around.brokers}


def test_an_operators_key_on_a_server_sends_nothing() -> None:
    around = ground("noc-datacenters")
    field = Field(around)
    for subject in stolen("key", around):
        assert subject.signs_as
        assert not {claim for claim in field.predicted(exposure(subject, around)) if claim.what in (SENDS, COMMANDS)}
