"""What a member may do in its collectives."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import after, before, findings


def test_a_collective_that_is_not_the_main_one_weighs_less() -> None:
    files = after("member-rights", "collectives = de", "collectives = de,fr")
    assert [one.severity for one in findings("member-rights", files)] == [Severity.WARNING]


def test_a_user_that_stands_elsewhere_may_have_the_rights() -> None:
    files = after("member-rights", "plugin.activemq.pool.1.user = web\n", "")
    assert not findings("member-rights", files)


def test_nobody_has_rights_in_a_collective_that_no_entry_names() -> None:
    assert findings("member-rights", before("member-rights", "plugin.activemq.pool.1.user = web\n", ""))


def test_a_right_on_own_replies_alone_is_enough() -> None:
    files = after("member-rights", "de.reply.>", "de.reply.alice.>")
    files["client.cfg"] = files.pop("server.cfg").replace("user = web", "user = alice")
    assert not findings("member-rights", files)


def test_servers_that_take_no_directed_requests_need_not_read_them() -> None:
    files = after("member-rights", 'queue="de.nodes" read="servers"', 'queue="de.nodes" read=""')
    assert findings("member-rights", files)
    files["server.cfg"] += "direct_addressing = 0\n"
    assert not findings("member-rights", files)
