"""A collective that undoes the separation of the others.

Any network in which servers of several brokers share a collective has this hole: a subscriber to `<collective>.nodes`
that names no identity takes directed requests meant for others, at other brokers too, and rights separate collectives
only, not the servers in one. A network with one collective never meant to separate its servers, and one that made a
collective for a few of its sites meant those to be together; neither is reported. What is reported is the leftover:
servers that are in a collective of their own site and, by its default, in `mcollective` too, which holds all of them
and crosses the links. There the files show both that the sites were to be apart and what joins them.
"""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import directed
from broker_network.mcollective.presence import DEFAULT_COLLECTIVE
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    homes: dict[str, set[str]] = {}
    servers = []
    for member in usage.members(case):
        collectives = usage.collectives(member) or ()
        setting = member.setting("collectives")
        if member.kind != "server" or setting is None:
            continue
        brokers = {broker.name for entry in usage.pool(member) if (broker := usage.broker_of(case, entry)) is not None}
        for collective in collectives:
            homes.setdefault(collective, set()).update(brokers)
        if DEFAULT_COLLECTIVE in collectives and len(collectives) > 1 and brokers:
            servers.append((setting, collectives, brokers))
    sites = {name: brokers for name, brokers in homes.items() if name != DEFAULT_COLLECTIVE and len(brokers) == 1}
    apart = {broker for brokers in sites.values() for broker in brokers}
    crosses = {
        end
        for bridge in case.bridges
        if permits(bridge.connector, directed(DEFAULT_COLLECTIVE))
        for end in (bridge.sender, bridge.receiver)
    }
    joined = [one for one in servers if one[2] <= crosses and any(name in sites for name in one[1])]
    if len(apart) < 2 or len({broker for _, _, brokers in joined for broker in brokers}) < 2:
        return
    setting, collectives, _ = joined[0]
    yield Fault(
        None,
        setting.source,
        f"Servers of {listed(sorted(apart), 3, kept=2)} are in collectives of their own and all in "
        f"{DEFAULT_COLLECTIVE}, which crosses the bridges: there each of them can take directed requests meant for the "
        "others.",
        f"Take {DEFAULT_COLLECTIVE} out of collectives, or off the bridges, where sites must not harm each other.",
    )


RULE = Rule(
    __name__, _find, Severity.NOTE, about_mcollective=True, decides="only you know whether the sites are to be apart"
)
