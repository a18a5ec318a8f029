"""What follows when somebody steals a subject: what its accounts can do, and its brokers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from broker_network.mcollective.destinations import broadcast, broadcasts, directed
from broker_network.network import Broker, dialed
from broker_network.routes import routes_from, target
from broker_network.routes.permissions import asks_for_certificate

from .access_map import AccessMap
from .account_powers import AccountPowers
from .powers import Exposure, Power, Verb, What
from .stolen_assets import Subject


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
        holder = AccountPowers(subject, account, access)
        yield from holder.everywhere()
        for collective in access.collectives:
            yield from holder.reads(collective)
            yield from holder.forges(collective)
            yield from holder.removes(collective)
    for collective in access.collectives:
        yield from _resent(subject, collective, access)
        for broker in subject.controls:
            yield from _traffic(broker, collective, access)


def _resent(subject: Subject, collective: str, access: AccessMap) -> Iterator[Power]:
    """Requests that were read, sent again: their signature covers neither filter nor agent nor collective.

    Their life, 60 seconds by default, is signed. (Source: MCollective, security/ssl.rb.)
    """
    if subject.signs_as:
        return
    holders = [AccountPowers(subject, account, access) for account in subject.accounts]
    requests = (*broadcasts(collective), directed(collective))
    readers = [holder for holder in holders if holder.may("read", *requests)]
    signers = {
        operator: None
        for holder in readers
        for destination in requests
        for names in access.origins(holder.at, destination, collective, "operators")[0].values()
        for operator in names
    }
    known = [access.signatures.obeyed_at(operator) for operator in signers]
    everywhere = any(place is None for place in known)
    obeying = frozenset(server for place in known for server in place or ())
    for to in access.collectives if signers else ():
        for holder in holders:
            for destination in (broadcast(to), directed(to)):
                if not holder.may("write", destination):
                    continue
                for broker in access.routes(holder.at, destination):
                    for server in access.identities.servers_at(broker, to):
                        if everywhere or server in obeying:
                            counts = True if access.signatures.provider == "ssl" else None
                            yield Power(
                                "forge", "requests again", to, (server,), (holder.at,), (broker,), counts=counts
                            )


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
    for origin in access.identities.places(collective, "operators"):
        for to, sure in access.routes(origin, destination).items():
            if access.identities.servers_at(to, collective):
                cut = broker in (origin, to) or (between and to not in without(origin))
                passing.setdefault(to, []).append(cut)
                certain[to] = certain.get(to, True) and sure
    for to, cuts in passing.items():
        if any(cuts):
            what: What = "all traffic" if all(cuts) else "some traffic"
            servers = access.identities.servers_at(to, collective)
            yield Power("stop", what, collective, servers, (broker,), (to,), sure=certain[to])


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
