"""One topic for all agents."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_without_the_key_nothing_uses_that_topic() -> None:
    assert not findings("agents-multiplex", before("agents-multiplex", "multiplex = 1", "multiplex = 0"))


def test_a_wider_entry_covers_it() -> None:
    assert not findings("agents-multiplex", before("agents-multiplex", "mcollective.*.agent", "mcollective.>"))


def test_a_client_and_a_server_must_agree() -> None:
    files = after("agents-multiplex")
    files["client.cfg"] = files["server.cfg"].replace("plugin.activemq.agents_multiplex = 1\n", "")
    assert [one.source.file for one in findings("agents-multiplex", files) if one.source] == ["client.cfg"]


def test_two_servers_of_different_kinds_are_nobody_s_fault() -> None:
    files = after("agents-multiplex")
    files["b/server.cfg"] = files["server.cfg"].replace("plugin.activemq.agents_multiplex = 1\n", "")
    assert not findings("agents-multiplex", files)


def test_a_filter_for_agents_keeps_it_back() -> None:
    included = (
        '<dynamicallyIncludedDestinations><topic physicalName="mcollective.*.agent"/></dynamicallyIncludedDestinations>'
    )
    connector = f'<networkConnectors><networkConnector name="n" uri="static:(ssl://b:61617)">{included}</networkConnector></networkConnectors><plugins>'
    assert findings("agents-multiplex", after("agents-multiplex", "<plugins>", connector))
    whole = connector.replace("mcollective.*.agent", "mcollective.>")
    assert not findings("agents-multiplex", after("agents-multiplex", "<plugins>", whole))
