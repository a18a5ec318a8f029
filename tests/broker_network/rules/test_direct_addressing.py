"""Directed requests that are sent and not heard."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_a_client_that_sends_none_needs_no_listener() -> None:
    files = before("direct-addressing")
    assert not findings("direct-addressing", {**files, "client.cfg": files["client.cfg"].replace("= 1", "= 0")})


def test_other_collectives_are_not_addressed() -> None:
    files = before("direct-addressing")
    assert not findings("direct-addressing", {**files, "client.cfg": files["client.cfg"] + "collectives = de\n"})


def test_a_server_alone_is_not_judged() -> None:
    files = before("direct-addressing")
    del files["client.cfg"]
    assert not findings("direct-addressing", files)
