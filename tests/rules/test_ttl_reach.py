"""Near misses of the rules about TTL."""

from __future__ import annotations

from macros.rules import Severity
from tests.rules.sets import broker, connector, findings, to


def star(ttl: str, *leaves: str) -> dict[str, str]:
    """Leaves that dial a hub."""
    attributes = f'duplex="true" {ttl}'
    files = {f"{name}.xml": broker(name, connector(f"{name}-hub", to("hub"), attributes)) for name in leaves}
    return files | {"hub.xml": broker("hub")}


def member(name: str) -> str:
    """A file of a client or server that joins a broker."""
    return f"plugin.activemq.pool.1.host = {name}\n"


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
        "client.cfg": member("a") + "collectives = uk\n",
        "server.cfg": member("b") + "collectives = de\n",
    }
    assert not findings("ttl-too-low", files)


def test_a_ttl_may_be_as_large_as_you_like_where_there_is_no_circle() -> None:
    assert not findings("ttl-too-high", star('networkTTL="9"', "a", "b", "c"))


def circle(ttl: str, last: str = "a") -> dict[str, str]:
    """Three brokers in a circle."""
    return {
        f"{name}.xml": broker(name, connector(f"{name}-{far}", to(far), f'duplex="true" {ttl}'))
        for name, far in (("a", "b"), ("b", "c"), ("c", last))
    }


def test_a_ttl_that_a_cut_circle_needs_is_not_too_high() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="2"'))
    assert len(findings("ttl-too-high", circle('networkTTL="3"'))) == 3
    assert len(findings("ttl-too-high", circle('consumerTTL="-1"'))) == 3


def test_a_circle_that_may_be_larger_than_the_files_tell_is_left_alone() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="3"') | {"d.xml": broker("a", connector("x", to("y")))})


def test_suppressed_duplicates_make_a_large_ttl_harmless() -> None:
    assert not findings("ttl-too-high", circle('networkTTL="3" suppressDuplicateQueueSubscriptions="true"'))
