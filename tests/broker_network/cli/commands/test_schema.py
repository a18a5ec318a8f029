"""`schema`: the committed one is current."""

from __future__ import annotations

from broker_network import cli


def test_the_schema_is_current() -> None:
    assert cli.main(["schema", "--check"]) == cli.OK, "run `broker-network schema`"
