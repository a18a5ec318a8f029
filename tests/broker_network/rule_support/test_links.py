"""Behavior of who dials whom, with what the files leave open."""

from __future__ import annotations

from hypothesis import given

from broker_network.collect import read_files
from broker_network.graph import distances
from broker_network.rule_support import Case
from broker_network.rule_support.links import Links
from tests.support.networks import trees
from tests.support.rule_sets import broker, connector, to

DUPLEX = 'duplex="true"'


def links(files: dict[str, str]) -> Links:
    return Case(read_files({name: text.encode() for name, text in files.items()})).links


def chain(*names: str, closed: bool = False) -> dict[str, str]:
    """Brokers that each dial the next; where `closed`, the last dials the first."""
    far = dict(zip(names, (*names[1:], names[0]), strict=True))
    return {
        f"{name}.xml": broker(name, *([connector(name, to(far[name]), DUPLEX)] if closed or name != names[-1] else []))
        for name in names
    }


def test_a_link_is_known_from_both_of_its_ends() -> None:
    found = links(chain("a", "b"))
    assert {name: list(peers) for name, peers in found.peers.items()} == {"a": ["b"], "b": ["a"]}
    assert set(found.between) == {("a", "b"), ("b", "a")}
    assert found.dialed == {"b"}


def test_links_form_a_circle_only_where_they_lead_back() -> None:
    assert links(chain("a", "b", "c")).circles == {}
    assert links(chain("a", "b", "c", closed=True)).circles == {"a": 3, "b": 3, "c": 3}


def test_a_circle_is_not_known_where_an_address_is_not() -> None:
    unknown = broker("d", connector("d-a", to("a")), connector("x", to("x")))
    assert links(chain("a", "b", "c", closed=True) | {"d.xml": unknown}).circles == {}


def test_an_address_that_belongs_to_no_file_leaves_open_whom_its_broker_reaches() -> None:
    files = chain("a", "b") | {"b.xml": broker("b", connector("b-x", to("elsewhere")))}
    found = links(files)
    assert found.unknown_dials
    assert (found.open, found.reaches_open) == ({"b"}, {"a", "b"})


def test_of_a_primary_and_its_standby_one_address_is_enough() -> None:
    files = {"a.xml": broker("a", connector("a-b", "masterslave:(tcp://b:61616,tcp://b2:61616)")), "b.xml": broker("b")}
    assert not links(files).unknown_dials


def test_a_collective_is_asked_about_only_where_a_filter_may_let_it_cross() -> None:
    inside = '<dynamicallyIncludedDestinations><queue physicalName="uk.nodes"/></dynamicallyIncludedDestinations>'
    files = {"a.xml": broker("a", connector("a-b", to("b"), "", inside)), "b.xml": broker("b")}
    assert len(links(files).carrying("uk")) == 1
    assert links(files).carrying("de") == []
    assert (links(files).names("uk"), links(files).names("de")) == (True, False)


@given(trees())
def test_the_longest_way_of_a_tree_is_that_of_the_two_brokers_farthest_apart(pairs: list[tuple[str, str]]) -> None:
    names = list(dict.fromkeys(end for pair in pairs for end in pair))
    found = links(
        {
            f"{name}.xml": broker(name, *(connector(far, to(far), DUPLEX) for near, far in pairs if near == name))
            for name in names
        }
    )
    longest = max(max(distances(name, found.peers.__getitem__).values()) for name in names)
    assert found.farthest == dict.fromkeys(names, longest)


def test_no_longest_way_is_known_around_a_circle_or_where_an_address_is_not_known() -> None:
    assert links(chain("a", "b", "c", closed=True)).farthest == {}
    assert (
        links(chain("a", "b") | {"d.xml": broker("d", connector("d-a", to("a")), connector("x", to("x")))}).farthest
        == {}
    )
