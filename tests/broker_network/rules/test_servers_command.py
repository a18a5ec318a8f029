"""Accounts of servers that may send requests."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_an_account_for_servers_alone_leaves_the_other_to_operators() -> None:
    own = '<authenticationUser username="web" password="${web}" groups="readers,everyone"/></users>'
    files = {
        name: text.replace("</users>", own).replace('read="servers"', 'read="servers,readers"')
        for name, text in before("servers-command").items()
    }
    assert not findings("servers-command", files)


def test_the_account_that_a_server_names_is_asked_about() -> None:
    server = (
        "connector = activemq\nplugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = a\n"
        "plugin.activemq.pool.1.user = web\n"
    )
    files = before("servers-command", '"mcollective"', '"web"')
    assert not findings("servers-command", files)
    assert findings("servers-command", {**files, "server.cfg": server})
