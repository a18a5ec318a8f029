"""Everybody sends everything to everybody, and what came where is compared with what was predicted."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from broker_network.exposure import AccessMap
from broker_network.lab.stomp import Refused, Stomp
from broker_network.mcollective.destinations import Message, broadcast, directed, reply
from broker_network.network import Destination
from broker_network.reach import Question, Reachability
from broker_network.routes import Arrival, Delivery, Routing, Why
from tests.experiments.running import Running, drain

from .drawing import Case, Member

NUMBER = 4
"""Directed requests to each server, and replies to each client: enough that one way of two is not missed."""

NUMBERS: Mapping[Message, int] = {"broadcast": 1, "directed": NUMBER, "reply": NUMBER}
"""How many messages of each kind are sent."""

AFTER_A_TURN = 2.0
"""Seconds given to the news of a subscription, at most, before the next: what is predicted must hold in any order."""

REFUSED = "not authorized"


@dataclass(frozen=True)
class Sending:
    """One kind of message from one member to another; a broadcast goes to all servers at once."""

    message: Message
    collective: str
    sender: Member
    receiver: Member
    number: int
    """How many are sent."""

    @property
    def question(self) -> Question:
        """What to ask about it."""
        client, server = (self.receiver, self.sender) if self.message == "reply" else (self.sender, self.receiver)
        return Question(
            self.message,
            client.broker,
            server.broker,
            self.collective,
            client.identity,
            client.user or None,
            server.user or None,
        )

    @property
    def to(self) -> Destination:
        """Where it is sent."""
        return self.question.destination

    @property
    def body(self) -> str:
        """What tells it from all others."""
        whom = "everybody" if self.message == "broadcast" else self.receiver.identity
        return f"{self.message} in {self.collective} from {self.sender.identity} to {whom}"


@dataclass(frozen=True)
class Compared:
    """What was predicted of messages, and how many came."""

    sending: Sending
    predicted: Arrival
    came: int

    @property
    def ends(self) -> tuple[Member, Member]:
        """The client and the server."""
        one = self.sending
        return (one.receiver, one.sender) if one.message == "reply" else (one.sender, one.receiver)

    @property
    def right(self) -> bool:
        """Whether what came is what was predicted, copies included."""
        sent = self.sending.number
        if self.predicted.delivery is Delivery.ALWAYS:
            return self.predicted.fewest * sent <= self.came <= self.predicted.copies * sent
        if self.predicted.delivery is Delivery.NEVER:
            return self.came == 0
        if self.predicted.delivery is Delivery.UNKNOWN:
            return True
        return self.came <= self.predicted.copies * sent

    def __str__(self) -> str:
        one, told = self.sending, self.predicted
        return (
            f"{one.message} in {one.collective} from {one.sender.identity} to {one.receiver.identity}: "
            f"predicted {told.delivery.value} {told.fewest}-{told.copies}, {self.came} of {one.number} came"
        )


def driven(
    cases: Mapping[str, Case],
    release: str,
    after_a_turn: float = AFTER_A_TURN,
    numbers: Mapping[Message, int] = NUMBERS,
) -> dict[str, list[Compared]]:
    """Run all networks side by side on a release, send so many messages of each kind, and compare.

    Before the servers of the next broker subscribe, brokers get `after_a_turn` seconds at most to tell each other.
    """
    with Running({name: case.network for name, case in cases.items()}, release) as running:
        running.await_bridges()
        running.settle(after_a_turn)
        sessions = {
            (name, member): running.session(name, member.broker, member.user, member.password)
            for name, case in cases.items()
            for member in (*case.servers, *case.clients)
        }
        for turn in itertools.zip_longest(*map(_in_turn, cases.values()), fillvalue=()):
            for name, servers in zip(cases, turn, strict=True):
                for server in servers:
                    _serve(sessions[name, server], server)
            running.settle(after_a_turn)
        for name, case in cases.items():
            for client in case.clients:
                for collective in client.collectives:
                    _subscribe(sessions[name, client], reply(collective, client.identity))
        running.settle()
        for name, case in cases.items():
            for body, one in {one.body: one for one in _sendings(case, numbers)}.items():
                _send(sessions[name, one.sender], one, body)
        frames = drain(sessions.values())
    came = {who: Counter(frame.body for frame in of) for who, of in zip(sessions, frames, strict=True)}
    return {
        name: [Compared(one, told, came[name, one.receiver][one.body]) for one, told in predictions(case, numbers)]
        for name, case in cases.items()
    }


def predictions(case: Case, numbers: Mapping[Message, int] = NUMBERS) -> Iterator[tuple[Sending, Arrival]]:
    """What becomes of everything that is sent: nothing where rights of the sender or the receiver forbid it."""
    hosts = {broker.name: broker.name for broker in case.network.brokers}
    access = AccessMap(case.network, hosts, case.inventory)
    routings: dict[Message, Routing] = {
        "broadcast": Routing(case.network, hosts, servers=_subscribed(case, access, broadcast), decreases=True),
        "directed": Routing(case.network, hosts, servers=_subscribed(case, access, directed), decreases=True),
        "reply": Routing(case.network, hosts, decreases=True),
    }
    engines = {message: Reachability(access, routing) for message, routing in routings.items()}
    for one in _sendings(case, numbers):
        told = engines[one.message].verdict(one.question).arrival
        assert not {Why.FILES, Why.UNTOLD, Why.RELEASE} & {*told.why}, "networks that are drawn leave nothing open"
        yield one, told


def _subscribed(case: Case, access: AccessMap, where: Callable[[str], Destination]) -> dict[str, dict[str, int]]:
    """How many servers may subscribe at which broker, by collective."""
    found: dict[str, dict[str, int]] = {}
    for server in case.servers:
        for collective in server.collectives:
            if access.allows(server.broker, server.user, "read", where(collective)):
                there = found.setdefault(collective, {})
                there[server.broker] = there.get(server.broker, 0) + 1
    return found


def _sendings(case: Case, numbers: Mapping[Message, int]) -> Iterator[Sending]:
    for client, server in itertools.product(case.clients, case.servers):
        for collective in client.collectives:
            if collective in server.collectives:
                for message, number in numbers.items():
                    ends = (server, client) if message == "reply" else (client, server)
                    yield Sending(message, collective, *ends, number)


def _in_turn(case: Case) -> Iterator[tuple[Member, ...]]:
    """The servers that subscribe one after another: those of a broker at once."""
    for _, servers in itertools.groupby(case.servers, lambda server: server.broker):
        yield tuple(servers)


def _serve(session: Stomp, server: Member) -> None:
    for collective in server.collectives:
        _subscribe(session, broadcast(collective))
        _subscribe(session, directed(collective), f"mc_identity = '{server.identity}'")


def _subscribe(session: Stomp, to: Destination, selector: str | None = None) -> None:
    try:
        session.subscribe(_path(to), selector=selector)
    except Refused as refused:
        if REFUSED not in str(refused):
            raise


def _send(session: Stomp, one: Sending, body: str) -> None:
    headers = {"mc_identity": one.receiver.identity} if one.message == "directed" else {}
    try:
        for _ in range(one.number):
            session.send(_path(one.to), body, headers)
    except Refused as refused:
        if REFUSED not in str(refused):
            raise


def _path(to: Destination) -> str:
    return f"/{to.kind}/{to.physical_name}"
