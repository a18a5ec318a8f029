"""Near misses of the rules about filters that part what belongs together."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, broker, connector, findings, included, to


def pair(topics: str, queues: str, attributes: str = 'duplex="true"') -> dict[str, str]:
    """Two brokers linked by a connector for topics and one for queues."""
    return {
        "a.xml": broker(
            "a",
            connector("topics", to("b"), attributes, topics),
            connector("queues", to("b"), f'{attributes} conduitSubscriptions="false"', queues),
        ),
        "b.xml": broker("b"),
    }


def test_replies_of_named_operators_are_replies_too() -> None:
    files = pair(
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
    files = pair(NO_QUEUES + included("topic uk.*.agent"), NO_TOPICS + included("queue uk.nodes", "queue ${more}"))
    assert not findings("reply-path", files)
    assert not findings("half-collective", files)


def test_a_collective_that_both_connectors_carry_or_neither_is_whole() -> None:
    topics, queues = included("topic uk.>"), included("queue uk.>")
    files = pair(NO_QUEUES + topics, NO_TOPICS + queues) | {"server.cfg": "collectives = uk,de\n"}
    assert not findings("half-collective", files)


def test_a_filter_that_only_one_of_two_connectors_has_lets_a_collective_leak() -> None:
    files = pair(NO_QUEUES, NO_TOPICS + included("queue uk.>")) | {"server.cfg": "collectives = uk,de\n"}
    assert ["de" in one.message for one in findings("half-collective", files)] == [True]


def test_registration_alone_is_no_half_of_a_collective() -> None:
    files = pair(NO_QUEUES + included("topic uk.registration.agent"), NO_TOPICS + included("queue other.>"))
    assert not findings("half-collective", files)


def test_an_exclusion_narrower_than_what_is_included_lets_the_rest_across() -> None:
    narrow = '<excludedDestinations><queue physicalName="uk.*"/></excludedDestinations>'
    assert not findings("nothing-crosses", pair(NO_QUEUES, narrow + included("queue uk.>")))
    wide = '<excludedDestinations><queue physicalName="uk.&gt;"/></excludedDestinations>'
    assert len(findings("nothing-crosses", pair(NO_QUEUES, wide + included("queue uk.*")))) == 1
