"""Arbitrary brokers for tests: whatever the model can hold and one `activemq.xml` can say.

A strategy is made for each field from the table of attributes or, for what is no attribute, from the field's type. So a
new field is drawn by itself.
"""

from __future__ import annotations

import dataclasses
import string
import types
import typing
from typing import Any

from hypothesis import strategies as st

from broker_network.activemq.elements import ELEMENTS, ModelAttribute, ModelElement
from broker_network.activemq.elements.attribute import CHILDREN, FLAG, GROUPS, NUMBER, URI
from broker_network.activemq.read.plugins import may_refuse
from broker_network.activemq.schema import schema
from broker_network.network import (
    Authentication,
    Broker,
    Destination,
    PendingMessageLimit,
    PersistenceAdapter,
    Plugin,
    PolicyEntry,
    Unknown,
    resolved,
)

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\t\n\r\"'<>&-]"), max_size=8)
"""Whatever XML can hold, and often what has a meaning in it."""

_NAMES = st.text(string.ascii_letters, min_size=1, max_size=6).map(lambda text: f"my-{text}")
_STRIPPED = TEXTS.map(str.strip)


def attribute_fields(model: type) -> dict[str, ModelAttribute]:
    """The fields of a class of the model that attributes fill, or elements within that count among them."""
    return {
        field: attribute
        for element in ELEMENTS.values()
        if element.model is model
        for field, attribute in element.by_field.items()
    }


def fields(model: type) -> dict[str, Any]:
    """The fields of a class of the model by name, with their types; places in files are none."""
    hints = typing.get_type_hints(model)
    return {one.name: hints[one.name] for one in dataclasses.fields(model) if one.name != "source"}


def models(of: Any) -> set[type]:
    """Every class of the model that a field of this class can hold, itself included."""
    if isinstance(of, type) and dataclasses.is_dataclass(of) and of is not Unknown:
        return {of}.union(*(models(hint) for hint in fields(of).values()))
    return set().union(*(models(one) for one in typing.get_args(of)))


def _of_attribute(attribute: ModelAttribute) -> st.SearchStrategy[Any]:
    if attribute.type is FLAG or attribute.type is NUMBER:
        open_values = TEXTS.map(attribute.type.read).filter(lambda value: isinstance(value, Unknown))
        return open_values | (st.booleans() if attribute.type is FLAG else st.integers(-(10**17), 10**17))
    if attribute.type is GROUPS:
        return st.lists(_STRIPPED.map(lambda text: text.replace(",", "")).map(str.strip).filter(bool), max_size=3).map(
            tuple
        )
    return _STRIPPED if attribute.type is URI else TEXTS


def _of_type(hint: Any) -> st.SearchStrategy[Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of_type(one) for one in arguments))
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(_of_type(arguments[0]), max_size=3).map(tuple)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if hint is type(None):
        return st.none()
    if hint is str:
        return TEXTS
    if hint is bool:
        return st.booleans()
    return of_model(hint)


def _others(element: ModelElement) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """Attributes of an element that ActiveMQ's schema has and the model has no field for."""
    elsewhere = {"queue", "topic", "tempQueue", "tempTopic", "destination", "plugins"}
    names = sorted(schema().elements[element.name].attributes.keys() - element.reading.keys() - elsewhere)
    return st.dictionaries(st.sampled_from(names), TEXTS, max_size=2).map(lambda found: tuple(sorted(found.items())))


def _children() -> list[str]:
    filled = ("pendingMessageLimitStrategy", "destination")
    holders = schema().elements["policyEntry"].children.items()
    names = {name for holder, child in holders if holder not in filled for name in child.holds or ()}
    return sorted(names - ELEMENTS.keys())


@st.composite
def _plugins(draw: st.DrawFn) -> Plugin:
    """A plugin of ActiveMQ's, a bean of a Java class, or a bean that is named."""
    name = draw(
        st.sampled_from(["org.apache.activemq.broker.util.SomePlugin", "org.example.Guard", "statisticsBrokerPlugin"])
    )
    others = draw(st.dictionaries(_NAMES, TEXTS, max_size=2))
    if "." in name:
        others |= {"class": name} if draw(st.booleans()) else {"bean": draw(_NAMES)}
    return Plugin(name, tuple(sorted(others.items())))


def _once(plugins: list[Plugin]) -> tuple[Plugin, ...]:
    """The plugins, of those that refer to one bean the first: a bean has one class."""
    return tuple({dict(one.attributes).get("bean", str(at)): one for at, one in enumerate(plugins)}.values())


_SPECIAL: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    **{(one.model, "others"): _others(one) for one in ELEMENTS.values() if "others" in one.elsewhere},
    (Broker, "properties_files"): st.lists(_STRIPPED.filter(bool), max_size=2).map(tuple),
    (Broker, "plugins"): st.lists(_plugins(), max_size=2).map(_once),
    (PolicyEntry, "children"): st.lists(st.sampled_from(_children()), max_size=2).map(tuple),
    (PendingMessageLimit, "strategy"): _NAMES
    | st.sampled_from([one.name for one in ELEMENTS.values() if one.model is PendingMessageLimit]),
    (PersistenceAdapter, "kind"): _NAMES
    | st.sampled_from(["org.example.Store", "kahaDB", "journalPersistenceAdapterFactory"]),
    # The model keeps the database that a data source names, and not the data source.
    (PersistenceAdapter, "database"): st.none(),
    (PersistenceAdapter, "locked"): st.none(),
}
"""Fields whose values are names that must mean something, or that no attribute can hold just so."""


def of_model(model: type) -> st.SearchStrategy[Any]:
    """Any value of a class of the model, whether or not a file can say it."""
    if model is Destination:
        return st.builds(Destination, st.sampled_from(["queue", "topic"]), TEXTS)
    known = attribute_fields(model)
    parts = {}
    for name, hint in fields(model).items():
        if (model, name) in _SPECIAL:
            parts[name] = _SPECIAL[model, name]
        elif name in known and known[name].type is not CHILDREN:
            parts[name] = _of_attribute(known[name])
            if type(None) in typing.get_args(hint):
                parts[name] |= st.none()
        else:
            parts[name] = _of_type(hint)
    return st.builds(model, **parts)


def brokers() -> st.SearchStrategy[Broker]:
    """Any broker that one `activemq.xml` can say."""
    return of_model(Broker).map(_said_by_one_file)


def _said_by_one_file(broker: Broker) -> Broker:
    """The broker without what contradicts itself, and without what only other files say."""
    hidden = any(may_refuse(one.name, bean="." in one.name) for one in broker.plugins)
    how = broker.authentication
    users = broker.users if how is not None and how.kind == "simple" else ()
    if how is not None and how.kind == "simple":
        anonymous = how.anonymous_groups[:1] if how.anonymous_groups else None
        how = Authentication("simple", not hidden and bool(users or anonymous), anonymous)
    elif how is not None and how.kind == "jaas":
        how = Authentication("jaas", users_known=False)
    else:
        how = Authentication("other", users_known=False) if hidden else None
    authorization = broker.authorization or ("other" if hidden else None)
    entries = broker.authorization_entries if authorization == "map" else ()
    temporary = broker.temp_destination_authorization_entry if authorization == "map" else None
    console = broker.web_console or any("jetty" in one.resource.lower() for one in broker.imports)
    return dataclasses.replace(
        broker,
        authentication=how,
        users=users,
        authorization=authorization,
        authorization_entries=tuple(sorted(entries, key=lambda one: one.destination is None)),
        temp_destination_authorization_entry=temporary,
        policy_entries=tuple(sorted(broker.policy_entries, key=lambda one: one.destination is None)),
        web_console=console,
        web_console_host=broker.web_console_host if console and resolved(broker.web_console_host) else None,
    )
