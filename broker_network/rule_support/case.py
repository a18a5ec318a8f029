"""What rules look at: a network that was read, and what is collected from it once for all rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from broker_network.activemq.releases import Release
from broker_network.collect import Document, Reading
from broker_network.config_file import NO_CONFIG, Config
from broker_network.mcollective import presence
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Network, Source, TransportUri, counterparts
from broker_network.reach import Survival, reachability_of, survival_of
from broker_network.routes import Bridge, Rights, bridges, target
from broker_network.routes.permissions import RightsIndex

from .deliveries import Deliveries
from .links import Links


@dataclass(frozen=True)
class Case:
    """A reading, the release that runs it, where the reader named one, and what the reader's `config` says.

    Where a name is that of several brokers, `broker` gives the first, and rules about links between brokers know
    nothing of the others.
    """

    reading: Reading
    release: Release | None = None
    config: Config = NO_CONFIG

    @cached_property
    def by_release(self) -> tuple[tuple[Case, Collection[str] | None], ...]:
        """The case as each release sees it, with the brokers that run that release; None for all.

        Where a release is named, all run it. Else a topology tells where brokers run several.
        """
        inventory = self.reading.inventory
        if self.release is not None or inventory is None or not inventory.own_releases:
            return ((self, None),)
        running: dict[str, set[str]] = {}
        for broker in self.network.brokers:
            running.setdefault(inventory.release_of(broker.name), set()).add(broker.name)
        return tuple((replace(self, release=Release.parse(text)), names) for text, names in running.items())

    @property
    def network(self) -> Network:
        """The brokers that were read."""
        return self.reading.network

    @property
    def members(self) -> tuple[Member, ...]:
        """MCollective's own files that were read."""
        return self.reading.members

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every XML file as a tree, in the order of the brokers."""
        return self.reading.documents

    @cached_property
    def brokers(self) -> Mapping[str, Broker]:
        """The brokers by name; the first of several that share one."""
        found: dict[str, Broker] = {}
        for broker in self.network.brokers:
            found.setdefault(broker.name, broker)
        return found

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """The names that several brokers have and that are not a primary and its standby: which one is not known."""
        counted = Counter(broker.name for broker in self.reading.running.brokers)
        return frozenset(name for name, count in counted.items() if count > 1)

    @cached_property
    def standby_sources(self) -> Mapping[Source, tuple[Source, ...]]:
        """For each element of a primary's file the equal ones of its standbys' files."""
        return counterparts(self.network, self.reading.pairs)

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """Every bridge between brokers of this network."""
        return bridges(self.reading.running, self.reading.hosts)

    def target(self, uri: TransportUri) -> Broker | None:
        """The broker that listens at a dialed address; None where the files do not tell."""
        name = target(uri, self.reading.hosts)
        return self.brokers.get(name) if name else None

    @cached_property
    def links(self) -> Links:
        """Who dials whom, and what is not known about it."""
        return Links(self.network.brokers, self.bridges, self.target, self.reading.pairs)

    @cached_property
    def machines(self) -> Mapping[str, str]:
        """For each broker of which it is known the host that it runs on, where files or the inventory tell one only."""
        found: dict[str, set[str]] = {}
        for key, name in self.reading.hosts.items():
            host, colon, port = key.rpartition(":")
            found.setdefault(name, set()).add(host if colon and port.isdigit() and ":" not in host else key)
        return {name: next(iter(hosts)) for name, hosts in found.items() if len(hosts) == 1}

    def machine_of(self, broker: Broker) -> str | None:
        """The host that a broker is known to run on; None where the files do not tell."""
        return self.machines.get(broker.name) if broker.name not in self.links.shared else None

    @cached_property
    def _rights(self) -> RightsIndex:
        return RightsIndex()

    def rights(self, broker: Broker) -> Rights:
        """The users and rights at a broker of this network, indexed once for all rules."""
        return self._rights.of(broker)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What happens to messages in this network, as `reach` shows it."""
        return Deliveries(reachability_of(self.reading, self.release))

    @cached_property
    def survival(self) -> Survival:
        """Who reaches whom, and what each failure costs, as `reach` and `survive` show it."""
        return survival_of(self.reading, self.release)

    @cached_property
    def has_mcollective(self) -> bool:
        """Whether the files speak of MCollective: its own files, a STOMP listener, or its destinations."""
        return presence.has_mcollective(self.network, self.members)

    @cached_property
    def collectives(self) -> tuple[str, ...]:
        """The collectives that files name, in order of appearance; `mcollective`, its default, where none does."""
        return presence.collectives_of(self.members, map(self.named_collectives, self.network.brokers))

    @cached_property
    def _named_collectives(self) -> Mapping[int, tuple[str, ...]]:
        return {id(broker): presence.named_collectives(broker) for broker in self.network.brokers}

    def named_collectives(self, broker: Broker) -> tuple[str, ...]:
        """What a broker of this network names in the place of a collective, looked up once for all rules."""
        return self._named_collectives[id(broker)]
