"""What differs between two networks, broker by broker, in the words of `activemq.xml`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from broker_network.network import Broker, Element, Network, PendingMessageLimit, Source, Unknown, resolved
from broker_network.redaction import is_secret, redacted

Action = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute of one element, or a whole element where `attribute` is None.

    `element` and `attribute` are as in the file; `name` tells elements of one kind apart: a name, a URI, a user, a
    destination. `old` and `new` are the values as text, None where the file does not say any. A password is never
    among them, only whether it is a `${placeholder}`. `source` is where the new file says it, else the old.
    """

    element: str
    name: str | None
    attribute: str | None
    action: Action
    old: str | None = None
    new: str | None = None
    source: Source | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BrokerChange:
    """What becomes of one broker. One that is added or removed has no `changes`: all of it is new, or gone."""

    broker: str
    action: Action
    changes: tuple[Change, ...] = ()


DEFAULTS: Mapping[tuple[str, str], str] = {
    ("networkConnector", "duplex"): "false",
    ("networkConnector", "messageTTL"): "1",
    ("networkConnector", "consumerTTL"): "1",
    ("networkConnector", "conduitSubscriptions"): "true",
    ("networkConnector", "conduitNetworkQueueSubscriptions"): "false",
    ("networkConnector", "suppressDuplicateQueueSubscriptions"): "false",
    ("networkConnector", "suppressDuplicateTopicSubscriptions"): "true",
    ("networkConnector", "bridgeTempDestinations"): "true",
    ("networkConnector", "dynamicOnly"): "false",
    ("networkConnector", "staticBridge"): "false",
    ("networkConnector", "prefetchSize"): "1000",
    ("policyEntry", "producerFlowControl"): "true",
    ("policyEntry", "gcInactiveDestinations"): "false",
    ("policyEntry", "gcWithNetworkConsumers"): "false",
    ("policyEntry", "maxPageSize"): "200",
    ("policyEntry", "expireMessagesPeriod"): "30000",
    ("broker", "persistent"): "true",
    ("broker", "useJmx"): "true",
    ("broker", "advisorySupport"): "true",
    ("broker", "schedulePeriodForDestinationPurge"): "0",
}
"""Attributes whose default is the same in all releases from 5.9 on: left out, they say what is written here.

(Source: NetworkBridgeConfiguration, PolicyEntry and BrokerService of 5.9 to 6.3; `decreaseNetworkConsumerPriority`
changed in 5.18 and is none of them.)
"""

_KINDS = {
    "transport_connectors": ("transportConnector", ("name", "uri")),
    "network_connectors": ("networkConnector", ("name",)),
    "policy_entries": ("policyEntry", ("destination",)),
    "users": ("authenticationUser", ("username",)),
    "authorization_entries": ("authorizationEntry", ("destination",)),
    "plugins": ("plugin", ("name",)),
    "imports": ("import", ("resource",)),
}
_SINGLE = {
    "management": "managementContext",
    "persistence": "persistenceAdapter",
    "system_usage": "systemUsage",
    "ssl_context": "sslContext",
    "authentication": "authentication",
    "temp_destination_authorization_entry": "tempDestinationAuthorizationEntry",
}


def diff(old: Network, new: Network) -> tuple[BrokerChange, ...]:
    """What changes, in the order of the new network, then what is gone. Empty where both come to the same.

    Brokers are told apart by their names; of several with one name, the first is compared with the first. The order
    of elements and their places in files are no change.
    """
    before, after = keyed(old), keyed(new)
    found: list[BrokerChange] = []
    for name, broker in after.items():
        if name not in before:
            found.append(BrokerChange(name, "added"))
        elif changes := tuple(changes_of(before[name], broker)):
            found.append(BrokerChange(name, "changed", changes))
    return (*found, *(BrokerChange(name, "removed") for name in before if name not in after))


def keyed(network: Network) -> dict[str, Broker]:
    """The brokers by name; the second of one name as `name#2`."""
    found: dict[str, Broker] = {}
    for broker in network.brokers:
        name, count = broker.name, 1
        while name in found:
            count += 1
            name = f"{broker.name}#{count}"
        found[name] = broker
    return found


def changes_of(old: Broker, new: Broker) -> Iterator[Change]:
    """What changes in one broker's file."""
    before, after = dict(_elements(old)), dict(_elements(new))
    for key, (attributes, source) in after.items():
        element, name = key
        if key not in before:
            yield Change(element, name, None, "added", new=_summary(attributes), source=source)
            continue
        was = before[key][0]
        for attribute in dict.fromkeys((*was, *attributes)):
            one, other = was.get(attribute), attributes.get(attribute)
            if _meant(element, attribute, was) != _meant(element, attribute, attributes):
                hidden = is_secret(attribute)
                shown = (_hidden(one, "the old one"), _hidden(other, "a new one")) if hidden else _redacted(one, other)
                yield Change(element, name, attribute, "changed", *shown, source)
    for key, (attributes, source) in before.items():
        if key not in after:
            yield Change(*key, None, "removed", old=_summary(attributes), source=source)


def _meant(element: str, attribute: str, attributes: Mapping[str, str]) -> str | None:
    """What an attribute comes to; where `networkTTL` is set, the split ones have no default of their own."""
    if attribute in ("messageTTL", "consumerTTL") and "networkTTL" in attributes:
        return attributes.get(attribute)
    return attributes.get(attribute, DEFAULTS.get((element, attribute)))


def _hidden(value: str | None, words: str) -> str | None:
    return words if resolved(value) and value else value


def _redacted(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Two values without the secrets in them; where nothing else differs, the second says so."""
    one, other = (value if value is None else redacted(value) for value in (old, new))
    return one, f"{other} with a new password" if other is not None and one == other else other


def _summary(attributes: Mapping[str, str]) -> str:
    shown = {key: value for key, value in attributes.items() if not is_secret(key)}
    return " ".join(f'{key}="{redacted(value)}"' for key, value in shown.items())


Described = tuple[dict[str, str], Source | None]


def _elements(broker: Broker) -> Iterator[tuple[tuple[str, str | None], Described]]:
    plain = {
        field.name: getattr(broker, field.name)
        for field in dataclasses.fields(broker)
        if field.name not in (*_KINDS, *_SINGLE, "name", "source")
    }
    yield ("broker", None), (_texts(plain), broker.source)
    for field, element in _SINGLE.items():
        one = getattr(broker, field)
        if one is not None:
            yield (element, None), (_attributes(one), one.source)
    for field, (element, names) in _KINDS.items():
        yield from _repeated(element, names, getattr(broker, field))


def _repeated(
    element: str, names: tuple[str, ...], elements: Iterable[Element]
) -> Iterator[tuple[tuple[str, str | None], Described]]:
    """Elements of one kind by name. Of several with one name each has a number, in the order of what they say."""
    alike: dict[str, list[Described]] = {}
    for one in elements:
        given = (getattr(one, name) for name in names)
        label = next((str(value) for value in given if value is not None), "default")
        alike.setdefault(label, []).append((_attributes(one, names[:1]), one.source))
    for label, found in alike.items():
        for number, described in enumerate(sorted(found, key=lambda one: sorted(one[0].items())), start=1):
            yield (element, label if number == 1 else f"{label} ({number})"), described


def _attributes(element: Element, without: tuple[str, ...] = ()) -> dict[str, str]:
    return _texts(
        {
            field.name: getattr(element, field.name)
            for field in dataclasses.fields(element)
            if field.name not in (*without, "source", "found")
        }
    )


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    """Attributes as a file says them, without those that it does not."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if name in ("others", "attributes") and isinstance(value, tuple):
            found.update({str(key): str(text) for key, text in value})
        elif value is not None and value != ():
            found[attribute(name)] = _text(value)
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Unknown):
        return value.text
    if isinstance(value, PendingMessageLimit):
        return f"{value.strategy} {value.limit or ''}".strip()
    if isinstance(value, tuple):
        return ", ".join(sorted(str(one) for one in value))
    return str(value)


def attribute(field: str) -> str:
    """The attribute that a field of the model stands for: `message_ttl` is `messageTTL`."""
    first, *rest = field.split("_")
    return first + "".join("TTL" if part == "ttl" else "GC" if part == "gc" else part.capitalize() for part in rest)
