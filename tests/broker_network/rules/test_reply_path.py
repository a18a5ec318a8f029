"""Near misses of the rule `reply-path`."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, broker, connector, findings, included, to, topics_and_queues


def test_replies_of_named_operators_are_replies_too() -> None:
    files = topics_and_queues(
        NO_QUEUES + included("topic uk.*.agent"), NO_TOPICS + included("queue uk.nodes", "queue uk.reply.alice.>")
    )
    assert not findings("reply-path", files)


def test_each_direction_may_have_the_filter_that_fits_it() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b"), "", included("queue uk.nodes", "topic uk.*.agent"))),
        "b.xml": broker("b", connector("b-a", to("a"), "", included("queue uk.reply.>"))),
    }
    assert not findings("reply-path", files)


def test_replies_may_come_back_another_way() -> None:
    requests = included("queue uk.nodes", "topic uk.*.agent", "queue uk.reply.>")
    files = {
        "a.xml": broker("a", connector("a-b", to("b"), "", requests)),
        "b.xml": broker(
            "b",
            connector("b-a", to("a"), "", included("queue uk.nodes")),
            connector("b-c", to("c"), 'duplex="true"', requests),
        ),
        "c.xml": broker("c", connector("c-a", to("a"), 'duplex="true"', requests)),
    }
    assert not findings("reply-path", files)


def test_a_placeholder_in_a_filter_may_let_replies_across() -> None:
    files = topics_and_queues(
        NO_QUEUES + included("topic uk.*.agent"), NO_TOPICS + included("queue uk.nodes", "queue ${more}")
    )
    assert not findings("reply-path", files)
    assert not findings("half-collective", files)
