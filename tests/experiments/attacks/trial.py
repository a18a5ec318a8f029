"""What a trial of one theft works with: the network, the subject, and what turned out to be possible."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from broker_network.exposure import Subject
from broker_network.lab.cluster import Cluster
from broker_network.lab.stomp import Stomp
from broker_network.mcollective.destinations import reply
from broker_network.network import ClientGroup, Destination, Operator, ServerGroup

from .attacker_sessions import AttackerLogin, Places
from .claims import Claim, Field
from .signing import Signing

AGENT = "probe"
"""An agent that no mcollectived has, so that none interferes."""

PATIENCE = 8.0
"""Seconds until something that the model says of a thief must have happened."""

QUIET = 0.5
"""Seconds to go on looking, after all of that has happened, for what the model does not say."""

LIFE = 30_000
"""Milliseconds until what nobody takes is gone."""


@dataclass(frozen=True)
class Stage:
    """A running network with `mcollectived` on its servers, and what thieves use on it."""

    cluster: Cluster
    field: Field
    places: Places
    signing: Signing

    def operators(self) -> Iterator[tuple[ClientGroup, Operator]]:
        """Every operator, once, with the group the operator works in."""
        seen = set()
        for group in self.cluster.inventory.client_groups:
            for operator in group.operators:
                if operator.identity not in seen:
                    seen.add(operator.identity)
                    yield group, operator

    def key(self, operator: Operator) -> str:
        """The signing key of an operator, as a path on the hosts."""
        return self.places.signing_key(Subject("operator", operator.identity, (), signs_as=(operator.identity,)))


@dataclass(frozen=True)
class Trial:
    """A trial with one subject. `done` is what turned out to be possible.

    Bodies say what they are: the number of the trial, a kind, and between whom they go.
    """

    stage: Stage
    subject: Subject
    predicted: frozenset[Claim]
    done: set[Claim] = field(default_factory=set)
    number: str = field(default_factory=lambda: uuid.uuid4().hex[:8])

    @cached_property
    def logins(self) -> tuple[AttackerLogin, ...]:
        """Those of the subject for which there is an open port."""
        return tuple(one for one in self.stage.places.logins(self.subject) if _is_open(one))

    @cached_property
    def _body(self) -> re.Pattern[str]:
        return re.compile(rf"{self.number}\|([\w-]+)\|([^~]*)\|~")

    def replies(self, collective: str, operator: Operator) -> Destination:
        """Where an operator of this trial waits for replies."""
        return reply(collective, operator.identity, f"{self.number}.1")

    def body(self, kind: str, *between: str) -> str:
        """What a message of this trial says."""
        return f"{self.number}|{kind}|{'|'.join(between)}|~"

    def told(self, text: str) -> Iterator[tuple[str, list[str]]]:
        """The kind of each of this trial's bodies in a text, and between whom it went."""
        for kind, between in self._body.findall(text):
            yield kind, between.split("|")

    def own(self, session: Stomp) -> Iterator[tuple[str, list[str]]]:
        """The same of all that has arrived at a session."""
        for frame in session.receive(0.005):
            yield from self.told(frame.body)


def headers(identity: str = "") -> dict[str, str]:
    """Headers of a message with an end, for the server of that identity where one is given."""
    life = {"expires": str(int(time.time() * 1000) + LIFE)}
    return {**life, "mc_identity": identity} if identity else life


def place(destination: Destination) -> str:
    """A destination as STOMP names it."""
    return f"/{destination.kind}/{destination.physical_name}"


def named(group: ServerGroup) -> str:
    """A group of servers as claims name it."""
    return f"{group.site}/{group.name}"


def _is_open(login: AttackerLogin) -> bool:
    try:
        login.dial(0.5).close()
    except OSError:
        return False
    return True
