"""Which hosts are the machine itself."""

from __future__ import annotations

import pytest

from broker_network.network.loopback import is_any, is_loopback


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.localdomain", "a.localhost", "127.0.0.1", "127.1", "::1", "[::1]"]
)
def test_a_loopback_address_is_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert not is_any(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]"])
def test_an_unspecified_address_is_every_address_of_a_listener(host: str) -> None:
    assert is_any(host)
    assert not is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhosts", "127.example.net", "127", "10.0.0.1", "${host}", "noc.example.net"])
def test_any_other_host_is_neither(host: str) -> None:
    assert not is_loopback(host)
    assert not is_any(host)
