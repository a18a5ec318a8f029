"""Links: both ends are there, nothing is linked twice or to itself, and nothing is left out."""

from __future__ import annotations

from collections import Counter

from broker_network import graph, wording

from ..phrases import MOST_NAMES, code, listed
from ..yaml_tree import KeyPath
from .checked_topology import CheckedTopology

MOST_CONNECTIONS = 50_000
MOST_LINKS = 3


def check(checked: CheckedTopology) -> None:
    """Report links that cannot be, and parts of the network that no link connects."""
    pairs = _Pairs(checked)
    ends_known = True
    for index in range(len(checked.topology.links)):
        ends_known = _ends(checked, index) and ends_known
        if not pairs.add(index):
            return
    if ends_known and not any(_concerns_links(path) for path in checked.lost):
        _connected(checked, pairs)


def _concerns_links(path: KeyPath) -> bool:
    """Whether a part that was lost could have been a site, a broker or a link."""
    return path[0] == "links" or len(path) <= 3 or (len(path) == 4 and path[2] == "brokers")


def _ends(checked: CheckedTopology, index: int) -> bool:
    """Report the ends of a link that are not there; whether both are."""
    link = checked.topology.links[index]
    known = True
    for key, end in (("from", link.dialing), ("to", link.listening)):
        if end in checked.names:
            continue
        known = False
        path: KeyPath = ("links", index, key)
        checked.add_absent(
            path, f"there is no site or broker {code(end)}; {checked.suggestion(end, checked.names, 'there are')}"
        )
    return known


class _Pairs:
    """The connections between brokers that the links stand for."""

    def __init__(self, checked: CheckedTopology) -> None:
        self.checked = checked
        self.first: dict[tuple[str, str], int] = {}
        counted = Counter(name for _, name, _ in checked.brokers())
        self._clashing = {name for name, count in counted.items() if count > 1}

    def add(self, index: int) -> bool:
        """Take in one link and report what is wrong with it; False where there are too many to go on."""
        link = self.checked.topology.links[index]
        path: KeyPath = ("links", index)
        dialing, listening = self.checked.linked(link.dialing), self.checked.linked(link.listening)
        if len(self.first) + len(dialing) * len(listening) > MOST_CONNECTIONS:
            self.checked.add(
                path, f"the links stand for more than {MOST_CONNECTIONS:,} connections; link fewer brokers"
            )
            return False
        if link.dialing == link.listening:
            self.checked.add(
                path, f"{code(link.dialing)} is linked to itself; a link has two ends{self._inside(link.dialing)}"
            )
            return True
        if both := [name for name in dialing if name in listening]:
            self.checked.add(
                path,
                f"broker {code(both[0])} would be linked to itself: it is at both ends; name the brokers of each end",
            )
            return True
        repeated: dict[int, tuple[str, str]] = {}
        for one in dialing:
            for other in listening:
                pair = (one, other) if one < other else (other, one)
                earlier = self.first.setdefault(pair, index)
                if earlier != index and self._clashing.isdisjoint(pair):
                    repeated.setdefault(earlier, (one, other))
        for earlier, (one, other) in repeated.items():
            where = self.checked.mark(("links", earlier))
            self.checked.add(
                path, f"brokers {code(one)} and {code(other)} are already linked at {where}; remove one of the two"
            )
        return True

    def _inside(self, name: str) -> str:
        site = self.checked.topology.sites.get(name)
        if site is None or len(site.brokers) < 2:
            return ""
        one, other = list(site.brokers)[:2]
        return f". To link its brokers, name them: {_link(one, other)}"


def _link(dialing: str, listening: str) -> str:
    return f"`- {{from: {dialing}, to: {listening}}}`"


def _connected(checked: CheckedTopology, pairs: _Pairs) -> None:
    """Report the parts that no link connects to the largest."""
    neighbors: dict[str, list[str]] = {name: [] for name in checked.site_of}
    for one, other in pairs.first:
        neighbors[one].append(other)
        neighbors[other].append(one)
    parts = graph.parts(neighbors)
    if len(parts) < 2:
        return
    main = max(parts, key=len)
    hub = max(main, key=lambda name: len(neighbors[name]))
    target = _end(checked, hub)
    apart = [_apart(checked, part) for part in parts if part is not main]
    called = wording.listed((name for name, _, _ in apart), MOST_NAMES)
    links = wording.listed((_link(begin, target[0]) for _, begin, _ in apart[:MOST_LINKS]))
    checked.add_at_key(
        apart[0][2],
        f"no link connects {called} to {target[1]}; add {'one' if len(apart) == 1 else 'links'} under `links`, such as "
        f"{links}",
    )


def _apart(checked: CheckedTopology, part: list[str]) -> tuple[str, str, KeyPath]:
    """What a part of the network is called, an end of a link to it, and where it stands."""
    sites = list(dict.fromkeys(checked.site_of[name] for name in part))
    if len(part) == sum(len(checked.topology.sites[site].brokers) for site in sites):
        return f"{'site' if len(sites) == 1 else 'the sites'} {listed(sites)}", sites[0], ("sites", sites[0])
    called = f"{'broker' if len(part) == 1 else 'the brokers'} {listed(part)}"
    return called, part[0], ("sites", checked.site_of[part[0]], "brokers", part[0])


def _end(checked: CheckedTopology, broker: str) -> tuple[str, str]:
    """A broker as the end of a link to suggest: by its site where it is the only one there."""
    site = checked.site_of[broker]
    if len(checked.topology.sites[site].brokers) == 1:
        return site, f"site {code(site)}"
    return broker, f"broker {code(broker)}"
