"""The model as a tree of shapes."""

from __future__ import annotations

from broker_network.design.topology.shape import (
    Either,
    Fixed,
    Keyed,
    Many,
    Value,
    homes,
    in_words,
    locate,
    topology_shape,
)

SHAPE = topology_shape()


def test_a_key_that_is_required_has_no_default_and_every_key_has_a_meaning() -> None:
    assert SHAPE.fields["title"].required
    assert not SHAPE.fields["survives"].required
    assert all(key.description for key in SHAPE.fields.values())


def test_each_kind_of_shape_is_called_in_plain_words() -> None:
    assert in_words(Value("a whole number")) == "a whole number"
    assert in_words(Many(Value("text"))) == "a list"
    assert in_words(Either({})) == "a list or a mapping"
    assert in_words(Fixed({})) == in_words(SHAPE.fields["sites"].shape) == "a mapping"


def test_a_place_is_followed_through_keys_that_the_reader_chooses_and_through_lists() -> None:
    place = locate(("sites", "noc", "brokers", "noc-1", "openwire_port"), unknown_key=False)
    assert place.path == ("sites", "noc", "brokers", "noc-1", "openwire_port")
    assert place.shape == Value("a whole number", "1024 to 65535")
    assert isinstance(locate(("links", 3), unknown_key=False).shape, Fixed)


def test_tags_of_pydantic_that_stand_in_no_file_are_left_out_of_the_path() -> None:
    place = locate(("sites", "noc", "clients", "ops", "operators", "list", 0), unknown_key=False)
    assert place.path == ("sites", "noc", "clients", "ops", "operators", 0)
    at_key = locate(("sites", "NOC", "[key]"), unknown_key=False)
    assert (at_key.path, at_key.at_key) == (("sites", "NOC"), True)


def test_a_key_that_the_model_does_not_know_has_no_shape() -> None:
    assert locate(("titel",), unknown_key=True).shape is None


def test_every_home_of_a_key_is_found() -> None:
    assert "sites.<site>.brokers.<broker>.host" in set(homes("host"))
    assert "sites.<site>.brokers.<broker>.standby.host" in set(homes("host"))
    assert list(homes("nothing")) == []


def test_what_the_reader_names_has_a_placeholder() -> None:
    sites = SHAPE.fields["sites"].shape
    assert isinstance(sites, Keyed)
    assert sites.placeholder == "site"
