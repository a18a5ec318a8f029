"""The main collective."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_a_server_that_does_not_register_needs_none() -> None:
    server = {"server.cfg": before("main-collective")["client.cfg"]}
    assert not findings("main-collective", server)
    assert findings("main-collective", {"server.cfg": server["server.cfg"] + "registerinterval = 300\n"})


def test_the_default_is_right_where_it_is_among_them() -> None:
    assert not findings("main-collective", before("main-collective", "de,eu", "de, mcollective"))


def test_collectives_of_a_template_may_hold_it() -> None:
    assert not findings("main-collective", before("main-collective", "de,eu", "<%= @collectives %>"))
