"""The bridges that a message may be led over."""

from __future__ import annotations

from broker_network.network import queue
from broker_network.reach import Question
from broker_network.reach.possible_bridges import PossibleBridges
from tests.support.route_networks import QUEUES, connector, engine, network


def possible(of: list[tuple[str, object]], client: str, server: str) -> PossibleBridges:
    return PossibleBridges(engine(network(of)), Question("directed", client, server, "c"))  # type: ignore[arg-type]


def test_a_connector_in_one_direction_may_be_led_back_over() -> None:
    (way,) = possible([("a", connector("a", "b"))], "b", "a").ways()
    assert [(one.bridge.sender, one.bridge.receiver, one.lacks_duplex) for one in way] == [("b", "a", True)]


def test_the_way_that_needs_the_fewest_changes_is_tried_first() -> None:
    direct = connector("a", "c", duplex=True, excluded_destinations=QUEUES)
    around = [("a", connector("a", "b", duplex=True)), ("b", connector("b", "c", duplex=True))]
    ways = possible([("a", direct), *around], "a", "c").ways()
    assert [len(way) for way in ways] == [2, 1]


def test_what_a_bridge_lacks_is_named_as_edits() -> None:
    one = connector("a", "b", excluded_destinations=(queue("c.>"),), dynamically_included_destinations=(queue("d.>"),))
    asked = possible([("a", one)], "a", "b")
    ((bridge,),) = asked.ways()
    assert [(edit.attribute, edit.action, edit.value) for edit in asked.admitting(bridge)] == [
        ("excludedDestinations", "remove", queue("c.>")),
        ("dynamicallyIncludedDestinations", "add", queue("c.nodes")),
    ]


def test_where_no_connector_leads_there_is_no_way() -> None:
    assert possible([("a", connector("a", "b"))], "a", "b").ways()
    assert not PossibleBridges(engine(network([], "a", "b")), Question("reply", "a", "b", "c")).ways()
