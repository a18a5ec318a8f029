"""What looks like a secret in a value is found, and its parts."""

from __future__ import annotations

import pytest

from broker_network.redaction import secrets_in, without_secrets


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("static:(tcp://u:hunter22@b:1)", "hunter22"),
        ("static:(tcp://u:hun ter@b:1,tcp://c:1)", "hun ter"),
        ("static:(tcp://u:hunter22,x@b:1)", "hunter22"),
        ("tcp://b:1?jms.password=hunter22", "hunter22"),
        ("tcp://b:1?x=${pw:hunter22}", "hunter22"),
        ("tcp://u:${x:hunter22}@b:1", "hunter22"),
        ("a:hunter22@x", "hunter22"),
    ],
)
def test_a_secret_of_a_value_is_found_and_masked(value: str, secret: str) -> None:
    assert secret in set(secrets_in(value))
    assert secret not in without_secrets(value)


def test_a_host_a_port_and_an_address_of_mail_are_no_secrets() -> None:
    for value in ("tcp://b:61616?owner=a@b", "ssl://[::1]:61617", "${host:b}", "alice@example.net"):
        assert without_secrets(value) == value
        assert not set(secrets_in(value))
