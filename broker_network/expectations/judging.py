"""Whether a network does what is expected of it: every answer is that of `reach`, `rights` or `survive`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

from broker_network.exposure.account_rights import AccountRights, rights_of_accounts
from broker_network.mcollective.destinations import MESSAGES
from broker_network.reach import Reachability, Survival, failure
from broker_network.routes import AskedPair, Delivery
from broker_network.wording import counted, listed, no_such

from .sentences import Expectation, MayCommand, Reaches, Survives

MOST_ASKED = 25_000
"""Pairs of brokers and collectives that one expectation may ask about."""

_MOST_TOLD = 3
_OUTCOMES = {
    Delivery.ALWAYS: "always arrive",
    Delivery.SOMETIMES: "arrive sometimes",
    Delivery.NEVER: "never arrive",
    Delivery.UNKNOWN: "are not known to arrive",
}
_MESSAGES = {"broadcast": "broadcasts", "directed": "directed requests", "reply": "replies"}


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that does not hold: why, and what to do about it, a sentence or two each."""

    why: str
    fix: str


def judge(expectation: Expectation, survival: Survival, sites: Mapping[str, tuple[str, ...]]) -> Unmet | None:
    """Why an expectation does not hold; None where it does.

    `sites` are names for several brokers, besides those of an inventory. Raises LookupError, with the known names, for
    a name that the network does not have.
    """
    if isinstance(expectation, Reaches):
        return _Places(survival.engine, sites).judge(expectation)
    if isinstance(expectation, MayCommand):
        return _commands(expectation, survival.engine)
    return _survives(expectation, survival)


class _Places:
    """The sites and brokers that names stand for."""

    def __init__(self, engine: Reachability, sites: Mapping[str, tuple[str, ...]]) -> None:
        self.engine = engine
        inventory = engine.access.inventory
        brokers = {name: (name,) for name in engine.access.brokers}
        planned = {site.name: site.brokers for site in inventory.sites} if inventory else {}
        for name in [one for group in sites.values() for one in group]:
            if name not in brokers:
                raise LookupError(no_such("broker", name, brokers))
        self.known: dict[str, tuple[str, ...]] = {**brokers, **planned, **sites}

    def judge(self, expected: Reaches) -> Unmet | None:
        """Whether those at some places reach those at others."""
        collectives = self._collectives(expected)
        clients, servers = self._named(expected.clients), self._named(expected.servers)
        asked = 0
        broken: list[tuple[AskedPair, str]] = []
        unmeant: list[str] = []
        for client, near in clients.items():
            for server, far in servers.items():
                pairs = list(islice(self._pairs(near, far, collectives), MOST_ASKED + 1))
                asked += len(pairs)
                if asked > MOST_ASKED:
                    raise LookupError(f"it asks about more than {MOST_ASKED} pairs of brokers: name fewer")
                if not pairs and client != server:
                    unmeant.append(f"clients at {client} and servers at {server}")
                broken += ((pair, why) for pair in pairs if (why := self._broken(pair, expected.never)))
        if broken:
            client, server, collective = broken[0][0]
            told = (f"from {pair[0]} to {pair[1]} in {pair[2]} {why}" for pair, why in broken)
            return Unmet(
                f"{_told(told)}.",
                "Change the network or the expectation. To see the way of the messages: "
                f"broker-network trace … --client {client} --server {server} --collective {collective}",
            )
        if unmeant and not expected.never:
            return Unmet(
                f"no accounts are meant for {_told(unmeant)}"
                f"{f' in {listed(expected.collectives)}' if expected.collectives else ''}.",
                "Give operators an account at the client's broker and servers one at theirs, or drop the expectation.",
            )
        return None

    def _collectives(self, expected: Reaches) -> tuple[str, ...]:
        known = self.engine.access.collectives
        for name in expected.collectives:
            if name not in known:
                raise LookupError(no_such("collective", name, known))
        return expected.collectives or known

    def _named(self, patterns: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The sites of some names with their brokers, and the brokers of these names that are in none of the sites."""
        found: dict[str, tuple[str, ...]] = {}
        for pattern in patterns:
            fitting = {name: brokers for name, brokers in self.known.items() if fnmatchcase(name, pattern)}
            if not fitting and (numbered := self._numbered(pattern)):
                fitting = {pattern: numbered}
            if not fitting:
                hint = "A name for several brokers is a pattern, such as dc-*, or stands under [sites]."
                raise LookupError(f"{no_such('broker or site', pattern, self.known)} {hint}")
            sites = {name: brokers for name, brokers in fitting.items() if brokers != (name,)}
            inside = {one for brokers in sites.values() for one in brokers}
            found |= sites | {name: brokers for name, brokers in fitting.items() if name not in inside | sites.keys()}
        return found

    def _numbered(self, name: str) -> tuple[str, ...]:
        """The brokers of a site as they are usually called: `noc-1` and `noc-2` for `noc`."""
        brokers = self.engine.access.brokers
        return tuple(one for one in brokers if one.startswith(f"{name}-") and one.removeprefix(f"{name}-").isdigit())

    def _pairs(self, near: Sequence[str], far: Sequence[str], collectives: Iterable[str]) -> Iterator[AskedPair]:
        """The pairs of some brokers that anybody is meant to use."""
        intended = self.engine.intended
        for collective in collectives:
            clients = set(intended.clients(collective)).intersection(near)
            servers = set(intended.servers(collective)).intersection(far)
            for client in (one for one in near if one in clients):
                yield from ((client, server, collective) for server in far if server in servers)

    def _broken(self, pair: AskedPair, never: bool) -> str:
        """What becomes of messages that are to become of otherwise; empty where all is as expected."""
        messages = ("broadcast", "directed") if never else MESSAGES
        wanted = Delivery.NEVER if never else Delivery.ALWAYS
        broken: dict[Delivery, list[str]] = {}
        for question in self.engine.questions(*pair, messages=messages):
            outcome = self.engine.verdict(question).arrival.delivery
            if outcome is not wanted:
                broken.setdefault(outcome, []).append(_MESSAGES[question.message])
        return listed(f"{listed(told)} {_OUTCOMES[outcome]}" for outcome, told in broken.items())


def _commands(expected: MayCommand, engine: Reachability) -> Unmet | None:
    rows = rights_of_accounts(engine.access)
    accounts = dict.fromkeys(row.user for row in rows if row.user)
    for name in expected.collectives:
        if name not in engine.access.collectives:
            raise LookupError(no_such("collective", name, engine.access.collectives))
    broken: list[str] = []
    for pattern in expected.accounts:
        fitting = [name for name in accounts if fnmatchcase(name, pattern)]
        if not fitting:
            raise LookupError(no_such("account", pattern, accounts))
        for name in fitting:
            broken += _broken_commands(name, expected, [row for row in rows if row.user == name])
    unknown = [broker for row in rows if row.unknown for broker in row.brokers]
    if unknown and not broken:
        broken.append(f"the files do not show who may do what at {_told(unknown)}")
    if not broken:
        return None
    return Unmet(f"{_told(broken)}.", "Change the authorizationEntry elements, or the expectation.")


def _broken_commands(name: str, expected: MayCommand, rows: list[AccountRights]) -> Iterator[str]:
    at: dict[str, list[str]] = {}
    for row in rows:
        for commands in row.commands:
            at.setdefault(commands.collective, []).extend(row.brokers)
    for collective in expected.collectives:
        if expected.never and collective in at:
            yield f"{name} may send requests of {collective} at {_told(at[collective])}"
        elif not expected.never and collective not in at:
            yield f"{name} may not send requests of {collective} at any broker"
    if expected.only:
        for collective in at.keys() - {*expected.collectives}:
            yield f"{name} may also send requests of {collective} at {_told(at[collective])}"


def _survives(expected: Survives, survival: Survival) -> Unmet | None:
    if expected.name is None:
        asked = [one for one in survival.failures if (one.broker is None) == (expected.kind == "link")]
    else:
        access = survival.engine.access
        asked = [failure(expected.kind, expected.name, access.network, access.hosts)]
    if len(asked) * max(survival.questions // max(len(survival.failures), 1), 1) > 4 * MOST_ASKED:
        raise LookupError(f"{counted(len(asked), 'failure')} are too many to try: name one broker or link")
    outages = [survival.outage(one) for one in asked]
    harmful = [one for one in outages if one.cut_off or (one.alone and not expected.between)]
    broken = [f"if {one.failure}, {one.loss.value}" for one in harmful]
    if not broken:
        return None
    return Unmet(
        f"{_told(broken)}.",
        "See who is cut off with broker-network survive …. Then add a link, a broker to the pools, or a standby.",
    )


def _told(parts: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    found = list(parts)
    more = [f"and {len(found) - _MOST_TOLD} more"] if len(found) > _MOST_TOLD else []
    return "; ".join([*found[:_MOST_TOLD], *more])
