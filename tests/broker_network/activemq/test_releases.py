"""Behaviour of what is known about releases."""

from __future__ import annotations

import pytest

from broker_network.activemq.releases import Release, advised_instead, known, loses_demand, losing_demand
from tests.support.paths import DOCS


def test_releases_are_ordered_by_their_numbers() -> None:
    assert Release.parse("5.18.3") < Release.parse("5.19.10") < Release.parse("6.2.6")


@pytest.mark.parametrize("text", ["6.2", "6.2.6-SNAPSHOT", "six", "6.2.6.1", ""])
def test_anything_but_three_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        Release.parse(text)


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("5.17.2", False),
        ("5.18.3", False),
        ("5.19.7", False),
        ("5.19.8", True),
        ("5.19.10", True),
        ("5.19.11", True),
        ("5.19.12", False),
        ("6.1.7", False),
        ("6.2.6", False),
        ("6.2.7", True),
        ("6.2.9", True),
        ("6.3.0", True),
        ("6.3.2", True),
        ("6.3.3", False),
    ],
)
def test_the_releases_that_lose_demand_are_known(release: str, expected: bool) -> None:
    assert loses_demand(Release.parse(release)) is expected


@pytest.mark.parametrize("page", ["index.md", "design/releases.md"])
def test_a_page_names_the_releases_that_lose_demand(page: str) -> None:
    assert losing_demand() in (DOCS / page).read_text(encoding="utf-8")


def test_what_is_advised_instead_does_not_lose_demand_and_is_known() -> None:
    for release in ("5.19.8", "6.3.1"):
        advised = Release.parse(advised_instead(Release.parse(release)))
        assert known(advised) and not loses_demand(advised)
