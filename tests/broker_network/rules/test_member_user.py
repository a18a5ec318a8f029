"""Accounts in MCollective's files."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_template_may_name_the_right_user() -> None:
    assert not findings("member-user", before("member-user", "user = mcollective", "user = <%= @user %>"))


def test_a_broker_that_is_not_among_the_files_may_know_the_user() -> None:
    assert not findings("member-user", before("member-user", "host = a", "host = broker.example.net"))


def test_a_file_that_names_no_user_has_it_elsewhere() -> None:
    assert not findings("member-user", before("member-user", "plugin.activemq.pool.1.user = mcollective\n", ""))


def test_a_password_is_compared_where_both_are_known() -> None:
    files = after("member-user", "${web.password}", "Rqk2xWv0")
    files["server.cfg"] += "plugin.activemq.pool.1.password = other\n"
    assert findings("member-user", files)
    assert not findings("member-user", {**files, "a.xml": files["a.xml"].replace("Rqk2xWv0", "other")})
