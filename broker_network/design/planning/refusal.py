"""What cannot be planned, and where in the topology it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.activemq import releases
from broker_network.activemq.releases import facts
from broker_network.design.topology import model
from broker_network.design.topology.phrases import listed
from broker_network.network.choices import OPENWIRE_PORTS
from broker_network.wording import counted

from .expansion import PlannedLink, broker_settings
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
    """Refuse a release that is not known, or whose duplex bridges lose demand."""
    chosen = releases.Release.parse(topology.activemq)
    if why := releases.unknown(chosen):
        yield PlanRefusal(("activemq",), f"ActiveMQ {chosen} {why}; write {releases.advised_instead(chosen)}")
        return
    duplex = [link for link in links if link.duplex]
    if duplex and facts.DEMAND_LOST.is_in(chosen) and not topology.accept_release:
        still, *others = duplex
        more = f", and {len(others)} more" if others else ""
        yield PlanRefusal(
            ("activemq",),
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
    "": "add a link, or let the collective cross the links between (`collectives:` of the link)",
    "link": "add a link, or take this failure out of `survives`",
    "broker": "add a link, give that broker a `standby`, or take this failure out of `survives`",
}


def unmet(missing: tuple[Unreachable, ...]) -> Iterator[PlanRefusal]:
    """Refuse a topology in which somebody cannot reach servers that they command.

    One failure can part many from many: of each failure and collective, one client's broker speaks for all.
    """
    alike: dict[tuple[str, str], list[Unreachable]] = {}
    for one in missing:
        alike.setdefault((one.without, one.requirement.collective), []).append(one)
    for one, *others in alike.values():
        failure = f" without {one.without}" if one.without else ""
        more = f", and those at {counted(len(others), 'more broker')} miss some too" if others else ""
        yield PlanRefusal(
            ("survives",) if one.without else ("links",),
            f"clients at {one.requirement.client} cannot reach the servers of collective {one.requirement.collective} "
            f"at {listed(one.servers)}{failure}{more}; {_REMEDIES[one.kind]}",
        )


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
