"""Near misses of the rule about several ways to one server."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import before, findings

FALSE = ' decreaseNetworkConsumerPriority="false"'


@pytest.mark.parametrize(("release", "count"), [("5.17.2", 4), ("5.18.3", 0), (None, 4)])
def test_where_nothing_is_written_the_release_decides(release: str | None, count: int) -> None:
    files = before("consumer-priority", FALSE, "")
    assert len(findings("consumer-priority", files, release)) == count


def test_without_a_circle_there_is_one_way() -> None:
    files = before("consumer-priority")
    assert not findings("consumer-priority", {**files, "c.xml": '<broker brokerName="c"/>'})


def test_a_ttl_as_long_as_the_longest_way_lets_every_message_arrive() -> None:
    assert not findings("consumer-priority", before("consumer-priority", 'networkTTL="2"', 'networkTTL="3"'))


def test_a_ttl_of_one_leaves_one_way() -> None:
    assert not findings("consumer-priority", before("consumer-priority", 'networkTTL="2"', 'networkTTL="1"'))
