"""What may be claimed of somebody who has stolen something, and which of it the model says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from broker_network.exposure import AccessMap, Exposure, Subject
from broker_network.exposure.powers import Power


@dataclass(frozen=True, order=True)
class Claim:
    """One thing that somebody can do or cannot: `what` to `whom`, in a collective unless it is empty."""

    what: str
    collective: str
    whom: str

    def __str__(self) -> str:
        return f"{self.what} {self.whom}" + (f" in {self.collective}" if self.collective else "")


READS_BROADCASTS = "reads broadcasts of"
TAKES_DIRECTED = "takes directed requests to"
READS_REPLIES = "reads replies"
READS_NAMES = "reads the names of"
READS_CONNECTIONS = "reads who connects to"
SENDS = "gets requests to"
COMMANDS = "is obeyed by"
REPEATS = "is obeyed, with a request of somebody else, by"
REPLIES = "gets replies to"
DECEIVES = "is believed by"
FLOODS = "keeps others from"
BREAKS = "breaks the link"
REMOVES = "removes the queue at"
STOPS_ALL = "stops all requests to"
STOPS_SOME = "stops some requests to"


@dataclass(frozen=True)
class Field:
    """The network on which it is tried, and what there is to claim in it."""

    access: AccessMap

    @cached_property
    def groups(self) -> tuple[tuple[str, str, str], ...]:
        """Groups of servers in a collective, each with the broker they connect to: (collective, group, broker)."""
        assert self.access.inventory is not None
        return tuple(
            (collective, f"{group.site}/{group.name}", group.brokers[0])
            for group in self.access.inventory.server_groups
            for collective in group.collectives
        )

    @cached_property
    def operators(self) -> tuple[tuple[str, str], ...]:
        """Operators in a collective: (collective, identity)."""
        return tuple(
            (collective, operator)
            for collective in self.access.collectives
            for operator in self.access.identities.operators(collective)
        )

    def claims(self, subject: Subject) -> Iterator[Claim]:
        """All that could be said of a subject, true or not."""
        for collective, operator in self.operators:
            for what in (READS_BROADCASTS, REPLIES, DECEIVES):
                yield Claim(what, collective, operator)
            for broker in dict.fromkeys(at for of, _, at in self.groups if of == collective):
                yield Claim(READS_REPLIES, collective, f"to {operator} from {broker}")
        for collective, group, _ in self.groups:
            for what in (TAKES_DIRECTED, READS_NAMES, SENDS, COMMANDS):
                yield Claim(what, collective, group)
            if not subject.signs_as:
                yield Claim(REPEATS, collective, group)
            if subject.controls:
                yield Claim(STOPS_ALL, collective, group)
                yield Claim(STOPS_SOME, collective, group)
        for link in self.access.inventory.links if self.access.inventory is not None else ():
            yield Claim(BREAKS, "", f"{link.dialing} to {link.listening}")
        for broker in self._flooded(subject):
            yield Claim(FLOODS, "", broker)
        for broker in self.access.brokers:
            yield Claim(READS_CONNECTIONS, "", broker)
            for collective in self.access.collectives:
                yield Claim(REMOVES, collective, broker)

    def _flooded(self, subject: Subject) -> Iterable[str]:
        """The brokers that are to be flooded: all but those where a password, which has no place, is worth nothing."""
        if subject.kind in ("link", "password") and subject.certificate:
            return dict.fromkeys(account.broker for account in subject.accounts)
        return self.access.brokers

    def predicted(self, found: Exposure) -> frozenset[Claim]:
        """Those that the model says of it.

        Without a certificate nothing that needs one is left: only that whoever gets to a port may flood it.
        """
        if found.needs_certificate:
            assert {account.broker for account in found.subject.accounts} == set(found.needs_certificate)
            return frozenset(Claim(FLOODS, "", broker) for broker in self.access.brokers)
        return frozenset(claim for power in found.powers for claim in self._said(power))

    def _said(self, power: Power) -> Iterator[Claim]:
        assert power.sure
        collective = power.collective or ""
        if power.what in ("own replies", "replies") and power.verb != "forge":
            for operator in power.whom:
                for broker in power.over:
                    yield Claim(READS_REPLIES, collective, f"to {operator} from {broker}")
            return
        if power.what == "links":
            yield from (Claim(BREAKS, "", link) for link in power.whom)
            return
        named = _OVER_BROKERS.get((power.verb, power.what))
        if named is not None:
            yield from (Claim(named, collective, broker) for broker in power.over)
            return
        for what in _OF_WHOM[power.verb, power.what]:
            if what in (COMMANDS, DECEIVES) and power.counts is not True:
                continue
            yield from (Claim(what, collective, one) for one in power.whom)


_OVER_BROKERS = {
    ("read", "connections"): READS_CONNECTIONS,
    ("stop", "broker"): FLOODS,
    ("stop", "queues"): REMOVES,
}
_OF_WHOM = {
    ("read", "broadcast requests"): (READS_BROADCASTS,),
    ("take", "directed requests"): (TAKES_DIRECTED,),
    ("read", "subscriptions"): (READS_NAMES,),
    ("forge", "requests"): (SENDS, COMMANDS),
    ("forge", "requests again"): (REPEATS,),
    ("forge", "replies"): (REPLIES, DECEIVES),
    ("stop", "all traffic"): (STOPS_ALL,),
    ("stop", "some traffic"): (STOPS_SOME,),
}
