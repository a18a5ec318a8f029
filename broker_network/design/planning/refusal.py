"""What cannot be planned, and where in the topology it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network import graph
from broker_network.activemq import releases
from broker_network.activemq.releases import facts
from broker_network.design.topology import model
from broker_network.design.topology.phrases import code, listed
from broker_network.network import ClientGroup, ServerGroup, Site
from broker_network.network.choices import OPENWIRE_PORTS
from broker_network.wording import counted

from .expansion import PlannedLink, broker_settings, with_standby
from .traffic import Traffic, Unreachable


@dataclass(frozen=True, slots=True)
class PlanRefusal:
    """One reason why a topology cannot be planned.

    `path` leads to the key at fault, as in pydantic's errors: `("links", 0, "transport")`.
    """

    path: tuple[str | int, ...]
    message: str


class PlanRefused(Exception):
    """A well-formed topology cannot be planned; `refusals` holds every reason."""

    def __init__(self, refusals: tuple[PlanRefusal, ...]) -> None:
        super().__init__("\n".join(f"{'.'.join(map(str, one.path))}: {one.message}" for one in refusals))
        self.refusals = refusals


def release(topology: model.Topology, links: tuple[PlannedLink, ...]) -> Iterator[PlanRefusal]:
    """Refuse a release that is not known, or whose duplex bridges lose demand, at the first key that names it.

    A bridge loses demand where either of its ends does.
    """
    places: dict[str, tuple[str | int, ...]] = {topology.activemq: ("activemq",)}
    running: dict[str, str] = {}
    for name, (site, broker) in broker_settings(topology).items():
        running[name] = broker.activemq or topology.activemq
        places.setdefault(running[name], ("sites", site, "brokers", name, "activemq"))
    for text, path in places.items():
        chosen = releases.Release.parse(text)
        if why := releases.unknown(chosen):
            yield PlanRefusal(path, f"ActiveMQ {chosen} {why}; write {releases.advised_instead(chosen)}")
            continue
        if not facts.DEMAND_LOST.is_in(chosen) or topology.accept_release:
            continue
        duplex = [link for link in links if link.duplex and text in (running[link.dialing], running[link.listening])]
        if duplex:
            yield _losing_demand(chosen, path, duplex)


def _losing_demand(chosen: releases.Release, path: tuple[str | int, ...], duplex: list[PlannedLink]) -> PlanRefusal:
    still, *others = duplex
    more = f", and {len(others)} more" if others else ""
    return PlanRefusal(
        path,
        f"brokers of {chosen} lose subscriptions of the far side of a duplex link, so that servers vanish until "
        "they reconnect and nothing is logged (ActiveMQ issue 2519, as of "
        f"{releases.release_data().checked_on}); "
        f"write {releases.advised_instead(chosen)}; or, if both sides can dial, `duplex: false` for "
        f"every link (duplex now: the link between {still.dialing} and {still.listening}{more}); "
        "or say in `accept_release` why this release is used all the same",
    )


def ports(topology: model.Topology, links: tuple[PlannedLink, ...]) -> Iterator[PlanRefusal]:
    """Refuse one port for two transports: a listener speaks TLS or it does not, and is in a tunnel or it is not."""
    dialed: dict[str, dict[str, int]] = {}
    for link in links:
        for end in (link.listening,) if link.duplex else (link.listening, link.dialing):
            dialed.setdefault(end, {}).setdefault(link.transport, link.index)
    for name, (site, broker) in broker_settings(topology).items():
        transports = dialed.get(name, {})
        if "ipsec" in transports and "plain" in transports:
            yield PlanRefusal(
                ("links", max(transports["ipsec"], transports["plain"])),
                f"{name} is dialed through IPsec and without, and who listens for the one is open to the other; give "
                "all links that arrive there `transport: ipsec`, or `mtls` to those that have no tunnel",
            )
        elif broker.openwire_port and len(transports) > 1:
            yield PlanRefusal(
                ("sites", site, "brokers", name, "openwire_port"),
                f"{name} is dialed with TLS and without, which needs two ports; remove `openwire_port`, and it listens "
                f"on {OPENWIRE_PORTS['mtls']} and {OPENWIRE_PORTS['plain']}, or give all links that arrive there one "
                "`transport`",
            )


_REMEDIES = {
    "": "let the collective cross the links between (`collectives:` of the link), or add a link{}",
    "link": "add a link that goes another way{}, or take this failure out of `survives`",
    "broker": "give that broker a `standby`, add a link that goes another way{}, or take this failure out of "
    "`survives`",
}


def unmet(missing: tuple[Unreachable, ...], links: tuple[PlannedLink, ...]) -> Iterator[PlanRefusal]:
    """Refuse a topology in which somebody cannot reach servers that they command.

    One failure can part many from many, and many failures have one cause. So one client's broker speaks for all whom
    the same servers, or failures of the same kind, are missing to.
    """
    alike: dict[object, list[Unreachable]] = {}
    for one in missing:
        alike.setdefault(one.kind or one.servers, []).append(one)
    for one, *others in alike.values():
        collectives = dict.fromkeys(each.requirement.collective for each in (one, *others) if each.alike(one))
        called = "collective" if len(collectives) == 1 else "collectives"
        failure = f" without {one.without}" if one.without else ""
        more = list(_more(one, others))
        yield PlanRefusal(
            ("survives",) if one.without else ("links",),
            f"clients at {one.requirement.client} cannot reach the servers of {called} {', '.join(collectives)} "
            f"at {listed(one.servers)}{failure}{', and ' if more else ''}{' and '.join(more)}; "
            f"{_REMEDIES[one.kind].format(_spare(one, links))}",
        )


def _more(one: Unreachable, others: list[Unreachable]) -> Iterator[str]:
    """What else goes wrong for the same reason, counted."""
    clients = {each.requirement.client for each in others if each.without == one.without} - {one.requirement.client}
    failures = {each.without for each in others} - {one.without}
    if clients:
        yield f"those at {counted(len(clients), 'more broker')} miss some too"
    if failures:
        yield f"{counted(len(failures), 'more failure')} of this kind part{'s' if len(failures) == 1 else ''} somebody"


def _spare(one: Unreachable, links: tuple[PlannedLink, ...]) -> str:
    """A link that helps, as an example: from a broker that is cut off to one that is still reached."""
    neighbors: dict[str, list[str]] = {}
    linked: set[frozenset[str]] = set()
    for link in links:
        ends = (link.dialing, link.listening)
        linked.add(frozenset(ends))
        if not one.cut(ends):
            neighbors.setdefault(ends[0], []).append(ends[1])
            neighbors.setdefault(ends[1], []).append(ends[0])
    near = graph.walk([one.requirement.client], lambda name: neighbors.get(name, ()))
    far = list(graph.walk(one.servers[:1], lambda name: neighbors.get(name, ())))
    free = ((there, here) for here in near for there in far if here != there and frozenset((here, there)) not in linked)
    found = next(free, None)
    return f", such as `- {{from: {found[0]}, to: {found[1]}}}`" if found else ""


def stranded(topology: model.Topology, sites: tuple[Site, ...]) -> Iterator[PlanRefusal]:
    """Refuse the promise to survive a broker where somebody has one broker only, and that has no standby."""
    if "broker" not in topology.survives:
        return
    replaced = with_standby(topology)
    alone: dict[str, list[str]] = {}
    for site in sites:
        for group in _groups(site):
            if len(group.brokers) == 1 and group.brokers[0] not in replaced:
                alone.setdefault(group.brokers[0], []).append(group.name)
    if not alone:
        return
    (broker, groups), *others = alone.items()
    more = f", and so it is with {listed([name for name, _ in others])}" if others else ""
    yield PlanRefusal(
        ("survives",),
        f"`broker` promises that everyone still reaches whom they command, and {listed(groups)} at {code(broker)} "
        f"{'has' if len(groups) == 1 else 'have'} no other broker{more}; give each of these brokers a `standby` or "
        "their site a second broker that the same links go to, or write `broker-between` if those at a dead broker "
        "may be lost with it",
    )


def pool_collectives(link: PlannedLink, sites: tuple[Site, ...]) -> dict[str, None]:
    """The collectives of the groups that have both ends of a link in their pool.

    Such a link is for the moment when some of a pool are at one broker and others at the other.
    """
    return {
        collective: None
        for site in sites
        for group in _groups(site)
        if link.dialing in group.brokers and link.listening in group.brokers
        for collective in group.collectives
    }


def _groups(site: Site) -> tuple[ClientGroup | ServerGroup, ...]:
    return (*site.client_groups, *site.server_groups)


def idle_links(links: tuple[PlannedLink, ...], carried: Traffic) -> Iterator[PlanRefusal]:
    """Refuse a link over which nobody commands anybody: nothing would be let across it."""
    for i, link in enumerate(links):
        if i not in carried.collectives and link.collectives is None:
            yield PlanRefusal(
                ("links", link.index),
                f"nobody needs the link between {link.dialing} and {link.listening}: no shortest way from an "
                "operator to servers leads over it; remove it, add the clients or servers that need it, write "
                "`survives: [link]` beside `links` if it is there for when another fails, or name its `collectives`",
            )
