"""Links: both ends are there, nothing is linked twice or to itself, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator

from ..wording import code, listed
from ..yaml_source import Path
from .checked_topology import View

MOST_CONNECTIONS = 50_000


def check(view: View) -> None:
    """Report links that cannot be, and parts of the network that no link connects."""
    pairs = _Pairs(view)
    ends_known = True
    for index in range(len(view.topology.links)):
        ends_known = _ends(view, index) and ends_known
        if not pairs.add(index):
            return
    if ends_known and not any(_concerns_links(path) for path in view.lost):
        _connected(view, pairs)


def _concerns_links(path: Path) -> bool:
    """Whether a part that was lost could have been a site, a broker or a link."""
    return path[0] == "links" or len(path) <= 3 or (len(path) == 4 and path[2] == "brokers")


def _ends(view: View, index: int) -> bool:
    """Report the ends of a link that are not there; whether both are."""
    link = view.topology.links[index]
    known = True
    for key, end in (("from", link.dialing), ("to", link.listening)):
        if end in view.names:
            continue
        known = False
        path: Path = ("links", index, key)
        view.add(path, f"there is no site or broker {code(end)}; {view.mend(end, view.names, 'there are')}")
    return known


class _Pairs:
    """The connections between brokers that the links stand for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.first: dict[tuple[str, str], int] = {}

    def add(self, index: int) -> bool:
        """Take in one link and report what is wrong with it; False where there are too many to go on."""
        link = self.view.topology.links[index]
        path: Path = ("links", index)
        dialing, listening = self.view.linked(link.dialing), self.view.linked(link.listening)
        if len(self.first) + len(dialing) * len(listening) > MOST_CONNECTIONS:
            self.view.add(path, f"the links stand for more than {MOST_CONNECTIONS:,} connections; link fewer brokers")
            return False
        if link.dialing == link.listening:
            self.view.add(
                path, f"{code(link.dialing)} is linked to itself; a link has two ends{self._inside(link.dialing)}"
            )
            return True
        if both := [name for name in dialing if name in listening]:
            self.view.add(
                path,
                f"broker {code(both[0])} would be linked to itself: it is at both ends; name the brokers of each end",
            )
            return True
        repeated: dict[int, tuple[str, str]] = {}
        for one in dialing:
            for other in listening:
                pair = (one, other) if one < other else (other, one)
                earlier = self.first.setdefault(pair, index)
                if earlier != index:
                    repeated.setdefault(earlier, (one, other))
        for earlier, (one, other) in repeated.items():
            where = self.view.mark(("links", earlier))
            self.view.add(
                path, f"brokers {code(one)} and {code(other)} are already linked at {where}; remove one of the two"
            )
        return True

    def _inside(self, name: str) -> str:
        site = self.view.topology.sites.get(name)
        if site is None or len(site.brokers) < 2:
            return ""
        one, other = list(site.brokers)[:2]
        return f". To link its brokers, name them: {_link(one, other)}"


def _link(dialing: str, listening: str) -> str:
    return f"`- {{from: {dialing}, to: {listening}}}`"


def _connected(view: View, pairs: _Pairs) -> None:
    """Report each part that no link connects to the largest."""
    neighbors: dict[str, list[str]] = {name: [] for name in view.site_of}
    for one, other in pairs.first:
        neighbors[one].append(other)
        neighbors[other].append(one)
    parts = list(_parts(neighbors))
    if len(parts) < 2:
        return
    main = max(parts, key=len)
    hub = max(main, key=lambda name: len(neighbors[name]))
    target = _end(view, hub)
    for part in parts:
        if part is main:
            continue
        sites = list(dict.fromkeys(view.site_of[name] for name in part))
        if len(part) == sum(len(view.topology.sites[site].brokers) for site in sites):
            called = f"{'site' if len(sites) == 1 else 'the sites'} {listed(sites)}"
            path: Path = ("sites", sites[0])
            begin = sites[0]
        else:
            called = f"{'broker' if len(part) == 1 else 'the brokers'} {listed(part)}"
            path = ("sites", view.site_of[part[0]], "brokers", part[0])
            begin = part[0]
        view.add_at_key(
            path, f"no link connects {called} to {target[1]}; add one under `links`, such as {_link(begin, target[0])}"
        )


def _end(view: View, broker: str) -> tuple[str, str]:
    """A broker as the end of a link to suggest: by its site where it is the only one there."""
    site = view.site_of[broker]
    if len(view.topology.sites[site].brokers) == 1:
        return site, f"site {code(site)}"
    return broker, f"broker {code(broker)}"


def _parts(neighbors: dict[str, list[str]]) -> Iterator[list[str]]:
    """The connected parts, each in the order of the topology, the one with the first broker first."""
    part_of: dict[str, int] = {}
    count = 0
    for name in neighbors:
        if name in part_of:
            continue
        part_of[name] = count
        waiting = [name]
        while waiting:
            for other in neighbors[waiting.pop()]:
                if other not in part_of:
                    part_of[other] = count
                    waiting.append(other)
        count += 1
    parts: list[list[str]] = [[] for _ in range(count)]
    for name in neighbors:
        parts[part_of[name]].append(name)
    yield from parts
