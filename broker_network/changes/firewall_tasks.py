"""Firewalls during a change of networks: whoever either network lets in is never locked out in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from broker_network.network import Host
from broker_network.network.index import NetworkIndex
from broker_network.network.openings import Opening, of_both, openings
from broker_network.network.placement import FIREWALL
from broker_network.network.tunnels import tunnels

from .tasks import Rules, Task

LOAD = (FIREWALL.then or "",)
UNLOAD = "nft delete table inet activemq"

_Guarded = Mapping[tuple[str, int], tuple[frozenset[str], bool]]


class FirewallTasks(NamedTuple):
    """What to do before the brokers change, and after."""

    opening: tuple[Task, ...]
    closing: tuple[Task, ...]


def firewall_tasks(then: NetworkIndex, now: NetworkIndex) -> FirewallTasks:
    """The tasks at every machine of the new network whose rules change."""
    old, new = _machines(then), _machines(now)
    opening: list[Task] = []
    closing: list[Task] = []
    for machine, hosts in new.items():
        was = _opened(old.get(machine, ()), then)
        will_be = _opened(hosts, now)
        both = of_both(was, will_be)
        if _guarded(both) != _guarded(was):
            detail = tuple(_more(was, both))
            if not _guarded(both) or _guarded(both) == _guarded(will_be):
                opening.append(_placed(machine, detail, both))
            else:
                brokers = dict.fromkeys(host.broker for host in (*old.get(machine, ()), *hosts))
                inner = dict.fromkeys((*_inner(old.get(machine, ()), then), *_inner(hosts, now)))
                rules = Rules(tuple(brokers), both, tuple(inner))
                opening.append(Task("firewall", machine, detail, rules=rules))
        if _guarded(both) != _guarded(will_be):
            closing.append(_placed(machine, tuple(_more(will_be, both, "close")), will_be))
    return FirewallTasks(tuple(opening), tuple(closing))


def _placed(machine: str, detail: tuple[str, ...], found: tuple[Opening, ...]) -> Task:
    """The new network's own rules; none if there is nothing to guard."""
    if _guarded(found):
        return Task("firewall", machine, detail, (FIREWALL.copy(host=machine),), commands=LOAD)
    return Task("firewall", machine, detail, deletes=(FIREWALL.copy(host=machine).target,), commands=(UNLOAD,))


def _more(few: tuple[Opening, ...], many: tuple[Opening, ...], way: str = "open") -> Iterator[str]:
    """What the second rules let in and the first do not, one line for each."""
    known = {(one.protocol, one.port): one for one in few}
    for opening in many:
        before = known.get((opening.protocol, opening.port))
        port = f"{opening.protocol} {opening.port}"
        if opening.sources is None:
            if before is not None and before.sources is not None:
                yield f"{way} {port} for everybody else"
        elif before is None or before.sources is not None:
            let_in = () if before is None else before.sources or ()
            inside = " in the tunnel" if opening.tunneled else ""
            yield from (f"{way} {port}{inside} for {one}" for one in opening.sources if one not in let_in)
            if before is not None and before.tunneled and not opening.tunneled:
                yield f"{way} {port} outside the tunnel"


def _machines(index: NetworkIndex) -> dict[str, tuple[Host, ...]]:
    found: dict[str, tuple[Host, ...]] = {}
    for host in index.inventory.hosts:
        found[host.name] = (*found.get(host.name, ()), host)
    return found


def _opened(hosts: tuple[Host, ...], index: NetworkIndex) -> tuple[Opening, ...]:
    return tuple(opening for host in hosts for opening in openings(host, index))


def _inner(hosts: tuple[Host, ...], index: NetworkIndex) -> Iterator[str]:
    return (tunnel.far.inner_address or "" for host in hosts for tunnel in tunnels(host, index))


def _guarded(found: tuple[Opening, ...]) -> _Guarded:
    """The ports that rules guard: who is let in, and whether only through a tunnel."""
    return {
        (one.protocol, one.port): (frozenset(one.sources), one.tunneled) for one in found if one.sources is not None
    }
