"""Near misses of the rule `topic-duplicates`."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import MEMBER, NO_TOPICS, broker, connector, findings, to


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
