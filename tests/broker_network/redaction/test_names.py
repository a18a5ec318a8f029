"""What is a secret by its name."""

from __future__ import annotations

import pytest

from broker_network.activemq.elements import ELEMENTS
from broker_network.redaction import is_secret


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "keyStorePassword",
        "plugin.psk",
        "paswrd",
        "passwrd",
        "Passwort",
        "dbPass",
        "pw",
        "user_pw",
        "apiToken",
    ],
)
def test_a_secret_is_known_by_its_name_also_where_it_is_misspelt(name: str) -> None:
    assert is_secret(name)


def test_no_other_attribute_is_taken_for_a_secret() -> None:
    taken = {name for element in ELEMENTS.values() for name in element.by_name if is_secret(name)}
    assert taken - {"clientIdToken"} == {name for name in taken if "password" in name.lower()}
    assert not any(
        map(is_secret, ("passive", "bypass", "forward", "networkTTL", "userName", "keyStore", "uri", "port"))
    )
