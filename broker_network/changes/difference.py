"""What differs between two networks, broker by broker, in the words of `activemq.xml`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from broker_network.activemq.elements import ELEMENTS
from broker_network.network import Broker, Network, Source, resolved
from broker_network.redaction import is_secret, redacted

from .described import Described, described_elements

ChangeAction = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute of one element, or a whole element where `attribute` is None.

    `element` and `attribute` are as in the file; `name` distinguishes elements of one kind: a name, a URI, a user, a
    destination. `old` and `new` are the values as text, None where the file does not say any. A password is never
    among them, only whether it is a `${placeholder}`. `source` is where the new file says it, else the old.
    """

    element: str
    name: str | None
    attribute: str | None
    action: ChangeAction
    old: str | None = None
    new: str | None = None
    source: Source | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BrokerChange:
    """What happens to one broker. A broker that is added or removed has no `changes`: all of it is new, or gone."""

    broker: str
    action: ChangeAction
    changes: tuple[Change, ...] = ()


def diff(old: Network, new: Network) -> tuple[BrokerChange, ...]:
    """What changes, in the order of the new network, then what is gone. Empty if both networks are equivalent.

    Brokers are identified by their names; of several with one name, the first is compared with the first. The order
    of elements and their places in files do not count as changes.
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
    """The value of an attribute, written or left out, in every release.

    Where `networkTTL` is set, the split ones have no default of their own.
    """
    if attribute in ("messageTTL", "consumerTTL") and "networkTTL" in attributes:
        return attributes.get(attribute)
    known = ELEMENTS[element].by_name.get(attribute) if element in ELEMENTS else None
    return attributes.get(attribute, known.default_on(None) if known else None)


def _hidden(value: str | None, words: str) -> str | None:
    return words if resolved(value) and value else value


def _redacted(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Two values with their secrets masked; if nothing else differs, the second says so."""
    one, other = (value if value is None else redacted(value) for value in (old, new))
    return one, f"{other} with a new password" if other is not None and one == other else other


def _summary(attributes: Mapping[str, str]) -> str:
    shown = {key: value for key, value in attributes.items() if not is_secret(key)}
    return " ".join(f'{key}="{redacted(value)}"' for key, value in shown.items())


def _elements(broker: Broker) -> Iterator[tuple[tuple[str, str | None], Described]]:
    """Every element of a broker's file, by its name and what distinguishes it from others of its kind."""
    alike: dict[tuple[str, str | None], list[Described]] = {}
    for element, name, described in described_elements(broker):
        alike.setdefault((element, name), []).append(described)
    for (element, name), found in alike.items():
        for number, one in enumerate(sorted(found, key=lambda described: sorted(described[0].items())), start=1):
            yield (element, name if number == 1 else f"{name or ''} ({number})".lstrip()), one
