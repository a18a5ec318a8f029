"""How requests are signed."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import after, before, findings


def test_the_default_is_one_key_for_all() -> None:
    assert findings("security-provider", before("security-provider", "securityprovider = psk\n", "libdir = /usr/lib\n"))


def test_both_sides_must_sign_alike() -> None:
    files = {**after("security-provider"), "client.cfg": "securityprovider = psk\n"}
    assert [one.severity for one in findings("security-provider", files)] == [Severity.ERROR]
    assert not findings("security-provider", {**files, "client.cfg": "securityprovider = ssl\n"})


def test_clients_of_other_collectives_may_sign_otherwise() -> None:
    files = {**after("security-provider"), "client.cfg": "collectives = de\nsecurityprovider = psk\n"}
    assert not findings("security-provider", files)


def test_a_template_may_say_ssl() -> None:
    assert not findings("security-provider", before("security-provider", "= psk", "= <%= @provider %>"))
