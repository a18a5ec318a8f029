"""What one account can do at one broker."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, broadcasts, directed
from broker_network.network import Broker, Destination, parse, topic
from broker_network.routes import routes_from
from broker_network.routes.rights import Action

from .access_map import AccessMap
from .powers import Power, Verb, What
from .stolen_assets import Account, Subject
from .unstable_bridges import made_unstable_by


class AccountPowers:
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
        """What it can do whatever the collective."""
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
        """What it can read of a collective, and take from those for whom it is."""
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
        for operator in self.access.identities.operators(collective):
            queue = self.access.identities.replies_to(collective, operator)
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
        """What it can send in the name of others."""
        access = self.access
        reached: dict[str, bool] = {}
        for destination in (*broadcasts(collective)[:2], directed(collective)):
            allowed = self.may("write", destination)
            if allowed is not False:
                for broker, sure in access.routes(self.at, destination).items():
                    reached[broker] = reached.get(broker, False) or (sure and allowed is True)
        for broker, sure in reached.items():
            for server in access.identities.servers_at(broker, collective):
                counts = _obeyed(self.subject, server, access)
                yield Power("forge", "requests", collective, (server,), (self.at,), (broker,), counts=counts, sure=sure)
        for operator in access.identities.operators(collective):
            queue = access.identities.replies_to(collective, operator)
            allowed = self.may("write", queue)
            if allowed is False:
                continue
            for broker, sure in access.routes(self.at, queue).items():
                if operator in access.identities.operators_at(broker, collective):
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
        is_guarded = self.access.firewalls.guarded(self.at, "openwire")
        kept_off = is_guarded and self.subject.kind not in ("broker", "link", "password")
        if self.user is not None and allowed is not False and _speaks_openwire(self.broker) and not kept_off:
            sure = allowed is True
            yield Power("stop", "queues", collective, at=(self.at,), over=(self.at,), sure=sure)


def _victims(access: AccessMap, origins: tuple[str, ...], collective: str) -> dict[str, tuple[str, ...]]:
    """The servers that requests from some brokers are meant for, by their broker."""
    reached = dict.fromkeys(to for origin in origins for to in access.routes(origin, directed(collective)))
    return {to: names for to in reached if (names := access.identities.servers_at(to, collective))}


def _named_servers(access: AccessMap, broker: str, collective: str) -> dict[str, tuple[str, ...]]:
    """The servers whose subscriptions a broker knows with their selector, which a conduit bridge leaves out."""
    _, possible = access.crossing(directed(collective))
    telling = tuple(bridge for bridge in possible if bridge.connector.conduit_subscriptions is False)
    known = routes_from(broker, telling, directed(collective))
    return {at: names for at in known if (names := access.identities.servers_at(at, collective))}


def _obeyed(subject: Subject, server: str, access: AccessMap) -> bool | None:
    """Whether a server acts on a new request that the subject makes up."""
    if access.signatures.provider == "ssl":
        places = [access.signatures.obeyed_at(operator) for operator in subject.signs_as]
        return any(place is None or server in place for place in places)
    if access.signatures.provider == "psk" and (subject.signs_as or subject.signs_replies):
        return True  # One key, which every client and server has.
    return True if subject.signs_as else None


def _believed(subject: Subject, access: AccessMap) -> bool | None:
    """Whether an operator's client takes a reply that the subject makes up for one of a server."""
    if access.signatures.provider == "psk" and (subject.signs_as or subject.signs_replies):
        return True
    return True if subject.signs_replies else False if access.signatures.provider == "ssl" else None


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
