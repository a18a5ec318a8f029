"""Where names and passwords cross in clear text."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import before, findings


def test_this_machine_alone_is_no_network() -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert not findings("cleartext-link", before("cleartext-link", "0.0.0.0", host))


def test_without_passwords_none_crosses() -> None:
    assert not findings(
        "cleartext-link",
        {
            "a.xml": '<broker brokerName="a"><transportConnectors><transportConnector '
            'uri="tcp://0.0.0.0:61616"/></transportConnectors></broker>'
        },
    )


def test_schemes_with_tls_are_not_clear_text() -> None:
    for scheme in ("ssl", "nio+ssl", "auto+nio+ssl", "stomp+nio+ssl", "https", "wss", "vm"):
        assert not findings("cleartext-link", before("cleartext-link", "tcp:", f"{scheme}:"))


def test_it_is_a_note_since_something_below_may_encrypt() -> None:
    assert [one.severity for one in findings("cleartext-link", before("cleartext-link"))] == [Severity.NOTE]


def test_a_bridge_to_a_broker_among_the_files_is_told_of_at_its_listener() -> None:
    dialing = (
        '<broker brokerName="b"><networkConnectors><networkConnector name="b-a" uri="static:(tcp://a:61616)" '
        'userName="alice" password="${alice}"/></networkConnectors></broker>'
    )
    assert [one.broker for one in findings("cleartext-link", {**before("cleartext-link"), "b.xml": dialing})] == ["a"]
    assert [one.broker for one in findings("cleartext-link", {"b.xml": dialing})] == ["b"]


def test_who_listens_over_nio_is_told_of_the_listener_that_serves_every_login() -> None:
    found = findings("cleartext-link", before("cleartext-link", "tcp:", "stomp+nio:"))
    assert [one.fix for one in found] == ["Listen with stomp+ssl:// and an <sslContext>."]
