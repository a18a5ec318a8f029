"""Near misses of the rule about a TTL that is too large."""

from __future__ import annotations

import pytest

from broker_network.rules import Severity
from tests.support.rule_sets import OPENWIRE, broker, connector, findings, to

from .test_ttl_too_low import star


def test_a_ttl_may_be_as_large_as_you_like_where_there_is_no_circle() -> None:
    assert not findings("ttl-too-high", star('networkTTL="9"', "a", "b", "c"))


def circle(ttl: str, last: str = "a") -> dict[str, str]:
    """Three brokers in a circle."""
    return {
        f"{name}.xml": broker(name, connector(f"{name}-{far}", to(far), f'duplex="true" {ttl}'))
        for name, far in (("a", "b"), ("b", "c"), ("c", last))
    }


def test_a_ttl_that_a_cut_circle_needs_is_not_too_high() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="2"'))
    assert len(findings("ttl-too-high", circle('networkTTL="3"'))) == 3
    assert len(findings("ttl-too-high", circle('consumerTTL="-1"'))) == 3


def test_a_circle_that_may_be_larger_than_the_files_tell_is_left_alone() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="3"') | {"d.xml": broker("a", connector("x", to("y")))})


def test_suppressed_duplicates_make_a_large_ttl_harmless() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="3" suppressDuplicateQueueSubscriptions="true"'))


def plain_star(attributes: str, *leaves: str) -> dict[str, str]:
    """A hub that others dial, in a network without MCollective."""
    dialing = {
        f"{name}.xml": broker(name, connector("up", to("hub"), f'duplex="true" {attributes}'), listeners=OPENWIRE)
        for name in leaves
    }
    return {"hub.xml": broker("hub", listeners=OPENWIRE), **dialing}


@pytest.mark.parametrize(
    ("attributes", "leaves", "says"),
    [
        ('networkTTL="2"', "ab", None),
        ('networkTTL="3"', "ab", 'Set networkTTL="2".'),
        ('consumerTTL="-1"', "ab", 'Set consumerTTL="2".'),
        ('messageTTL="4" consumerTTL="3"', "ab", 'Set consumerTTL="2" and messageTTL="2".'),
        ('networkTTL="2"', "a", 'Set networkTTL="1".'),
        ('networkTTL="${ttl}"', "a", None),
    ],
)
def test_without_mcollective_a_ttl_that_no_way_needs_is_a_note(attributes: str, leaves: str, says: str | None) -> None:
    found = findings("ttl-too-high", plain_star(attributes, *leaves))
    assert {(one.severity, one.fix) for one in found} == ({(Severity.NOTE, says)} if says else set())
