"""Near misses of the rule `half-collective`."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, findings, included, topics_and_queues


def test_a_collective_that_both_connectors_carry_or_neither_is_whole() -> None:
    topics, queues = included("topic uk.>"), included("queue uk.>")
    files = topics_and_queues(NO_QUEUES + topics, NO_TOPICS + queues) | {"server.cfg": "collectives = uk,de\n"}
    assert not findings("half-collective", files)


def test_a_filter_that_only_one_of_two_connectors_has_lets_a_collective_leak() -> None:
    files = topics_and_queues(NO_QUEUES, NO_TOPICS + included("queue uk.>")) | {"server.cfg": "collectives = uk,de\n"}
    assert ["de" in one.message for one in findings("half-collective", files)] == [True]


def test_registration_alone_is_no_half_of_a_collective() -> None:
    files = topics_and_queues(
        NO_QUEUES + included("topic uk.registration.agent"), NO_TOPICS + included("queue other.>")
    )
    assert not findings("half-collective", files)
