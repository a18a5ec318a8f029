"""Firewalls open before anybody needs them, and close when nobody does."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.changes.firewall_tasks import UNLOAD
from tests.support.networks import tunneled
from tests.support.transitions import (
    between,
    firewalls,
    relayed,
)


@pytest.mark.parametrize(
    "members",
    [{"servers": {"web": {"count": 3}}}, {"clients": {"ops": {"operators": ["eve"]}}}],
    ids=["servers", "clients"],
)
def test_the_first_members_of_a_site_that_only_relayed_are_let_in_before_they_connect(members: dict[str, Any]) -> None:
    there, back = between(relayed(), relayed(**members)).steps, between(relayed(**members), relayed()).steps
    opened = next(step for step in there if step.work == "firewall")
    assert "open TCP 61614 for 10.0.0.0/24" in opened.detail
    joined = next(
        number for number, step in enumerate(there) if step.place.split("/")[1:] == ["hub", *members_of(members)]
    )
    assert there.index(opened) < joined
    closed = firewalls(back)[-1]
    assert closed.detail == ("close TCP 61614 for 10.0.0.0/24",) and closed.commands == (UNLOAD,)


def members_of(members: dict[str, Any]) -> list[str]:
    return [name for groups in members.values() for name in groups]


def test_rules_of_both_networks_are_loaded_where_one_file_would_keep_somebody_out() -> None:
    plain, inside = tunneled([("a", "b")], security={}), tunneled([("a", "b")])
    first = next(step for step in firewalls(between(plain, inside).steps) if step.place == "broker1.b.example.net")
    assert first.rules is not None and first.copies == ()
    sources = {(one.port, source) for one in first.rules.openings for source in one.sources or ()}
    assert {(61617, "10.1.0.11"), (61616, "10.255.0.1")} <= sources
