"""Connections that a broker ends again and again, because the account of a bridge may not do what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Destination
from broker_network.routes import Bridge, Route, permits, routes_from
from broker_network.routes.accounts import reader, writer
from broker_network.routes.rights import Action

from .access_map import Ground, replies_to

Hears = Callable[[str, Destination], bool]
"""Whether anybody subscribes to a destination at a broker."""


def unstable(ground: Ground) -> frozenset[Bridge]:
    """The bridges, in both directions of their connection, on which nobody can rely.

    Refused to read, or to write, a bridge gets an error, upon which its whole connection ends; it is dialed again, and
    the same happens. What crosses it meanwhile, whatever it is, is lost, or on queues may come several times.
    That needs somebody who may subscribe beyond the bridge, and for writing somebody who may send before it.
    (Source: DemandForwardingBridgeSupport.serviceLocalException, serviceRemoteException; seen on 6.2.6.)
    """

    def hears(broker: str, destination: Destination) -> bool:
        return _somebody(ground, broker, "read", destination)

    return _ended(ground, hears)


def ended_by(ground: Ground, user: str | None, at: str) -> frozenset[Bridge]:
    """The bridges on which nobody can rely once an account subscribes, at one broker, to all that it may read there.

    `user` is None for whoever runs that broker.
    """

    def hears(broker: str, destination: Destination) -> bool:
        return broker == at and (user is None or ground.allows(at, user, "read", destination) is True)

    return _ended(ground, hears)


def _ended(ground: Ground, hears: Hears) -> frozenset[Bridge]:
    refused = set(_refused(ground, hears))
    return frozenset(one for one in ground.bridges if _connection(one) in refused)


def _connection(bridge: Bridge) -> tuple[str, object, frozenset[str]]:
    return bridge.dialing, bridge.connector, frozenset((bridge.sender, bridge.receiver))


def _refused(ground: Ground, hears: Hears) -> Iterator[tuple[str, object, frozenset[str]]]:
    for destination in _asked(ground):
        lacking = [
            one for one in ground.bridges if permits(one.connector, destination) and _lacks(ground, one, destination)
        ]
        if not lacking:
            continue
        routes: dict[str, Mapping[str, Route]] = {}
        certain, _ = ground.crossing(destination)
        for bridge in lacking:
            for start in (bridge.receiver, *ground.brokers):
                if start not in routes:
                    routes[start] = routes_from(start, certain, destination)
            ttl = bridge.sure_consumer_ttl
            heard = any(
                (ttl < 0 or route.hops < ttl) and hears(broker, destination)
                for broker, route in routes[bridge.receiver].items()
                if all(bridge.sender != step.receiver for step in route.bridges)
            )
            if not heard:
                continue
            if ground.allows(bridge.sender, reader(bridge) or "", "read", destination) is False or any(
                broker != bridge.receiver
                and (way := routes[broker].get(bridge.sender)) is not None
                and all(bridge.receiver != step.receiver for step in way.bridges)
                and (bridge.sure_message_ttl < 0 or way.hops < bridge.sure_message_ttl)
                and _somebody(ground, broker, "write", destination)
                for broker in ground.brokers
            ):
                yield _connection(bridge)


def _asked(ground: Ground) -> Iterator[Destination]:
    for collective in ground.collectives:
        yield broadcast(collective)
        yield directed(collective)
        first = {names[0] for broker in ground.brokers if (names := ground.operators_at(broker, collective))}
        for operator in sorted(first):
            yield replies_to(ground, collective, operator)


def _lacks(ground: Ground, bridge: Bridge, destination: Destination) -> bool:
    return (
        ground.allows(bridge.sender, reader(bridge) or "", "read", destination) is False
        or ground.allows(bridge.receiver, writer(bridge) or "", "write", destination) is False
    )


def _somebody(ground: Ground, broker: str, action: Action, destination: Destination) -> bool:
    """Whether an account that is not a bridge's surely may."""
    at = ground.brokers[broker]
    if at.authorization is None:
        return True
    return any(
        ground.allows(broker, user.username, action, destination) is True
        for user in at.users
        if user.username not in ground.bridge_users
    )
