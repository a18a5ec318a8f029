"""What somebody can read, take, forge and stop, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .stolen_assets import Subject

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
