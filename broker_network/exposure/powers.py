"""What somebody can read, take, forge and stop, given what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Broker, Destination, dialed, parse, topic
from broker_network.routes import routes_from, target
from broker_network.routes.permissions import asks_for_certificate
from broker_network.routes.rights import Action

from .access_map import AccessMap, broadcasts, replies_to
from .stolen_assets import Account, Subject
from .unstable_bridges import made_unstable_by

Verb = Literal["read", "take", "forge", "stop"]
What = Literal[
    "broadcast requests",
    "directed requests",
    "own replies",
    "replies",
    "subscriptions",
    "connections",
    "requests",
    "requests again",
    "registrations",
    "queues",
    "broker",
    "links",
    "all traffic",
    "some traffic",
]


@dataclass(frozen=True, slots=True)
class Power:
    """One thing that can be done.

    *read*: `broadcast requests` (sent by `whom`), `own replies` (to requests sent with an operator's account),
    `replies` (to others), `subscriptions` (consumer advisories with selectors, that is the names of servers),
    `connections` (who connects, from which address).
    *take*: `directed requests` (meant for servers `whom`; who reads a queue keeps the message from others) and
    `replies` (to `whom`).
    *forge*: `requests` (to servers `whom`), `requests again` (signed requests of others that were read, sent to servers
    `whom` within their life), `replies` (to operators `whom`), `registrations`. `counts` is whether MCollective acts on
    it, or drops it for want of a signature; None where that is not known.
    *stop*: `broker` (by flooding it), `links` (`whom`, each by the broker that dials and the one that is dialed: an
    account asks for what it may read, and the accounts of those links may not carry there), `queues` (an account that
    may create a destination may also remove it, over OpenWire), `all traffic` (every request to servers `whom` passes a
    broker that is controlled), `some traffic` (those of some operators do).

    `at` are the brokers where the thief logs in or which the thief runs; `over` the brokers where those stand from
    whom it comes, or whom it gets to; `sites` theirs. `sure` is False where files do not tell whether rights allow it.
    """

    verb: Verb
    what: What
    collective: str | None = None
    whom: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    counts: bool | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Exposure:
    """All that follows when a subject is stolen.

    `needs_certificate` are brokers of the subject's accounts that let nobody in without a client certificate, which
    it does not hold: there nothing of `powers` holds with it alone, but that anybody who gets to a port may flood it.
    `untold` are brokers whose rights or accounts the files do not tell, `beyond` dialed addresses whose broker is not
    known: more may be possible there.
    """

    subject: Subject
    powers: tuple[Power, ...]
    needs_certificate: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def can(self, verb: Verb, what: What | None = None, collective: str | None = None) -> tuple[Power, ...]:
        """The powers of that verb, of that kind and in that collective where they are given."""
        return tuple(
            power
            for power in self.powers
            if power.verb == verb and what in (None, power.what) and collective in (None, power.collective)
        )

    @property
    def commands(self) -> bool | None:
        """Whether any server obeys: a request of the thief's own making that carries a signature it knows."""
        answers = {power.counts for power in self.can("forge", "requests")}
        return True if True in answers else None if None in answers else False


def exposure(subject: Subject, access: AccessMap) -> Exposure:
    """What can be done with what a subject holds."""
    near = dict.fromkeys(account.broker for account in subject.accounts)
    needs = () if subject.certificate else tuple(name for name in near if asks_for_certificate(access.brokers[name]))
    return Exposure(
        subject,
        _merged(_powers(subject, access), access),
        needs_certificate=tuple(name for name in needs if name not in subject.controls),
        untold=tuple(name for name, broker in access.brokers.items() if _untold(broker)),
        beyond=tuple(dict.fromkeys(_beyond(access))),
    )


def _untold(broker: Broker) -> bool:
    unknown_users = broker.authentication is not None and not broker.authentication.users_known
    return broker.authorization == "other" or (unknown_users and broker.authorization is not None)


def _beyond(access: AccessMap) -> Iterator[str]:
    for broker in access.network.brokers:
        for connector in broker.network_connectors:
            try:
                addresses = dialed(connector.uri)
            except ValueError:
                yield connector.uri
                continue
            yield from (str(address) for address in addresses if target(address, access.hosts) is None)


def _powers(subject: Subject, access: AccessMap) -> Iterator[Power]:
    for account in subject.accounts:
        hand = _Hand(subject, account, access)
        yield from hand.everywhere()
        for collective in access.collectives:
            yield from hand.reads(collective)
            yield from hand.forges(collective)
            yield from hand.removes(collective)
    for collective in access.collectives:
        yield from _again(subject, collective, access)
        for broker in subject.controls:
            yield from _traffic(broker, collective, access)


class _Hand:
    """One account of a subject at one broker."""

    def __init__(self, subject: Subject, account: Account, access: AccessMap) -> None:
        self.subject, self.access, self.user, self.at = subject, access, account.user, account.broker
        self.broker = access.brokers[account.broker]

    def may(self, action: Action, *destinations: Destination) -> bool | None:
        """Whether the account may do it to any of some destinations."""
        if self.user is None:
            return True
        answers = [self.access.allows(self.at, self.user, action, destination) for destination in destinations]
        return True if True in answers else None if None in answers else False

    def everywhere(self) -> Iterator[Power]:
        yield Power("stop", "broker", at=(self.at,), over=(self.at,))
        yield from self._breaks()
        told = self.may("read", topic("ActiveMQ.Advisory.Connection"))
        if told is not False:
            yield Power("read", "connections", at=(self.at,), over=(self.at,), sure=told is True)

    def _breaks(self) -> Iterator[Power]:
        for bridge in sorted(
            made_unstable_by(self.access, self.user, self.at), key=lambda one: (one.dialing, one.sender)
        ):
            ends = (bridge.sender, bridge.receiver)
            listening = next((end for end in ends if end != bridge.dialing), bridge.dialing)
            yield Power("stop", "links", whom=(f"{bridge.dialing} to {listening}",), at=(self.at,), over=ends)

    def reads(self, collective: str) -> Iterator[Power]:
        access = self.access
        sent, said = access.origins(self.at, broadcast(collective), collective, "operators")
        allowed = self.may("read", *broadcasts(collective))
        if sent and allowed is not False:
            sure = said and allowed is True
            yield Power("read", "broadcast requests", collective, _all(sent), (self.at,), tuple(sent), sure=sure)
        sent, said = access.origins(self.at, directed(collective), collective, "operators")
        allowed = self.may("read", directed(collective))
        if sent and allowed is not False:
            meant = _victims(access, tuple(sent), collective)
            sure = said and allowed is True
            if meant:
                yield Power("take", "directed requests", collective, _all(meant), (self.at,), tuple(meant), sure=sure)
        yield from self._reads_replies(collective)
        allowed = self.may("read", topic(f"ActiveMQ.Advisory.Consumer.Queue.{directed(collective).physical_name}"))
        if allowed is not False:
            seen = _named_servers(access, self.at, collective)
            if seen:
                sure = allowed is True
                yield Power("read", "subscriptions", collective, _all(seen), (self.at,), tuple(seen), sure=sure)

    def _reads_replies(self, collective: str) -> Iterator[Power]:
        for operator in self.access.operators(collective):
            queue = replies_to(self.access, collective, operator)
            allowed = self.may("read", queue)
            if allowed is False:
                continue
            said, sure = self.access.origins(self.at, queue, collective, "servers")
            own = operator in self.subject.signs_as
            if said:
                verb: Verb = "read" if own else "take"
                what: What = "own replies" if own else "replies"
                yield Power(verb, what, collective, (operator,), (self.at,), tuple(said), sure=sure and allowed is True)

    def forges(self, collective: str) -> Iterator[Power]:
        access = self.access
        reached: dict[str, bool] = {}
        for destination in (*broadcasts(collective)[:2], directed(collective)):
            allowed = self.may("write", destination)
            if allowed is not False:
                for broker, sure in access.routes(self.at, destination).items():
                    reached[broker] = reached.get(broker, False) or (sure and allowed is True)
        for broker, sure in reached.items():
            for server in access.servers_at(broker, collective):
                counts = _obeyed(self.subject, server, access)
                yield Power("forge", "requests", collective, (server,), (self.at,), (broker,), counts=counts, sure=sure)
        for operator in access.operators(collective):
            queue = replies_to(access, collective, operator)
            allowed = self.may("write", queue)
            if allowed is False:
                continue
            for broker, sure in access.routes(self.at, queue).items():
                if operator in access.operators_at(broker, collective):
                    yield Power(
                        "forge",
                        "replies",
                        collective,
                        (operator,),
                        (self.at,),
                        (broker,),
                        counts=_believed(self.subject, access),
                        sure=sure and allowed is True,
                    )
        if access.inventory is None:
            yield from self._registers(collective, reached)

    def _registers(self, collective: str, requests: dict[str, bool]) -> Iterator[Power]:
        """Registrations of servers; planned networks have none, and who may send any request may send these too."""
        where = broadcast(collective, "registration")
        allowed = self.may("write", where)
        if allowed is not False and not requests:
            sure = allowed is True
            yield Power("forge", "registrations", collective, at=(self.at,), over=(self.at,), sure=sure)

    def removes(self, collective: str) -> Iterator[Power]:
        """Removing a queue takes the right to create it and an OpenWire connection; STOMP has no word for it.

        A firewall keeps all but peers from that port. A password may be used from the host of one.

        (Source: AuthorizationBroker.checkDestinationAdminRemove, AbstractRegion.removeDestination.)
        """
        allowed = self.may("admin", directed(collective))
        kept_off = self.access.guarded(self.at, "openwire") and self.subject.kind not in ("broker", "link", "password")
        if self.user is not None and allowed is not False and _speaks_openwire(self.broker) and not kept_off:
            sure = allowed is True
            yield Power("stop", "queues", collective, at=(self.at,), over=(self.at,), sure=sure)


def _victims(access: AccessMap, origins: tuple[str, ...], collective: str) -> dict[str, tuple[str, ...]]:
    """The servers that requests from some brokers are meant for, by their broker."""
    reached = dict.fromkeys(to for origin in origins for to in access.routes(origin, directed(collective)))
    return {to: names for to in reached if (names := access.servers_at(to, collective))}


def _named_servers(access: AccessMap, broker: str, collective: str) -> dict[str, tuple[str, ...]]:
    """The servers whose subscriptions a broker knows with their selector, which a conduit bridge leaves out."""
    _, possible = access.crossing(directed(collective))
    telling = tuple(bridge for bridge in possible if bridge.connector.conduit_subscriptions is False)
    known = routes_from(broker, telling, directed(collective))
    return {at: names for at in known if (names := access.servers_at(at, collective))}


def _obeyed(subject: Subject, server: str, access: AccessMap) -> bool | None:
    """Whether a server acts on a new request that the subject makes up."""
    if access.signing == "ssl":
        places = [access.obeyed_at(operator) for operator in subject.signs_as]
        return any(place is None or server in place for place in places)
    if access.signing == "psk" and (subject.signs_as or subject.signs_replies):
        return True  # One key, which every client and server has.
    return True if subject.signs_as else None


def _believed(subject: Subject, access: AccessMap) -> bool | None:
    """Whether an operator's client takes a reply that the subject makes up for one of a server."""
    if access.signing == "psk" and (subject.signs_as or subject.signs_replies):
        return True
    return True if subject.signs_replies else False if access.signing == "ssl" else None


def _again(subject: Subject, collective: str, access: AccessMap) -> Iterator[Power]:
    """Requests that were read, sent again: their signature covers neither filter nor agent nor collective.

    Their life, 60 seconds by default, is signed. (Source: MCollective, security/ssl.rb.)
    """
    if subject.signs_as:
        return
    hands = [_Hand(subject, account, access) for account in subject.accounts]
    requests = (*broadcasts(collective), directed(collective))
    readers = [hand for hand in hands if hand.may("read", *requests)]
    signers = {
        operator: None
        for hand in readers
        for destination in requests
        for names in access.origins(hand.at, destination, collective, "operators")[0].values()
        for operator in names
    }
    for to in access.collectives if signers else ():
        for hand in hands:
            for destination in (broadcast(to), directed(to)):
                if not hand.may("write", destination):
                    continue
                for broker in access.routes(hand.at, destination):
                    for server in access.servers_at(broker, to):
                        known = [access.obeyed_at(operator) for operator in signers]
                        if any(place is None or server in place for place in known):
                            counts = True if access.signing == "ssl" else None
                            yield Power("forge", "requests again", to, (server,), (hand.at,), (broker,), counts=counts)


def _traffic(broker: str, collective: str, access: AccessMap) -> Iterator[Power]:
    """Requests and replies that no longer arrive when a broker drops them."""
    destination = directed(collective)
    _, possible = access.crossing(destination)
    elsewhere = tuple(bridge for bridge in possible if broker not in (bridge.sender, bridge.receiver))
    near = [bridge for bridge in possible if broker in (bridge.sender, bridge.receiver)]
    between = len({end for bridge in near for end in (bridge.sender, bridge.receiver)}) > 2

    @cache
    def without(origin: str) -> frozenset[str]:
        return frozenset(routes_from(origin, elsewhere, destination))

    passing: dict[str, list[bool]] = {}
    certain: dict[str, bool] = {}
    for origin in access.brokers:
        if not access.operators_at(origin, collective):
            continue
        for to, sure in access.routes(origin, destination).items():
            if access.servers_at(to, collective):
                cut = broker in (origin, to) or (between and to not in without(origin))
                passing.setdefault(to, []).append(cut)
                certain[to] = certain.get(to, True) and sure
    for to, cuts in passing.items():
        if any(cuts):
            what: What = "all traffic" if all(cuts) else "some traffic"
            yield Power("stop", what, collective, access.servers_at(to, collective), (broker,), (to,), sure=certain[to])


def _speaks_openwire(broker: Broker) -> bool:
    for listener in broker.transport_connectors:
        try:
            if parse(listener.uri).wire_format == "openwire":
                return True
        except ValueError:
            continue
    return False


def _all(names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for found in names.values() for name in found))


def _merged(powers: Iterable[Power], access: AccessMap) -> tuple[Power, ...]:
    """Powers of one kind as one, with all whom they concern. What is certain somewhere is not told as uncertain too."""
    found: dict[tuple[object, ...], list[Power]] = {}
    for power in powers:
        key = (power.verb, power.what, power.collective, power.counts, power.sure)
        found.setdefault(key, []).append(power)
    merged: list[Power] = []
    for alike in found.values():
        first = alike[0]
        over = tuple(dict.fromkeys(broker for power in alike for broker in power.over))
        merged.append(
            replace(
                first,
                whom=tuple(dict.fromkeys(name for power in alike for name in power.whom)),
                at=tuple(dict.fromkeys(broker for power in alike for broker in power.at)),
                over=over,
                sites=access.sites(over),
            )
        )
    order: tuple[Verb, ...] = ("read", "take", "forge", "stop")
    return tuple(sorted(merged, key=lambda power: order.index(power.verb)))
