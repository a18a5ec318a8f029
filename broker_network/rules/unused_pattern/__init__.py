"""Patterns of policies, connectors and rights that select nothing that anybody uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.mcollective.destinations import recognized
from broker_network.network import AuthorizationEntry, Broker, Destination, NetworkConnector, PolicyEntry, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.connectors import filters_resolved
from broker_network.rule_support.fix import Fix, deleting, undecided
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    if not usage.spoken_of(case):
        return
    found = _Patterns(case)
    for broker in case.network.brokers:
        yield from found.of_policies(broker)
        yield from found.of_connectors(broker)
        yield from found.of_rights(broker)
        yield from _empty(broker)


class _Patterns:
    """What the files of a network name: the first parts of destinations, which are MCollective's collectives."""

    def __init__(self, case: Case) -> None:
        self.case = case
        kinds = {member.kind for member in case.members}
        named = [usage.collectives(member) for member in case.members]
        self.members = {name for names in named for name in names or ()}
        # With a file of each kind, and no placeholder in any, it is known which collectives they use.
        self.all_known = {"client", "server"} <= kinds and None not in named
        self.rights = {
            broker.name: set(_firsts(one.destination for one in broker.authorization_entries))
            for broker in case.network.brokers
        }
        self.tells = {broker.name for broker in case.network.brokers if self._tells(broker)}
        self.carried = {
            first
            for broker in case.network.brokers
            for connector in broker.network_connectors
            for first in _firsts(_included(connector))
        }

    def of_policies(self, broker: Broker) -> Iterator[Fault]:
        """Policies for a collective that no right at the broker and no member names."""
        if broker.name not in self.tells:
            return
        used = self.rights[broker.name] | self.members | self.carried
        for entry in broker.policy_entries:
            collective = _collective(entry.destination)
            if collective is not None and collective not in used:
                yield Fault(
                    broker.name,
                    entry.source,
                    f"No right, connector or member names the collective {collective}: this policy for "
                    f"{entry.destination} selects nothing.",
                    _unused(entry, f"Or write a collective that is used: {listed(sorted(used), 5, kept=4)}."),
                )

    def of_connectors(self, broker: Broker) -> Iterator[Fault]:
        """Lists of connectors with destinations for which neither end has a right."""
        if broker.name not in self.tells:
            return
        for connector in broker.network_connectors:
            included = dict.fromkeys(_firsts(_included(connector)))
            unused = [one for one in included if one not in self.members and one not in self.rights[broker.name]]
            if not unused:
                continue
            far = [one.target for one in self.case.links.of(connector)]
            ends = [broker, *(one for one in far if one is not None)]
            if None in far or not filters_resolved(connector) or any(one.name not in self.tells for one in ends):
                continue
            unused = [one for one in unused if all(one not in self.rights[end.name] for end in ends)]
            if unused:
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} includes destinations of {listed(unused, 5, kept=4)}, for "
                    "which neither end has a right.",
                    f"Remove them from its lists, or give rights on them at {listed(one.name for one in ends)}.",
                )

    def of_rights(self, broker: Broker) -> Iterator[Fault]:
        """Rights on a collective that no member is in."""
        if not self.all_known:
            return
        used = listed(sorted(self.members), 5, kept=4)
        for entry in broker.authorization_entries:
            collective = _collective(entry.destination)
            if collective is not None and collective not in self.members:
                yield Fault(
                    broker.name,
                    entry.source,
                    f"None of the client.cfg and server.cfg that were read is in the collective {collective}: this "
                    f"entry for {entry.destination} selects nothing.",
                    _unused(entry, f"Or write a collective that is used: {used}."),
                )

    def _tells(self, broker: Broker) -> bool:
        """Whether the rights at a broker name all that is used there."""
        entries = broker.authorization_entries
        return (
            broker.authorization == "map"
            and broker.name not in self.case.shared_names
            and bool(self.rights[broker.name])
            and all(one.destination is None or resolved(one.destination.physical_name) for one in entries)
            and not any(_everyones(one.destination) for one in entries)
        )


def _empty(broker: Broker) -> Iterator[Fault]:
    """Entries that give nothing to anybody. Beside a default entry one has an effect: it holds in its place."""
    entries = broker.authorization_entries
    if any(one.destination is None for one in entries):
        return
    for entry in entries:
        if not (entry.read or entry.write or entry.admin):
            message = f"This entry for {entry.destination} gives nothing to anybody, and takes nothing from anybody."
            yield Fault(broker.name, entry.source, message, _unused(entry, "Or name groups in read, write or admin."))


def _unused(entry: PolicyEntry | AuthorizationEntry, rest: str) -> Fix:
    return undecided("it may be there for later", rest, *deleting(entry.source))


def _included(connector: NetworkConnector) -> tuple[Destination, ...]:
    return (*connector.dynamically_included_destinations, *connector.statically_included_destinations)


def _firsts(destinations: Iterable[Destination | None]) -> Iterator[str]:
    """The first parts of names, without patterns and without ActiveMQ's own destinations."""
    for destination in destinations:
        for name in destination.physical_name.split(",") if destination else ():
            first = name.strip().partition(".")[0]
            if first not in ("*", ">", "ActiveMQ", "") and resolved(first):
                yield first


def _collective(destination: Destination | None) -> str | None:
    """The one collective of a pattern in MCollective's shapes."""
    found = recognized(destination.physical_name) if destination else None
    return found.collective if found and found.collective != "*" else None


def _everyones(destination: Destination | None) -> bool:
    """Whether a pattern gives rights on every collective, such as `*.nodes`; `>` is for administrators."""
    return destination is not None and destination.physical_name.strip().startswith("*.")


RULE = Rule(__name__, _find, Severity.NOTE, about_mcollective=True)
