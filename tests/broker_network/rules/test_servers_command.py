"""Accounts of servers that may send requests."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import STOMP, before, findings


def listening(files: dict[str, str]) -> dict[str, str]:
    """The same brokers with a listener for servers."""
    stomp = f"<transportConnectors>{STOMP}</transportConnectors></broker>"
    return {name: text.replace("</broker>", stomp) for name, text in files.items()}


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
    files = listening(before("servers-command", '"mcollective"', '"web"'))
    assert [one.severity for one in findings("servers-command", files)] == [Severity.NOTE]
    (found,) = findings("servers-command", {**files, "server.cfg": server})
    assert (found.severity, found.message.startswith("web, which servers log in as")) == (Severity.WARNING, True)


def test_where_every_account_that_takes_requests_sends_them_too_servers_can_whichever_is_theirs() -> None:
    (found,) = findings("servers-command", listening(before("servers-command", '"mcollective"', '"joe"')))
    assert found.severity is Severity.NOTE
    assert "(joe): whichever of them servers log in as" in found.message
