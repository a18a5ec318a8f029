"""`trace`: what blocks a message."""

from __future__ import annotations

import pytest

from broker_network import cli


def test_trace_names_what_blocks_and_the_change_that_lets_it_through(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["trace", "noc-datacenters", "--client", "dc-a-1", "--server", "dc-b-1", "--message", "directed"]
    assert cli.main(asked) == cli.DIFFERS
    said = " ".join(capsys.readouterr().out.split())
    assert 'blocked: consumerTTL="1"' in said
    assert 'set messageTTL="2" on dc-b-1-noc-1-queues of dc-b-1' in said
    assert "may not read queue mcollective.nodes at dc-a-1" in said
    assert cli.main(["trace", "noc-datacenters", "--client", "noc-1", "--server", "dc-b-1"]) == cli.OK
