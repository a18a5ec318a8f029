"""Brokers on which anybody may send requests."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_a_certificate_is_asked_for() -> None:
    assert not findings("open-commands", before("open-commands", "61614", "61614?needClientAuth=true"))


def test_a_listener_of_this_machine_alone_is_no_door() -> None:
    assert not findings("open-commands", before("open-commands", "0.0.0.0", "127.0.0.1"))


def test_a_star_that_may_write_requests_is_everybody() -> None:
    assert findings("open-commands", after("open-commands", 'write="operators"', 'write="*"'))
    assert not findings("open-commands", after("open-commands", 'admin="everyone"', 'admin="*"'))


def test_who_gives_no_name_must_not_send() -> None:
    allowed = '<simpleAuthenticationPlugin anonymousAccessAllowed="true" anonymousGroup="operators">'
    assert findings("open-commands", after("open-commands", "<simpleAuthenticationPlugin>", allowed))
    harmless = allowed.replace('"operators"', '"guests"')
    assert not findings("open-commands", after("open-commands", "<simpleAuthenticationPlugin>", harmless))


def test_plugins_that_are_not_known_may_refuse() -> None:
    plugin = '<plugins><bean class="org.example.Guard"/></plugins><transportConnectors>'
    assert not findings("open-commands", before("open-commands", "<transportConnectors>", plugin))
