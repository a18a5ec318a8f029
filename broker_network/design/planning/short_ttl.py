"""What is refused where a topology gives links a TTL with which somebody would miss servers, or broadcasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.activemq.releases import Release
from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.design.topology.phrases import listed
from broker_network.mcollective.destinations import MESSAGES, broadcast, directed, reply
from broker_network.network import Inventory, Network
from broker_network.routes import Delivery, Routing, hosts_of, servers_of

from .expansion import PlannedLink
from .link_traffic import enough_ttl
from .refusal import PlanRefusal
from .traffic import Requirement, Traffic


def short_ttl(
    links: tuple[PlannedLink, ...],
    carried: Traffic,
    required: Iterable[Requirement],
    survives: Iterable[str],
    network: Network,
    inventory: Inventory,
) -> Iterator[PlanRefusal]:
    """Refuse a `ttl` of links that is too small, once, with the values that are enough.

    A smaller one than would be written is taken where everybody still surely reaches whom they command. What happens
    after a failure is not asked, so that nothing smaller is taken where one is to be survived.
    """
    enough = enough_ttl(links, carried)
    short = {link: enough[link] for link in links if link.ttl is not None and link.ttl < enough[link]}
    if not short:
        return
    missed = "after a failure that `survives` names somebody may miss servers"
    if not tuple(survives):
        missed = next(_missed(required, network, inventory), "")
    if missed:
        needed: dict[int, list[str]] = {}
        for link, ttl in short.items():
            needed.setdefault(ttl, []).append(f"{link.dialing}-{link.listening}")
        values = "; ".join(
            f"write `ttl: {ttl}` for the link{'s' if len(of) > 1 else ''} {listed(of)}" for ttl, of in needed.items()
        )
        first = next(iter(short))
        yield PlanRefusal(
            ("links", first.index, "ttl"), f"{missed}; {values}; or remove `ttl`: then what is enough is written"
        )


def _missed(required: Iterable[Requirement], network: Network, inventory: Inventory) -> Iterator[str]:
    """Who misses what."""
    decreases = CONSUMER_PRIORITY_DECREASED.if_known(Release.parse(inventory.release))
    routing = Routing(network, hosts_of(inventory), servers=servers_of(inventory), decreases=decreases)
    for one in required:
        about = {
            "broadcast": broadcast(one.collective),
            "directed": directed(one.collective),
            "reply": reply(one.collective),
        }
        for server in one.servers:
            for message in MESSAGES:
                ends = (server, one.client) if message == "reply" else (one.client, server)
                found = routing.by_links(message, *ends, about[message]).delivery
                if found is Delivery.NEVER:
                    yield f"clients at {one.client} do not reach the servers of collective {one.collective} at {server}"
                elif found is Delivery.SOMETIMES:
                    yield (
                        f"broadcasts of clients at {one.client} to the servers of collective {one.collective} at "
                        f"{server} may be lost: in a circle of links what took a longer way can arrive first, with too "
                        "little TTL left"
                    )
