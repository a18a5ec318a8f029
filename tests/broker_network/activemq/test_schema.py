"""Which elements and attributes a release knows."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Release
from broker_network.activemq.schema import Attribute, ValueKind, schema

SCHEMA = schema()


def test_releases_are_one_of_each_line_oldest_first() -> None:
    assert list(SCHEMA.releases) == sorted(SCHEMA.releases)
    assert len({release.line for release in SCHEMA.releases}) == len(SCHEMA.releases)


def test_every_bit_stands_for_a_release() -> None:
    every = SCHEMA.bits(None)
    for element in SCHEMA.elements.values():
        held = [one.releases for one in element.attributes.values()] + [
            one.releases for one in element.children.values()
        ]
        assert all(0 < bits <= every for bits in [element.releases, *held])


def test_what_a_child_may_hold_is_in_the_table() -> None:
    for element in SCHEMA.elements.values():
        for child in element.children.values():
            assert child.holds is None or child.holds <= set(SCHEMA.elements)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("boolean", "true", "True"),
        ("flag", "True", "yes"),
        ("number", " -5 ", "5k"),
        ("size", "10 mb", "10 tb"),
    ],
)
def test_a_value_is_allowed_as_its_kind_says(kind: ValueKind, right: str, wrong: str) -> None:
    assert Attribute(kind, 1).allows(right)
    assert not Attribute(kind, 1).allows(wrong)


def test_text_may_be_anything() -> None:
    assert Attribute("text", 1).allows("<&>")


def test_a_release_is_judged_by_the_one_of_its_line_but_not_if_it_is_newer() -> None:
    newest = SCHEMA.releases[-1]
    assert SCHEMA.bits(newest) == 1 << (len(SCHEMA.releases) - 1)
    newer = Release(newest.major, newest.minor, newest.patch + 1)
    assert SCHEMA.bits(newer) == SCHEMA.bits(None)
    assert SCHEMA.bits(Release(99, 0, 0)) == SCHEMA.bits(None)


def test_release_lines_are_told_in_words() -> None:
    lines = ["{}.{}".format(*release.line) for release in SCHEMA.releases]
    assert SCHEMA.lines(SCHEMA.bits(None)) == f"{lines[0]} and newer"
    assert SCHEMA.lines(0b1) == lines[0]
    assert SCHEMA.lines(0b111) == f"{lines[0]} to {lines[2]}"


def test_the_connector_between_brokers_has_the_attributes_that_this_project_writes() -> None:
    known = SCHEMA.elements["networkConnector"].attributes
    assert {"duplex", "consumerTTL", "messageTTL", "conduitSubscriptions", "userName"} <= set(known)
