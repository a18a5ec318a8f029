"""Flow control where MCollective's requests go."""

from __future__ import annotations

from tests.support.rule_findings import before, changed, findings


def test_no_entry_at_all_is_flow_control() -> None:
    assert findings("flow-control-topics", before("flow-control-topics", 'topic=">"', 'topic="orders.>"'))


def test_a_limit_for_slow_consumers_keeps_the_memory_from_filling() -> None:
    limit = (
        '<pendingMessageLimitStrategy><constantPendingMessageLimitStrategy limit="1000"/>'
        "</pendingMessageLimitStrategy></policyEntry>"
    )
    files = before("flow-control-topics", 'producerFlowControl="true"/>', f">{limit}")
    assert not findings("flow-control-topics", files)


def test_a_placeholder_may_be_false() -> None:
    assert not findings("flow-control-topics", before("flow-control-topics", '"true"', '"${flow}"'))


def test_flow_control_is_on_for_a_queue_whose_entry_does_not_say() -> None:
    files = before("flow-control-queues", ' producerFlowControl="true"', "")
    (finding,) = findings("flow-control-queues", files)
    assert "mcollective.nodes and mcollective.reply.>" in finding.message


def test_an_entry_for_all_queues_holds_for_those_that_have_none_of_their_own() -> None:
    files = before("flow-control-queues", 'queue="*.nodes" maxPageSize="5000" producerFlowControl="true"', "WIDE")
    wide = changed(files, "WIDE", 'queue=">" producerFlowControl="false"')
    (finding,) = findings("flow-control-queues", wide)
    assert "mcollective.reply.>" in finding.message
    assert "mcollective.nodes" not in finding.message


def test_a_placeholder_for_a_queue_may_be_false() -> None:
    assert not findings("flow-control-queues", before("flow-control-queues", '"true"', '"${flow}"'))
