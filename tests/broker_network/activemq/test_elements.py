"""The table of attributes against the model, against ActiveMQ's schemas, and against the references."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.activemq.elements import ELEMENTS, ModelElement
from broker_network.activemq.elements.attribute import CHILDREN, FLAG, GROUPS, NUMBER, TEXT, URI
from broker_network.activemq.releases import LINES, Release
from broker_network.activemq.schema import schema
from broker_network.network import Broker, Destination, Flag, Import, NetworkConnector, Number, Plugin
from macros import reference
from tests.support.brokers import attribute_fields, fields, models

NOT_ELEMENTS = {Destination, Import, Plugin}
"""What is a name, what is Spring's, and what has no attributes that are known."""

TYPES: dict[Any, tuple[Any, ...]] = {
    FLAG: (Flag,),
    NUMBER: (Number,),
    TEXT: (str, str | None),
    URI: (str, str | None),
    GROUPS: (tuple[str, ...],),
    CHILDREN: (tuple[Destination, ...],),
}
MODELS = sorted(models(Broker) - NOT_ELEMENTS, key=str)
SCHEMA_KINDS = {FLAG: {"boolean", "flag"}, NUMBER: {"number", "size"}}
"""What the schema must call an attribute. It calls nearly everything else a text."""


@pytest.mark.parametrize("model", MODELS, ids=lambda one: str(one.__name__))
def test_every_field_of_the_model_is_an_attribute_or_is_declared_to_be_none(model: type) -> None:
    elsewhere = {name for one in ELEMENTS.values() if one.model is model for name in one.elsewhere}
    filled = attribute_fields(model)
    assert set(fields(model)) == elsewhere | set(filled)
    assert not elsewhere & set(filled)


@pytest.mark.parametrize("model", MODELS, ids=lambda one: str(one.__name__))
def test_an_attribute_is_of_the_type_of_its_field(model: type) -> None:
    for field, attribute in attribute_fields(model).items():
        assert fields(model)[field] in TYPES[attribute.type], attribute.name


def test_every_element_fills_a_class_of_the_model() -> None:
    assert {one.model for one in ELEMENTS.values()} == models(Broker) - NOT_ELEMENTS


@pytest.mark.parametrize("element", ELEMENTS.values(), ids=lambda one: str(one.name))
def test_every_attribute_is_in_the_schema_and_of_the_same_kind(element: ModelElement) -> None:
    allowed = schema().elements[element.name]
    for one in element.attributes:
        if one.type is CHILDREN:
            assert one.name in allowed.children
            continue
        for spelling in filter(None, (one.name, one.also)):
            # Of the stores one spells the folder otherwise.
            known = (
                allowed.attributes if spelling in allowed.attributes else schema().elements["journaledJDBC"].attributes
            )
            assert known[spelling].kind in SCHEMA_KINDS.get(one.type, {"text", "size", "number"})


@pytest.mark.parametrize("element", ELEMENTS.values(), ids=lambda one: str(one.name))
def test_every_default_is_a_value_of_its_attribute(element: ModelElement) -> None:
    for one in element.attributes:
        for default in filter(None, (one.default, *(value for _, value in one.changed))):
            assert one.type.write(one.type.read(default)) == default
        assert not (one.default and one.default_in_words)
        assert [change.since for change, _ in one.changed] == sorted(change.since for change, _ in one.changed)


@pytest.mark.parametrize("element", ELEMENTS.values(), ids=lambda one: str(one.name))
def test_every_source_of_an_attribute_is_listed(element: ModelElement) -> None:
    for one in element.attributes:
        assert set(one.sources) <= reference.sources().keys() | reference.cves().keys(), one.name


def test_a_default_is_that_of_the_release() -> None:
    changed = ELEMENTS["networkConnector"].by_name["decreaseNetworkConsumerPriority"]
    found = [changed.default_on(Release(major, minor, 9)) for major, minor in LINES]
    assert found == ["false", *(["true"] * (len(LINES) - 1))]
    assert changed.default_on(Release(5, 18, 0)) == "true"
    assert changed.default_on(None) is None
    assert ELEMENTS["networkConnector"].by_name["duplex"].default_on(None) == "false"


def test_what_is_open_is_not_written_and_what_has_no_field_comes_last() -> None:
    connector = NetworkConnector("n", "u", advisory_prefetch_size=1, others=(("autoStart", "false"),))
    written = ELEMENTS["networkConnector"].written(connector)
    assert list(written.items()) == [
        ("name", "n"),
        ("uri", "u"),
        ("advisoryPrefetchSize", "1"),
        ("autoStart", "false"),
    ]
