"""What follows when a laptop, a server, a broker or a password is stolen; what is alike shares a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from broker_network import routes
from broker_network.exposure import AccessMap, Exposure, Power, Subject, Verb, subjects
from broker_network.exposure import exposure as exposure_of
from broker_network.network import Inventory, Network
from broker_network.wording import enumerated

from .table import Cell, Column, Table

COLUMNS = (
    Column("Stolen"),
    Column("Can read"),
    Column("Can take from others"),
    Column("Can forge"),
    Column("Can stop"),
)
NAMES = 4
"""So many names stand in a row; of more, only how many there are."""

_TITLES = {
    "operator": "The laptop of an operator, with account, certificate and signing key",
    "server": "A server",
    "broker": "A broker",
    "link": "The password of a link",
    "password": "The password of an account",
}
_NOTHING: Cell = ("nothing",)
_ANYBODY: Cell = ("as anybody else: a broker whose port it gets to, by taking all its connections",)


def exposure(network: Network, inventory: Inventory) -> Table:
    """A row for each kind of thing, split where one of a kind can do what another cannot.

    What needs a certificate besides is shown as one row without and, of links, one with it.
    """
    access = AccessMap(network, routes.hosts_of(inventory), inventory)
    rows: dict[tuple[str, tuple[Cell, ...]], list[str]] = {}
    worthless: list[str] = []
    for one in subjects(access):
        if one.kind not in _TITLES:
            continue
        found = exposure_of(one, access)
        title = _TITLES[one.kind]
        if _is_worthless(found):
            worthless.append(one.name)
            if one.kind != "link":
                continue
            title += ", used with the certificate of somebody else"
        elif one.kind in ("link", "password") and _is_within(found, access):
            title += ", used from the host of a linked broker"
        cells = _Words(found, access, inventory).cells()
        rows.setdefault((title, cells), []).append(one.name)
    listed = [((f"{title}: {_named(names)}",), *cells) for (title, cells), names in rows.items()]
    if worthless:
        alone: Cell = ("Any password alone: the brokers ask for a certificate too",)
        listed.append((alone, _NOTHING, _NOTHING, _NOTHING, _ANYBODY))
    return Table("If something is stolen", COLUMNS, tuple(listed))


def _is_worthless(found: Exposure) -> bool:
    """Whether it opens no broker without a certificate, which it lacks."""
    return {account.broker for account in found.subject.accounts} <= set(found.needs_certificate)


def _is_within(found: Exposure, access: AccessMap) -> bool:
    """Whether all listeners that ask for no certificate are at the end of IPsec tunnels."""
    open_at = {account.broker for account in found.subject.accounts} - set(found.needs_certificate)
    return all(access.firewalls.within_tunnels(broker) for broker in open_at)


def _named(names: list[str]) -> str:
    return enumerated(names, NAMES, kept=1, rest="others")


class _Words:
    """An exposure in words that say the same of all to whom the same happens: `its own site` instead of its name."""

    def __init__(self, found: Exposure, access: AccessMap, inventory: Inventory) -> None:
        self.found, self.access, self.inventory = found, access, inventory
        subject: Subject = found.subject
        at = subject.controls or tuple(account.broker for account in subject.accounts)
        self.own = set(access.sites(at))
        self.serving = {
            site.name: {name for group in site.server_groups for name in group.collectives}
            for site in inventory.sites
            if site.server_groups
        }
        self.local = {
            collective
            for collective in access.collectives
            if {site for site, held in self.serving.items() if collective in held} <= self.own
        }

    def cells(self) -> tuple[Cell, ...]:
        """What can be read, taken, forged and stopped."""
        return tuple(
            tuple(dict.fromkeys(lines)) or _NOTHING
            for lines in (self._reads(), self._takes(), self._forges(), self._stops())
        )

    def _reads(self) -> Iterator[str]:
        yield from self._lines("read", "broadcast requests", lambda of, at: f"broadcast requests{of}")
        yield from self._lines("read", "own replies", lambda of, at: f"replies{of} to requests sent with it")
        yield from self._lines("read", "subscriptions", lambda of, at: f"names of servers{of}{at}")
        if self.found.can("read", "connections"):
            yield "who connects to it"

    def _takes(self) -> Iterator[str]:
        yield from self._lines("take", "directed requests", lambda of, at: f"directed requests{of} to servers{at}")
        yield from self._lines("take", "replies", lambda of, at: f"replies{of} by servers{at}")

    def _forges(self) -> Iterator[str]:
        yield from self._lines(
            "forge", "requests", lambda of, at: f"requests{of}, obeyed{at or ' everywhere'}", counts=True
        )
        if self.found.commands is False:
            yield "no request that a server obeys: it cannot sign one"
        again = "requests{} that it has read, sent again within their life to any server{}"
        yield from self._lines("forge", "requests again", again.format, counts=True)
        believed = "replies{} of any server, to operators{}"
        yield from self._lines("forge", "replies", believed.format, counts=True)
        if any(power.counts is False for power in self.found.can("forge", "replies")):
            yield "no reply that is believed: it cannot sign one"

    def _stops(self) -> Iterator[str]:
        yield from self._lines("forge", "requests", lambda of, at: f"what agents can stop{at}", counts=True)
        yield from self._lines("stop", "all traffic", lambda of, at: f"all requests{of} to servers{at}")
        yield from self._lines("stop", "some traffic", lambda of, at: f"some requests{of} to servers{at}")
        controlled = self.found.subject.controls
        for power in self.found.can("stop", "queues"):
            brokers = self._brokers(broker for broker in power.over if broker not in controlled)
            yield f"directed requests, by removing their queue at {brokers}"
        for power in self.found.can("stop", "links"):
            yield f"{self._links(power.whom)}, by asking for what their accounts may not carry"
        for power in self.found.can("stop", "broker"):
            flooded = [broker for broker in power.over if broker not in controlled]
            if flooded:
                yield f"{self._brokers(flooded)}, by flooding"

    def _lines(
        self, verb: Verb, what: str, say: Callable[[str, str], str], counts: bool | None = None
    ) -> Iterator[str]:
        powers = [power for power in self.found.can(verb) if power.what == what and power.counts is counts]
        for sure in (True, False):
            for collectives, sites in self._grouped([power for power in powers if power.sure is sure], say):
                text = say(self._of(collectives), self._at(sites, collectives))
                yield text if sure else f"perhaps {text}"

    def _grouped(self, powers: list[Power], say: Callable[[str, str], str]) -> list[tuple[list[str], list[str]]]:
        """Collectives with the sites that they concern: in one where that says the same of each, or where all are."""
        alike: dict[str, tuple[list[str], list[str]]] = {}
        everything = {power.collective for power in powers} == set(self.access.collectives)
        for power in powers:
            if power.collective is not None:
                text = "" if everything else say("", self._at(power.sites, [power.collective]))
                collectives, sites = alike.setdefault(text, ([], []))
                collectives.append(power.collective)
                sites.extend(power.sites)
        return list(alike.values())

    def _of(self, collectives: list[str]) -> str:
        everything = self.access.collectives
        if len(everything) == 1:
            return ""
        if set(collectives) == set(everything):
            return " of every collective"
        own = [one for one in collectives if one in self.local]
        others = [one for one in collectives if one not in self.local]
        names = ["its own collective" if len(own) == 1 else "its own collectives"] if own else []
        return " of " + " and ".join([*names, *([_few(others, "collectives")] if others else [])])

    def _at(self, sites: Iterable[str], collectives: list[str]) -> str:
        here = set(sites)
        if len(self.inventory.sites) == 1:
            return ""
        if len(self.serving) > 1 and here >= set(self.serving):
            return " at every site"
        serving = {site for site, held in self.serving.items() if held & set(collectives)}
        if here == serving and not here <= self.own:
            return " at all its sites" if len(collectives) == 1 else " at all their sites"
        away = here - self.own
        if away and away == set(self.serving) - self.own:
            others = ["the other sites"]
        else:
            named = [site.name for site in self.inventory.sites if site.name in away]
            others = [_few(named, "sites")] if named else []
        joined = "the sites it joins" if self.found.subject.kind == "link" else "its own site"
        return " at " + " and ".join([*([joined] if here & self.own else []), *others])

    def _links(self, names: tuple[str, ...]) -> str:
        if len(names) == 1:
            return f"the link {names[0]}"
        if len(names) == len(self.inventory.links):
            return "all links between brokers"
        return f"the links {', '.join(names)}" if len(names) <= NAMES else f"{len(names)} links"

    def _brokers(self, names: Iterable[str]) -> str:
        found = list(names)
        subject = self.found.subject
        if subject.kind in ("operator", "server", "password"):
            return "its own broker" if len(found) == 1 else "its own brokers"
        if len(found) == 2 and {account.broker for account in subject.accounts} == set(found):
            return "both of its brokers"
        return _few(found, "brokers")


def _few(names: list[str], what: str) -> str:
    return ", ".join(names) if len(names) <= NAMES else f"{len(names)} {what}"
