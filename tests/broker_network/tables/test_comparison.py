"""Layouts side by side."""

from __future__ import annotations

from broker_network import examples, tables


def _of(example: str) -> tables.Comparison:
    return tables.comparison(*examples.load(example))


def test_a_single_broker_has_no_links_and_nothing_open_to_others() -> None:
    one = _of("single-broker")
    assert (one.brokers, one.hosts, one.links, one.connections, one.ttl, one.held) == (1, 1, 0, 0, 0, 0.0)
    assert (one.sites, one.accepting, one.openings) == (1, 0, 0)
    assert [outcome.text for outcome in one.deaths] == ["everything stops"]
    assert one.cuts == ()


def test_each_link_is_two_connections_and_a_rule_at_the_side_that_is_dialed() -> None:
    one = _of("noc-datacenters")
    assert (one.links, one.connections, one.accepting, one.openings) == (3, 6, 1, 3)
    other = _of("noc-dials")
    assert (other.links, other.connections, other.accepting, other.openings) == (3, 6, 3, 3)


def test_a_standby_is_a_host_and_a_rule_more_and_no_connection() -> None:
    one = _of("primary-standby")
    assert (one.brokers, one.hosts, one.links, one.connections, one.openings) == (3, 4, 2, 4, 4)


def test_links_inside_a_site_open_nothing_to_others() -> None:
    one = _of("pooled-brokers")
    assert (one.links, one.accepting, one.openings) == (3, 0, 0)


def test_a_star_holds_one_subscription_for_each_server_and_few_for_topics_and_replies() -> None:
    # For each of three data centers: 100 of servers, 8 of topics, and 1 for each of 1 client that waits.
    assert _of("noc-datacenters").held == (3 * (100 + 8 + 1)) / 300


def test_what_is_alike_stands_together_and_only_where_all_are_alike_without_names() -> None:
    deaths = _of("two-noc-brokers").deaths
    assert [(one.names, one.good) for one in deaths] == [(("noc-1", "noc-2"), True), (("dc-a-1", "dc-b-1"), False)]
    assert [(one.names, one.text) for one in _of("country-ring").cuts] == [((), "nothing is lost")]
