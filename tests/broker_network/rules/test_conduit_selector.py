"""Near misses of the rule `conduit-selector`."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.reach import reachability_of
from broker_network.routes import Delivery
from broker_network.rules import Severity
from tests.support.rule_sets import (
    MEMBER,
    NO_QUEUES,
    NO_TOPICS,
    OPENWIRE,
    broker,
    connector,
    findings,
    included,
    listener,
    to,
    topics_and_queues,
)


def test_merged_requests_are_surely_lost_where_a_broker_has_two_links() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b")), connector("a-c", to("c"))),
        "b.xml": broker("b"),
        "c.xml": broker("c"),
    }
    assert [one.severity for one in findings("conduit-selector", files | MEMBER)] == [Severity.ERROR] * 2
    assert [one.severity for one in findings("conduit-selector", files)] == [Severity.WARNING] * 2


def test_where_files_only_listen_for_stomp_check_warns_of_what_reach_calls_sometimes() -> None:
    dials = [connector(f"hub-{leaf}", to(leaf), 'duplex="true" networkTTL="2"') for leaf in ("b", "c", "d")]
    leaves = {f"{leaf}.xml": broker(leaf) for leaf in ("b", "c", "d")}
    files = {"a.xml": broker("a", *dials)} | leaves
    engine = reachability_of(read_files({name: text.encode() for name, text in files.items()}), None)
    (directed,) = engine.questions("b", "c", "mcollective", messages=("directed",))
    assert engine.verdict(directed).arrival.delivery is not Delivery.ALWAYS
    found = findings("conduit-selector", files)
    assert [one.severity for one in found] == [Severity.WARNING] * 3
    assert all(
        "If MCollective uses these brokers, directed requests arrive only sometimes." in one.message for one in found
    )


def test_the_file_that_activemq_ships_gets_a_note() -> None:
    every = listener("amqp://0.0.0.0:5672") + listener("stomp://0.0.0.0:61613")
    files = {
        "a.xml": broker("a", connector("a-b", to("b")), connector("a-c", to("c")), listeners=OPENWIRE + every),
        "b.xml": broker("b", listeners=OPENWIRE + every),
        "c.xml": broker("c", listeners=OPENWIRE + every),
    }
    assert {one.severity for one in findings("conduit-selector", files)} == {Severity.NOTE}


def test_merged_requests_are_a_warning_while_nobody_competes() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), 'decreaseNetworkConsumerPriority="true"'))}
    assert [one.severity for one in findings("conduit-selector", files | MEMBER)] == [Severity.WARNING]


def test_a_connector_that_keeps_the_requests_back_may_merge() -> None:
    for inside in (NO_QUEUES, included("topic mcollective.>"), included("queue mcollective.reply.>")):
        assert not findings("conduit-selector", {"a.xml": broker("a", connector("a-b", to("b"), "", inside))} | MEMBER)


def test_nothing_is_said_of_what_a_placeholder_leaves_open() -> None:
    for attributes, inside in (('conduitSubscriptions="${merge}"', ""), ("", included("queue ${collective}.>"))):
        files = {"a.xml": broker("a", connector("a-b", to("b"), attributes, inside))} | MEMBER
        assert not findings("conduit-selector", files)


def test_a_network_that_nothing_ties_to_mcollective_may_merge() -> None:
    assert not findings("conduit-selector", {"a.xml": broker("a", connector("a-b", to("b")), listeners=OPENWIRE)})


def test_a_subscription_that_is_written_for_good_takes_every_request() -> None:
    inside = (
        '<staticallyIncludedDestinations><queue physicalName="mcollective.nodes"/></staticallyIncludedDestinations>'
    )
    files = {"a.xml": broker("a", connector("a-b", to("b"), 'conduitSubscriptions="false"', inside))} | MEMBER
    assert len(findings("conduit-selector", files)) == 1


def meshed(ttl: int) -> dict[str, str]:
    """Three brokers that all dial each other, where the connector that carries queues merges."""
    attributes = f'networkTTL="{ttl}" decreaseNetworkConsumerPriority="true"'
    names = ("a", "b", "c")
    return {
        f"{name}.xml": broker(
            name, *(connector(f"{name}-{far}", to(far), attributes, NO_TOPICS) for far in names if far != name)
        )
        for name in names
    } | MEMBER


def test_where_every_request_arrives_all_the_same_it_is_a_warning_that_says_so() -> None:
    """Seen on three brokers of 5.18.3: with a TTL of 2 nothing was lost, with 1 two servers got nothing."""
    found = findings("conduit-selector", meshed(2), "5.18.3")
    assert {one.severity for one in found} == {Severity.WARNING}
    assert all("every request arrives all the same" in one.message for one in found)
    lost = findings("conduit-selector", meshed(1), "5.18.3")
    assert {one.severity for one in lost} == {Severity.ERROR}
    assert not any("all the same" in one.message for one in lost)


def test_a_connector_that_excludes_topics_already_is_to_stop_merging_and_nothing_else() -> None:
    files = topics_and_queues(NO_QUEUES, NO_TOPICS)
    files["a.xml"] = files["a.xml"].replace('conduitSubscriptions="false"', "")
    (found,) = findings("conduit-selector", files)
    assert found.fix == 'Set conduitSubscriptions="false". This connector carries no topics.'
    text = files["a.xml"].replace('name="queues"', 'name="queues" conduitSubscriptions="false"')
    fixed = {**files, "a.xml": text}
    assert not findings("conduit-selector", fixed)
    assert not findings("topic-duplicates", fixed)


def test_filters_that_are_exchanged_are_called_so_and_the_two_fixes_put_them_right() -> None:
    files = topics_and_queues(NO_TOPICS, NO_QUEUES)
    (selector,) = findings("conduit-selector", files)
    (copies,) = findings("topic-duplicates", files)
    assert "Its filters look exchanged with those of queues." in selector.message
    assert copies.fix == 'Set conduitSubscriptions="true". This connector carries no queues.'
    text = files["a.xml"].replace('conduitSubscriptions="false"', 'conduitSubscriptions="true"')
    fixed = {**files, "a.xml": text.replace('name="topics"', 'name="topics" conduitSubscriptions="false"')}
    assert not findings("conduit-selector", fixed)
    assert not findings("topic-duplicates", fixed)
