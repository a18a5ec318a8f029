"""Reply queues that are never collected."""

from __future__ import annotations

import pytest

from broker_network.rules import Severity, rule
from tests.support.rule_sets import after, findings


def test_an_entry_that_does_not_hold_for_replies_does_not_collect_them() -> None:
    assert findings("reply-queue-gc", after("reply-queue-gc", "*.reply.>", "*.reply"))


def test_an_entry_for_all_queues_collects_them() -> None:
    assert not findings("reply-queue-gc", after("reply-queue-gc", "*.reply.>", ">"))


def test_a_period_that_is_a_placeholder_may_be_set() -> None:
    assert not findings("reply-queue-gc", after("reply-queue-gc", "60000", "${purge}"))


def test_a_stomp_listener_alone_makes_it_a_note() -> None:
    listener = '<transportConnectors><transportConnector uri="stomp://127.0.0.1:61613"/></transportConnectors>'
    (finding,) = findings("reply-queue-gc", {"a.xml": f'<broker brokerName="a">{listener}</broker>'})
    assert finding.severity == Severity.NOTE
    assert finding.message.startswith("If MCollective uses this broker: ")


@pytest.mark.parametrize("other", ["amqp", "mqtt+nio"])
def test_the_listeners_that_activemq_ships_say_nothing_of_mcollective(other: str) -> None:
    listeners = "".join(
        f'<transportConnector uri="{scheme}://0.0.0.0:{port}"/>' for port, scheme in enumerate(("stomp", other), 61613)
    )
    inside = f"<transportConnectors>{listeners}</transportConnectors>"
    files = {"a.xml": f'<broker brokerName="a">{inside}</broker>'}
    assert not findings("reply-queue-gc", files)
    (finding,) = findings("reply-queue-gc", {**files, "server.cfg": "collectives = mcollective\n"})
    assert finding.severity == Severity.NOTE


def test_a_broker_of_other_applications_has_no_reply_queues() -> None:
    files = {"a.xml": '<broker brokerName="a"/>', "b.xml": rule("reply-queue-gc").after["a.xml"].replace('"a"', '"b"')}
    assert not findings("reply-queue-gc", files)
