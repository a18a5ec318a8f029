"""One topic for all agents, which rights, filters and the other side must know of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from broker_network.mcollective.destinations import EVERY, broadcast, multiplexed
from broker_network.mcollective.read import Member
from broker_network.network import AuthorizationEntry, Destination, NetworkConnector, Source, resolved
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, Fix, NewElement, inserting, setting, setting_key, sure, undecided

_KEY = "plugin.activemq.agents_multiplex"


def _find(case: Case) -> Iterator[Fault]:
    multiplexing = [member for member in usage.members(case) if member.flag(_KEY) is True]
    if not multiplexing:
        return
    yield from _disagreeing(case, multiplexing)
    collectives = tuple(dict.fromkeys(name for one in multiplexing for name in usage.collectives(one) or ()))
    told = set()
    for member in multiplexing:
        for entry in usage.pool(member):
            broker = usage.broker_of(case, entry)
            if broker is None or broker.name in told or broker.authorization != "map":
                continue
            told.add(broker.name)
            rights = case.rights(broker)
            for collective in usage.collectives(member) or ():
                agents = multiplexed(collective)
                grantees = [rights.grantees(action, agents) for action in ("read", "write")]
                if any(one.open or one.groups for one in grantees):
                    continue
                entries = rights.entries(broadcast(collective))
                yield Fault(
                    broker.name,
                    entries[0].source if entries else broker.source,
                    f"Nobody may use {agents}, to which all requests go with agents_multiplex.",
                    _rights(entries, agents, collective),
                    "topic" if entries and entries[0].destination else None,
                )
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            filters = (*connector.excluded_destinations, *connector.dynamically_included_destinations)
            if not all(resolved(one.physical_name) for one in filters):
                continue
            for collective in collectives:
                if permits(connector, broadcast(collective)) and not permits(connector, multiplexed(collective)):
                    yield Fault(
                        broker.name,
                        connector.source,
                        f"Topic {broadcast(collective, EVERY).physical_name} crosses this bridge, and "
                        f"{multiplexed(collective).physical_name} does not, to which all requests go with "
                        "agents_multiplex.",
                        _included(connector, multiplexed(collective)),
                    )


def _disagreeing(case: Case, multiplexing: list[Member]) -> Iterator[Fault]:
    """A client and a server of one collective of which one multiplexes and the other does not."""
    for member in usage.members(case):
        if member.flag(_KEY) is True or not usage.uses_activemq(member) or not usage.has_pool(member):
            continue
        mine = set(usage.collectives(member) or ())
        other = next((one for one in multiplexing if one.kind != member.kind
                      and not mine.isdisjoint(usage.collectives(one) or ())), None)  # fmt: skip
        setting = member.setting(_KEY) or member.setting("plugin.activemq.pool.size")
        if other is not None and setting is not None and not (member.setting(_KEY) and member.flag(_KEY) is None):
            yield Fault(
                None,
                setting.source,
                f"agents_multiplex is off here and on in {other.file}: one does not listen where the other sends.",
                undecided("either of the two may be meant", "Or take it out of both.", _switched_on(member)),
            )


def _rights(entries: Sequence[AuthorizationEntry], agents: Destination, collective: str) -> Fix:
    """A copy of the entry that gives the rights on requests to agents."""
    why = "it changes who may do what"
    if len(entries) == 1 and entries[0].source:
        changed = setting(entries[0].source, topic=agents.physical_name)
        return undecided(why, "", FileEdit("copy", entries[0].source, edits=changed))
    wanted = broadcast(collective, EVERY).physical_name
    return undecided(why, f'Give <authorizationEntry topic="{agents.physical_name}"> the rights of topic="{wanted}".')


def _included(connector: NetworkConnector, agents: Destination) -> Fix:
    element = NewElement(agents.kind, (("physicalName", agents.physical_name),))
    included = (*connector.dynamically_included_destinations, agents)
    if permits(replace(connector, dynamically_included_destinations=included), agents):
        return sure(*inserting(connector.source, ("dynamicallyIncludedDestinations",), element))
    return undecided("only you know which filter is to change", f"Take {agents} out of excludedDestinations.")


def _switched_on(member: Member) -> FileEdit:
    there = member.setting(_KEY)
    return setting_key(there.source if there else Source(member.file, 0), _KEY, "1")


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)
