"""Which of the brokers that have one name are a primary and its standby."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from broker_network.network import Broker, alternatives, are_a_pair, parse, resolved

from .broker_places import Known


def pairs(
    brokers: Sequence[Broker], places: Sequence[Known], tables: Sequence[tuple[str, Mapping[str, str]]]
) -> frozenset[str]:
    """The names that a primary and its standby have; `places` tells where each of `brokers` is.

    `tables` are the files of `hosts.properties`: two hosts of one broker are a pair.
    """
    named: dict[str, list[int]] = defaultdict(list)
    for number, broker in enumerate(brokers):
        if resolved(broker.name):
            named[broker.name].append(number)
    several = {name: numbers for name, numbers in named.items() if len(numbers) > 1}
    if not several:
        return frozenset()
    tabled = _of_two_hosts(tables)
    by_host: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(_dialed_groups(brokers)):
        for host in group:
            by_host[host].append(number)
    return frozenset(
        name
        for name, numbers in several.items()
        if are_a_pair(
            [brokers[number] for number in numbers],
            dialed_together=name.lower() in tabled or _together([places[number] for number in numbers], by_host),
        )
    )


def _together(places: Iterable[Known], by_host: Mapping[str, Sequence[int]]) -> bool:
    """Whether one group names a host of each of these."""
    common: set[int] | None = None
    for place in places:
        names = {*place.hosts, *((place.folder, place.folder.partition(".")[0]) if place.folder else ())}
        here = {group for host in names for group in by_host.get(host, ())}
        common = here if common is None else common & here
    return bool(common)


def _dialed_groups(brokers: Iterable[Broker]) -> Iterator[set[str]]:
    """The hosts that a connector dials as one broker, each also by the first part of its name."""
    for broker in brokers:
        for connector in broker.network_connectors:
            try:
                groups = alternatives(connector.uri)
            except ValueError:
                continue
            for group in groups:
                if len(group) > 1:
                    yield {name for text in group for name in _names(text)}


def _names(address: str) -> Iterator[str]:
    try:
        host = parse(address).host
    except ValueError:
        return
    yield host
    if not host.replace(".", "").isdigit() and ":" not in host:
        yield host.partition(".")[0]


def _of_two_hosts(tables: Sequence[tuple[str, Mapping[str, str]]]) -> set[str]:
    """The brokers, in lower case, of which a table names two hosts, and not one by its short name and its full one."""
    hosts: dict[str, set[str]] = defaultdict(set)
    for _, entries in tables:
        for host, name in entries.items():
            hosts[name.strip().lower()].update(list(_names(f"tcp://{host.strip()}:1"))[-1:])
    return {name for name, found in hosts.items() if len(found) > 1}
