"""Near misses of the rules about TTL."""

from __future__ import annotations

import pytest

from broker_network.rules import Severity
from tests.support.rule_sets import broker, connector, findings, to


def star(ttl: str, *leaves: str) -> dict[str, str]:
    """Leaves that dial a hub."""
    attributes = f'duplex="true" {ttl}'
    files = {f"{name}.xml": broker(name, connector(f"{name}-hub", to("hub"), attributes)) for name in leaves}
    return files | {"hub.xml": broker("hub")}


def member(name: str, collective: str = "mcollective") -> str:
    """A file of a client or server that joins a broker."""
    return f"collectives = {collective}\nplugin.activemq.pool.size = 1\nplugin.activemq.pool.1.host = {name}\n"


def test_a_ttl_of_one_is_enough_where_only_the_hub_commands() -> None:
    files = star("", "a", "b") | {"client.cfg": member("hub"), "a/server.cfg": member("a"), "b/server.cfg": member("b")}
    assert not findings("ttl-too-low", files)


def test_some_servers_too_far_away_are_a_warning_and_all_of_them_an_error() -> None:
    files = star("", "a", "b") | {"client.cfg": member("a"), "b/server.cfg": member("b")}
    assert [one.severity for one in findings("ttl-too-low", files)] == [Severity.ERROR]
    files["a/server.cfg"] = member("a")
    assert [one.severity for one in findings("ttl-too-low", files)] == [Severity.WARNING]


def test_the_smaller_of_both_ttl_counts_and_network_ttl_wins_over_both() -> None:
    joined = {"client.cfg": member("a"), "server.cfg": member("b")}
    for ttl, expected in (
        ('messageTTL="2" consumerTTL="2"', 0),
        ('messageTTL="-1" consumerTTL="-1"', 0),
        ('messageTTL="2"', 1),
        ('consumerTTL="2"', 1),
        ('networkTTL="2" consumerTTL="1"', 0),
        ('networkTTL="${ttl}"', 0),
    ):
        assert len(findings("ttl-too-low", star(ttl, "a", "b") | joined)) == expected, ttl


def test_another_collective_need_not_be_reached() -> None:
    files = star("", "a", "b") | {
        "client.cfg": member("a", "uk"),
        "server.cfg": member("b", "de"),
    }
    assert not findings("ttl-too-low", files)


@pytest.mark.parametrize(
    ("attributes", "fix"),
    [
        ('networkTTL="1"', 'Set networkTTL="2" here and at b.xml:1.'),
        ("", 'Set messageTTL="2" and consumerTTL="2" here and at b.xml:1.'),
    ],
)
def test_the_fix_is_in_the_attributes_that_the_connectors_have(attributes: str, fix: str) -> None:
    (found, *_) = findings(
        "ttl-too-low", star(attributes, "a", "b") | {"client.cfg": member("a"), "server.cfg": member("b")}
    )
    assert found.fix.startswith(fix)
