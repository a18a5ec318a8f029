"""Near misses of the rule `flow-control-topics`."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


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
