"""What is known about releases, held against pages and records."""

from __future__ import annotations

import pytest

from broker_network import evidence
from broker_network.activemq.releases import Defect, Release, ReleaseChange, advised_instead, facts
from broker_network.lab import fetch
from tests.support.paths import DOCS


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
    assert facts.DEMAND_LOST.is_in(Release.parse(release)) is expected


@pytest.mark.parametrize("page", ["index.md", "design/releases.md"])
def test_a_page_names_the_releases_that_lose_demand(page: str) -> None:
    assert str(facts.DEMAND_LOST) in (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("release", ["5.19.8", "6.3.1"])
def test_what_is_advised_instead_is_of_the_same_major_number(release: str) -> None:
    assert advised_instead(Release.parse(release)).major == Release.parse(release).major


def test_the_releases_on_which_lost_demand_was_measured_have_the_defect() -> None:
    assert facts.DEMAND_LOST.seen_on and all(map(facts.DEMAND_LOST.is_in, facts.DEMAND_LOST.seen_on))
    assert {str(one) for one in facts.DEMAND_LOST.seen_on} <= set(fetch.every_release())


@pytest.mark.parametrize(("release", "expected"), [("5.19.7", False), ("6.0.0", True), ("6.0.9", True), ("6.1.1", True),
                                                   ("6.1.2", False), ("6.2.0", False)])  # fmt: skip
def test_jolokia_is_open_in_the_releases_of_its_advisory(release: str, expected: bool) -> None:
    assert facts.JOLOKIA_OPEN.is_in(Release.parse(release)) is expected


@pytest.mark.parametrize(
    "name", [name for name in vars(facts) if isinstance(vars(facts)[name], (ReleaseChange, Defect))]
)
def test_a_difference_between_releases_says_where_it_is_known_from(name: str) -> None:
    sources = vars(facts)[name].sources
    assert sources
    experiments = {one.removeprefix("evidence/") for one in sources if one.startswith("evidence/")}
    assert experiments <= set(evidence.experiments())
