"""Connections that a broker ends again and again, because the account of a bridge may not do what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Destination, resolved
from broker_network.routes import Bridge, Route, denied, permits, routes_from
from broker_network.routes.accounts import reader
from broker_network.routes.permissions import Denial, logs_in
from broker_network.routes.rights import Action

from .access_map import AccessMap

Hears = Callable[[str, Destination], bool]
"""Whether anybody subscribes to a destination at a broker."""

_Connection = tuple[str, object, frozenset[str]]


def unstable(access: AccessMap) -> Mapping[Bridge, tuple[Denial, ...]]:
    """The bridges, in both directions of their connection, on which nobody can rely, and what their accounts lack.

    Refused to read, or to write, a bridge gets an error, upon which its whole connection ends; it is dialed again, and
    the same happens. What crosses it meanwhile, whatever it is, is lost, or on queues may come several times.
    That needs a destination that it includes statically, or somebody who may subscribe beyond the bridge, and for
    writing somebody who may send before it. A bridge
    that is not let in at all never comes up, and is none of these.
    (Source: DemandForwardingBridgeSupport.serviceLocalException, serviceRemoteException; seen on 6.2.6.)
    """

    def hears(broker: str, destination: Destination) -> bool:
        return _somebody(access, broker, "read", destination)

    return _ended(access, (*_refused(access, hears), *_refused_from_the_start(access)))


def made_unstable_by(access: AccessMap, user: str | None, at: str) -> frozenset[Bridge]:
    """The bridges on which nobody can rely once an account subscribes, at one broker, to all that it may read there.

    `user` is None for whoever runs that broker.
    """

    def hears(broker: str, destination: Destination) -> bool:
        return broker == at and (user is None or access.allows(at, user, "read", destination) is True)

    return frozenset(_ended(access, _refused(access, hears)))


def _ended(access: AccessMap, refused: Iterable[tuple[Bridge, Denial]]) -> dict[Bridge, tuple[Denial, ...]]:
    lacking: dict[_Connection, dict[Denial, None]] = {}
    for bridge, denial in refused:
        lacking.setdefault(_connection(bridge), {})[denial] = None
    if not lacking:
        return {}
    return {one: tuple(lacking[_connection(one)]) for one in access.bridges if _connection(one) in lacking}


def _connection(bridge: Bridge) -> _Connection:
    return bridge.dialing, bridge.connector, frozenset((bridge.sender, bridge.receiver))


class _Routes(dict[str, Mapping[str, Route]]):
    """The routes of a destination over some bridges, by where they start: found when they are asked for."""

    def __init__(self, bridges: tuple[Bridge, ...], destination: Destination) -> None:
        super().__init__()
        self._bridges, self._destination = bridges, destination

    def __missing__(self, start: str) -> Mapping[str, Route]:
        self[start] = routes_from(start, self._bridges, self._destination)
        return self[start]


def _refused(access: AccessMap, hears: Hears) -> Iterator[tuple[Bridge, Denial]]:
    for destination in _asked(access):
        lacking = access.lacking(destination)
        if not lacking or not any(hears(broker, destination) for broker in access.brokers):
            continue
        routes = _Routes(access.crossing(destination)[0], destination)
        for bridge, denials in lacking:
            ttl = bridge.sure_consumer_ttl
            heard = any(
                (ttl < 0 or route.hops < ttl) and hears(broker, destination)
                for broker, route in routes[bridge.receiver].items()
                if all(bridge.sender != step.receiver for step in route.bridges)
            )
            if not heard:
                continue
            sent = any(one.action == "write" for one in denials) and any(
                broker != bridge.receiver
                and (way := routes[broker].get(bridge.sender)) is not None
                and all(bridge.receiver != step.receiver for step in way.bridges)
                and (bridge.sure_message_ttl < 0 or way.hops < bridge.sure_message_ttl)
                and _somebody(access, broker, "write", destination)
                for broker in access.brokers
            )
            yield from ((bridge, one) for one in denials if one.action == "read" or sent)


def _refused_from_the_start(access: AccessMap) -> Iterator[tuple[Bridge, Denial]]:
    """Statically included destinations that a bridge may not read: it subscribes to them as soon as it is up.

    A pattern needs a right on all that it selects. (Source: DemandForwardingBridgeSupport.setupStaticDestinations; seen
    on 6.2.6.)
    """
    for bridge in access.bridges:
        for one in bridge.connector.statically_included_destinations:
            if (
                resolved(one.physical_name)
                and permits(bridge.connector, one)
                and logs_in(bridge, access.brokers) is not False
            ):
                found = denied(bridge.sender, reader(bridge), "read", one, access.brokers, access.rights)
                yield from ((bridge, denial) for denial in found)


def _asked(access: AccessMap) -> Iterator[Destination]:
    for collective in access.collectives:
        yield broadcast(collective)
        yield directed(collective)
        places = access.identities.places(collective, "operators")
        first = {access.identities.operators_at(broker, collective)[0] for broker in places}
        for operator in sorted(first):
            yield access.identities.replies_to(collective, operator)


def _somebody(access: AccessMap, broker: str, action: Action, destination: Destination) -> bool:
    """Whether an account that is not a bridge's surely may."""
    at = access.brokers[broker]
    if at.authorization is None:
        return True
    return any(
        access.allows(broker, user.username, action, destination) is True
        for user in at.users
        if user.username not in access.bridge_users
    )
