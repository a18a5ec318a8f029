"""What files that leave something open may mean."""

from __future__ import annotations

import pytest

from broker_network.network import Network, NetworkConnector, Unknown, queue
from broker_network.routes import Declared, survey
from broker_network.routes.interpretations import Interpretation, interpretations
from tests.support.route_networks import connector, hosts, network


def read(one: NetworkConnector, decreases: bool | None = True, **settings: bool) -> tuple[Interpretation, ...]:
    of: Network = network([("a", one)])
    declared = [found for found in survey(of, hosts(of)) if isinstance(found, Declared)]
    return interpretations(of, declared, decreases, **settings)


def test_files_that_leave_nothing_open_mean_one_thing() -> None:
    (only,) = read(connector("a", "b", duplex=True))
    assert [(one.sender, one.receiver) for one in only.directions] == [("a", "b"), ("b", "a")]
    assert only.possible and not any(one.doubts for one in only.directions)


def test_a_ttl_that_is_not_known_is_one_or_without_limit() -> None:
    least, most = read(connector("a", "b", message_ttl=Unknown("${t}")))
    assert (least.directions[0].message_ttl, most.directions[0].message_ttl) == (1, -1)
    assert [one.attribute for one in most.directions[0].doubts] == ["messageTTL"]


def test_a_direction_that_there_may_be_is_missing_in_what_there_surely_is() -> None:
    least, most = read(connector("a", "b", duplex=Unknown("${d}")))
    assert (len(least.directions), len(most.directions)) == (1, 2)


def test_a_filter_with_a_placeholder_may_let_all_across_or_nothing() -> None:
    least, most = read(connector("a", "b", dynamically_included_destinations=(queue("${c}.nodes"),)))
    assert (least.directions[0].admits(queue("c.nodes")), most.directions[0].admits(queue("c.nodes"))) == (False, True)


@pytest.mark.parametrize(("decreases", "expected"), [(True, [True]), (False, [False]), (None, [False, True])])
def test_the_release_decides_a_default_unless_it_is_written(decreases: bool | None, expected: list[bool]) -> None:
    assert [one.directions[0].prioritized for one in read(connector("a", "b"), decreases)] == expected
    written = connector("a", "b", decrease_network_consumer_priority=True)
    assert [one.directions[0].prioritized for one in read(written, decreases)] == [True]


def test_both_extremes_can_be_asked_for_where_something_else_is_open() -> None:
    assert [one.possible for one in read(connector("a", "b"), extremes=True)] == [False, True]


def test_bridges_can_be_left_out() -> None:
    (whole,) = read(connector("a", "b", duplex=True))
    there, back = whole.directions
    assert whole.without([id(there.bridge)]).directions == (back,)
    assert whole.without(()) is whole
