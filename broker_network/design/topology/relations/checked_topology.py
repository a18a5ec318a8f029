"""A topology beside the text it came from, so that every relation can be reported at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .. import model
from ..errors import Report, TextMark
from ..phrases import listed, suggestion
from ..yaml_tree import Entry, KeyPath, YamlMapping, YamlNode, find

# Finding the closest of many names takes long; after so many errors the reader has seen the pattern.
MOST_SUGGESTIONS = 25


@dataclass(frozen=True, slots=True)
class Names:
    """The names that stand in the text, in its order, each site's brokers under its name.

    They are collected before any part with an error is taken out, so that a link to that part is not called wrong.
    """

    sites: dict[str, tuple[str, ...]]
    brokers: dict[str, str]

    @staticmethod
    def of(root: YamlMapping) -> Names:
        """Collect the names in a tree that may have any shape."""
        sites = {
            name: tuple(name for name, _ in _entries(_inside(site.node, "brokers")))
            for name, site in _entries(_inside(root, "sites"))
        }
        return Names(sites, {broker: site for site, brokers in reversed(sites.items()) for broker in brokers})

    def __contains__(self, name: object) -> bool:
        return name in self.sites or name in self.brokers

    def __iter__(self) -> Iterator[str]:
        yield from self.sites
        yield from self.brokers


@dataclass(slots=True)
class CheckedTopology:
    """What the checks look at: a topology that may lack the parts in `lost`, which have errors of their own."""

    topology: model.Topology
    root: YamlMapping
    lost: tuple[KeyPath, ...]
    names: Names
    report: Report
    site_of: dict[str, str] = field(init=False)
    _touched: frozenset[KeyPath] = field(init=False)
    _suggestions: int = field(init=False, default=MOST_SUGGESTIONS)

    def __post_init__(self) -> None:
        self._touched = frozenset(path[:length] for path in self.lost for length in range(1, len(path) + 1))
        self.site_of = {}
        for site, broker, _ in self.brokers():
            self.site_of.setdefault(broker, site)

    def is_whole(self, path: KeyPath) -> bool:
        """Whether nothing at or below a path was lost."""
        return path not in self._touched

    def suggestion(self, word: str, names: Iterable[str], otherwise: str) -> str:
        """How to go on from a name that is not there, with the closest name while that does not take too long."""
        if self.report.is_full:
            return otherwise
        self._suggestions -= 1
        return suggestion(word, names, otherwise) if self._suggestions >= 0 else f"{otherwise} {listed(names)}"

    def add(self, path: KeyPath, message: str) -> None:
        """Report an error at a value."""
        self.report.add(self.mark(path), message)

    def add_absent(self, path: KeyPath, message: str) -> None:
        """Report a name that stands for nothing; whoever misspells one does so wherever it is used."""
        self.report.add_once(self.mark(path), message)

    def add_at_key(self, path: KeyPath, message: str) -> None:
        """Report an error at a key, or at an item of a list."""
        self.report.add(self.key_mark(path), message)

    def mark(self, path: KeyPath) -> TextMark:
        """Where a value stands."""
        return find(self.root, path, through_aliases=False).mark

    def key_mark(self, path: KeyPath) -> TextMark:
        """Where a key stands."""
        return find(self.root, path, through_aliases=False).key_mark

    def brokers(self) -> Iterator[tuple[str, str, model.BrokerEntry]]:
        """Each broker with its site's name and its own."""
        for site_name, site in self.topology.sites.items():
            for name, broker in site.brokers.items():
                yield site_name, name, broker

    def hosts(self) -> Iterator[tuple[KeyPath, str, str, model.BrokerEntry | model.StandbyEntry]]:
        """Each host, standby or not, with its path, its site's name and its broker's."""
        for site, name, broker in self.brokers():
            path: KeyPath = ("sites", site, "brokers", name)
            yield path, site, name, broker
            if broker.standby:
                yield (*path, "standby"), site, name, broker.standby

    def client_groups(self) -> Iterator[tuple[KeyPath, str, str, model.ClientsEntry]]:
        """Each group of clients with its path, its site's name and its own."""
        for site_name, site in self.topology.sites.items():
            for name, group in site.clients.items():
                yield ("sites", site_name, "clients", name), site_name, name, group

    def server_groups(self) -> Iterator[tuple[KeyPath, str, str, model.ServersEntry]]:
        """Each group of servers with its path, its site's name and its own."""
        for site_name, site in self.topology.sites.items():
            for name, group in site.servers.items():
                yield ("sites", site_name, "servers", name), site_name, name, group

    def operators(self) -> Iterator[tuple[KeyPath, str, str, model.ClientsEntry, tuple[str, ...]]]:
        """Each operator of each group: path, site, operator's name, group, and the collectives commanded."""
        for path, site, _, group in self.client_groups():
            everything = group.collectives or self.topology.collectives
            if isinstance(group.operators, dict):
                for name, own in group.operators.items():
                    yield (*path, "operators", name), site, name, group, own.collectives if own else everything
            else:
                for index, name in enumerate(group.operators):
                    yield (*path, "operators", index), site, name, group, everything

    def linked(self, end: str) -> tuple[str, ...]:
        """The brokers that one end of a link stands for; none where the end is absent or at fault."""
        if (site := self.topology.sites.get(end)) is not None:
            return tuple(site.brokers)
        return (end,) if end in self.site_of else ()


def _inside(node: YamlNode, key: str) -> YamlNode | None:
    return node.entries[key].node if isinstance(node, YamlMapping) and key in node.entries else None


def _entries(node: YamlNode | None) -> Iterable[tuple[str, Entry]]:
    return node.entries.items() if isinstance(node, YamlMapping) else ()
