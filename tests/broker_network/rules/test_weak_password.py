"""Passwords that anybody guesses, and those that nobody can judge."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import after, before, findings


def test_a_password_that_is_the_name_of_its_user_is_weak() -> None:
    assert findings("weak-password", after("weak-password", '"${mcollective.password}"', '"mcollective"'))


def test_two_placeholders_may_be_different_passwords() -> None:
    second = '<authenticationUser username="b" password="${mcollective.password}" groups=""/></users>'
    assert not findings("weak-password", after("weak-password", "</users>", second))


def test_one_password_for_two_users_is_found() -> None:
    files = after("weak-password", "${mcollective.password}", "Rqk2xWv0")
    second = '<authenticationUser username="b" password="Rqk2xWv0" groups=""/></users>'
    files = {name: text.replace("</users>", second) for name, text in files.items()}
    assert findings("weak-password", files)


def test_no_message_repeats_a_password() -> None:
    (finding,) = findings("weak-password", before("weak-password", "marionette", "supersecret"))
    assert "supersecret" not in finding.message + finding.fix


def test_the_key_of_the_sample_is_found() -> None:
    assert findings("weak-password", {"server.cfg": "securityprovider = psk\nplugin.psk = unset\n"})
    assert not findings("weak-password", {"server.cfg": "securityprovider = ssl\nplugin.psk = unset\n"})


@pytest.mark.parametrize("password", ["123", "12345", "123456789"])
def test_counting_is_no_password(password: str) -> None:
    assert findings("weak-password", before("weak-password", "marionette", password))


@pytest.mark.parametrize("password", ["1", "12345x", "23456"])
def test_other_numbers_are_not_judged(password: str) -> None:
    assert not findings("weak-password", before("weak-password", "marionette", password))


@pytest.mark.parametrize("key", ["plugin.activemq.pool.1.password", "plugin.stomp.password"])
def test_a_published_password_in_mcollectives_files_is_weak_and_a_placeholder_is_not(key: str) -> None:
    assert findings("weak-password", {"server.cfg": f"connector = stomp\n{key} = marionette\n"})
    assert not findings("weak-password", {"server.cfg": f"connector = stomp\n{key} = <%= @password %>\n"})


def test_a_key_from_public_documentation_is_weak() -> None:
    (found,) = findings("weak-password", {"server.cfg": "securityprovider = psk\nplugin.psk = asimplething\n"})
    assert "The key that signs requests" in found.message
