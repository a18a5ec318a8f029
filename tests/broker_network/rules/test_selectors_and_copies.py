"""Near misses of the rules about selectors and copies."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, OPENWIRE, broker, connector, findings, included, to

MEMBER = {"server.cfg": "collectives = mcollective\n"}


def test_merged_requests_are_surely_lost_where_a_broker_has_two_links() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b")), connector("a-c", to("c"))),
        "b.xml": broker("b"),
        "c.xml": broker("c"),
    }
    assert [one.severity for one in findings("conduit-selector", files | MEMBER)] == [Severity.ERROR] * 2
    assert [one.severity for one in findings("conduit-selector", files)] == [Severity.NOTE] * 2


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


def test_an_unmerged_connector_may_carry_queues() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), 'conduitSubscriptions="false"', NO_TOPICS))}
    assert not findings("topic-duplicates", files | MEMBER)


def test_two_merging_connectors_send_a_broadcast_once_unless_told_otherwise() -> None:
    for attributes, expected in (("", 0), ('suppressDuplicateTopicSubscriptions="false"', 1)):
        files = {
            "a.xml": broker("a", connector("one", to("b")), connector("two", to("b"), attributes)),
            "b.xml": broker("b"),
        }
        assert len(findings("topic-duplicates", files | MEMBER)) == expected


POLICIES = "<destinationPolicy><policyMap><policyEntries>{}</policyEntries></policyMap></destinationPolicy>"


def copies(entry: str) -> list[Severity]:
    """How much copies weigh that `a` sends to `b`, where `b` has this policy entry."""
    policies = POLICIES.format(entry) if entry else ""
    far = broker("b").replace("</broker>", f"{policies}</broker>")
    near = broker("a", connector("a-b", to("b"), 'duplex="false" conduitSubscriptions="false"'))
    return [one.severity for one in findings("topic-duplicates", {"a.xml": near, "b.xml": far} | MEMBER)]


def test_copies_that_a_policy_entry_for_the_topic_drops_are_only_wasted() -> None:
    assert copies('<policyEntry topic="&gt;" producerFlowControl="false"/>') == [Severity.WARNING]


def test_copies_reach_servers_where_no_policy_entry_drops_them() -> None:
    for entry in ("", '<policyEntry queue="&gt;"/>', '<policyEntry topic="&gt;" enableAudit="false"/>'):
        assert copies(entry) == [Severity.ERROR]
