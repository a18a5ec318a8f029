"""What is known about releases, held against pages and records."""

from __future__ import annotations

import pytest

from broker_network import evidence
from broker_network.activemq.releases import Release, facts


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


def test_the_releases_on_which_lost_demand_was_measured_have_the_defect() -> None:
    assert facts.DEMAND_LOST.seen_on and all(map(facts.DEMAND_LOST.is_in, facts.DEMAND_LOST.seen_on))
    assert not any(map(facts.DEMAND_LOST.is_in, facts.DEMAND_LOST.not_seen_on))
    measured = (*facts.DEMAND_LOST.seen_on, *facts.DEMAND_LOST.not_seen_on)
    assert {one.release for one in evidence.of_experiment("lost-demand")} <= set(map(str, measured))
