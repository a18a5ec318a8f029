"""Near misses of the rule `flow-control-queues`."""

from __future__ import annotations

from tests.support.rule_sets import before, changed, findings


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
