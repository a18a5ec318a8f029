"""One theft: everything that a thief could do is tried with what was stolen, while the network goes about its work."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from broker_network.exposure import Subject
from broker_network.lab.cluster import Cluster
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import ClientGroup, Destination, Operator, ServerGroup, parse, queue, topic

from . import claims
from .claims import Claim, Field
from .hands import Hand, Heard, Places, Reading
from .signing import Signing

AGENT = "probe"
"""An agent that no mcollectived has, so that none interferes."""

CONTROL_PATIENCE = 90.0
"""Seconds until those who go about their work reach each other, also after a broker or a link has come back."""

PATIENCE = 8.0
"""Seconds until something that the model says of a thief must have happened."""

QUIET = 0.5
"""Seconds to go on looking, after all of that has happened, for what the model does not say."""

LIFE = 30_000
"""Milliseconds until what nobody takes is gone."""

_CONNECTIONS = topic("ActiveMQ.Advisory.Connection")
_BROKEN = re.compile(r"shutdown due to a \w+ error: java\.lang\.SecurityException: User (\S+) is not authorized")
_REPLY_QUEUE = re.compile(r"[\w-]+\.reply\.[\w.-]+_\d+\.\d+")


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
class _Ear:
    """Where a thief listens."""

    hand: Hand
    reading: Reading


@dataclass
class Theft:
    """A trial with one subject. `done` is what turned out to be possible.

    Bodies say what they are: the number of the trial, a kind, and between whom they go.
    """

    stage: Stage
    subject: Subject
    predicted: frozenset[Claim]
    done: set[Claim] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.number = uuid.uuid4().hex[:8]
        self._open = ExitStack()
        self._asked: dict[str, Claim] = {}
        self._signed: dict[str, str] = {}
        self._caught: dict[str, str] = {}
        self._told = re.compile(rf"{self.number}\|([\w-]+)\|([^~]*)\|~")
        self._control: set[tuple[str, str, str]] = set()
        self._ears: list[_Ear] = []
        self._breaking = any(claim.what == claims.BREAKS for claim in self.predicted)
        self._marks = {name: len(one.log) for name, one in self.stage.cluster.brokers.items()}
        self._hands = tuple(hand for hand in self.stage.places.hands(self.subject) if self._is_open(hand))

    def _is_open(self, hand: Hand) -> bool:
        try:
            hand.dial(0.5).close()
        except OSError:
            return False
        return True

    def run(self) -> None:
        """Try everything but what ends a broker.

        A subscription may break links, and then nobody could tell what else is possible. So it is first made so that
        no bridge takes it further, where there is a word for that; others are made openly, at last where they would.
        """
        with self._open:
            self._assemble()
            self._arm()
            with ExitStack() as listening:
                self._ears = self._listen(listening, unseen=True)
                self._ears += [] if self._breaking else self._listen(listening, unseen=False)
                self._exchange()
                self._command()
                self._deceive()
            if self._breaking:
                with ExitStack() as listening:
                    self._ears = self._listen(listening, unseen=False)
                    self._go_on(PATIENCE, lambda: self.predicted <= self.done | self._broken())
                self._ears = []
                self._go_on_working()
            self._judge_commands()
        self.done |= self._broken()
        self._flood()
        self._remove()

    # Those who go about their work.

    def _assemble(self) -> None:
        self._victims: list[tuple[ServerGroup, str, Stomp]] = []
        self._clients: list[tuple[Operator, Stomp]] = []
        for group in self.stage.cluster.inventory.server_groups:
            host = self.stage.cluster.members(group.site, group.name)[0]
            identity = f"victim.{group.name}.{group.site}.{self.number}"
            session = self._open.enter_context(self.stage.cluster.server_session(host, group.brokers[0]))
            for collective in group.collectives:
                session.subscribe(f"/topic/{collective}.{AGENT}.agent")
                session.subscribe(f"/queue/{collective}.nodes", selector=f"mc_identity = '{identity}'")
            self._victims.append((group, identity, session))
        for clients, operator in self.stage.operators():
            session = self._open.enter_context(self.stage.cluster.operator_session(operator, clients.brokers[0]))
            for collective in operator.collectives:
                session.subscribe(f"/queue/{self._replies(collective, operator)}")
            self._clients.append((operator, session))

    def _replies(self, collective: str, operator: Operator) -> str:
        return f"{collective}.reply.{operator.identity}_{self.number}.1"

    def _body(self, kind: str, *between: str) -> str:
        return f"{self.number}|{kind}|{'|'.join(between)}|~"

    # What the thief reads.

    def _listen(self, listening: ExitStack, *, unseen: bool) -> list[_Ear]:
        """Subscribe with all hands to all that a thief could want to read."""
        return [
            _Ear(hand, listening.enter_context(reading))
            for hand in self._hands
            for reading in hand.listen(self.stage.cluster, self._to_read(hand), unseen=unseen)
        ]

    def _to_read(self, hand: Hand) -> Iterator[Destination]:
        yield _CONNECTIONS
        for collective in self.stage.field.ground.collectives:
            yield topic(f"{collective}.{AGENT}.agent")
            yield queue(f"{collective}.nodes")
            names = any(one.what == claims.READS_NAMES and one.collective == collective for one in self.predicted)
            if hand.openwire or not names:
                # Where it may, it is asked over OpenWire: STOMP in the lab shows no names.
                yield _consumers(collective)
            for operator, _ in self._clients:
                if collective in operator.collectives:
                    yield queue(self._replies(collective, operator))

    # What the thief writes.

    def _arm(self) -> None:
        self._armed: list[tuple[Stomp, str, str, str]] = []
        for hand in self._hands:
            if hand.openwire:
                continue
            for place, identity, body in self._to_write():
                with suppress(Refused, OSError):
                    session = self._open.enter_context(hand.stomp(self.stage.cluster))
                    session.send(place, body, self._headers(identity))
                    self._armed.append((session, place, identity, body))

    def _to_write(self) -> Iterator[tuple[str, str, str]]:
        for collective in self.stage.field.ground.collectives:
            forged = self._body("forged", collective)
            yield f"/topic/{collective}.{AGENT}.agent", "", forged
            for group, identity, _ in self._victims:
                if collective in group.collectives:
                    yield f"/queue/{collective}.nodes", identity, forged
            for operator, _ in self._clients:
                if collective in operator.collectives:
                    body = self._body("forged-reply", collective, operator.identity)
                    yield f"/queue/{self._replies(collective, operator)}", "", body

    def _headers(self, identity: str = "") -> dict[str, str]:
        life = {"expires": str(int(time.time() * 1000) + LIFE)}
        return {**life, "mc_identity": identity} if identity else life

    def _exchange(self) -> None:
        """Send rounds of everything until all has come that should, and go on for a little while."""
        reading = (claims.READS_BROADCASTS, claims.TAKES_DIRECTED, claims.READS_REPLIES, claims.SENDS, claims.REPLIES)
        awaited = {one for one in self.predicted if one.what in (*reading, claims.READS_NAMES)}
        self._go_on_working()
        self._round(signed=True)
        self._go_on(PATIENCE, lambda: awaited <= self.done)
        self._connect_somebody()
        for _ in range(3):
            self._round()
            self._collect(QUIET / 3)

    def _go_on_working(self) -> None:
        """Send rounds until somebody got each request, so that who did not get one could have."""
        self._control.clear()
        self._go_on(CONTROL_PATIENCE, lambda: not self._silent())
        assert not self._silent(), f"{self.subject}: {self._silent()} are not reached"

    def _go_on(self, seconds: float, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not enough():
            self._round()
            self._collect(0.15)

    def _round(self, signed: bool = False) -> None:
        for operator, session in self._clients:
            for collective in operator.collectives:
                broadcast = f"/topic/{collective}.{AGENT}.agent"
                if signed:
                    session.send(broadcast, self._sign(operator, collective), self._headers())
                session.send(broadcast, self._body("broadcast", collective, operator.identity), self._headers())
                for group, identity, _ in self._victims:
                    if collective in group.collectives:
                        body = self._body("directed", collective, operator.identity, _named(group))
                        session.send(f"/queue/{collective}.nodes", body, self._headers(identity))
        for group, _, session in self._victims:
            for operator, _ in self._clients:
                for collective in set(group.collectives) & set(operator.collectives):
                    body = self._body("reply", collective, operator.identity, group.brokers[0])
                    session.send(f"/queue/{self._replies(collective, operator)}", body, self._headers())
        for session, place, identity, body in self._armed:
            with suppress(Refused, OSError):
                session.send(place, body, self._headers(identity))

    def _sign(self, operator: Operator, collective: str) -> str:
        ident = uuid.uuid4().hex
        key = self.stage.key(operator)
        self._signed[ident] = self.stage.signing.request(key, operator.name, operator.identity, collective, ident)
        return self._signed[ident]

    def _collect(self, seconds: float) -> None:
        time.sleep(seconds)
        for ear in self._ears:
            for heard in self._receive(ear, 0.005):
                self._thief_got(ear, heard)
        for group, _, session in self._victims:
            for kind, parts in self._own(session):
                if kind == "forged":
                    self.done.add(Claim(claims.SENDS, parts[0], _named(group)))
                elif kind in ("broadcast", "directed"):
                    self._control.add((kind, parts[1], _named(group)))
        for operator, session in self._clients:
            for kind, parts in self._own(session):
                if kind == "forged-reply":
                    self.done.add(Claim(claims.REPLIES, parts[0], operator.identity))

    def _receive(self, ear: _Ear, seconds: float) -> list[Heard]:
        try:
            return ear.reading.receive(seconds)
        except (Refused, OSError):
            return []

    def _own(self, session: Stomp) -> Iterator[tuple[str, list[str]]]:
        for frame in session.receive(0.005):
            for kind, between in self._told.findall(frame.body):
                yield kind, between.split("|")

    def _thief_got(self, ear: _Ear, heard: Heard) -> None:
        if _CONNECTIONS.physical_name in heard.text:
            self.done.add(Claim(claims.READS_CONNECTIONS, "", ear.hand.broker))
            return
        for collective in self.stage.field.ground.collectives:
            if _consumers(collective).physical_name in heard.text:
                if not ear.hand.openwire:
                    self.done.add(Claim(claims.READS_NAMES, collective, f"any group, at {ear.hand.broker}"))
                for group, identity, _ in self._victims:
                    if identity in heard.text:
                        self.done.add(Claim(claims.READS_NAMES, collective, _named(group)))
                return
        self._caught |= {ident: payload for ident, payload in self._signed.items() if payload in heard.text}
        for kind, between in self._told.findall(heard.text):
            collective, *parts = between.split("|")
            if kind == "broadcast":
                self.done.add(Claim(claims.READS_BROADCASTS, collective, parts[0]))
            elif kind == "directed":
                self.done.add(Claim(claims.TAKES_DIRECTED, collective, parts[1]))
                self._control.add((kind, *parts[:2]))
            elif kind == "reply":
                self.done.add(Claim(claims.READS_REPLIES, collective, f"to {parts[0]} from {parts[1]}"))

    def _silent(self) -> list[tuple[str, str, str]]:
        wanted = [
            (kind, operator.identity, group)
            for collective, group, at in self.stage.field.groups
            for clients, operator in self.stage.operators()
            if collective in operator.collectives
            and at in self.stage.field.ground.routes(clients.brokers[0], queue(f"{collective}.nodes"))
            for kind in ("directed", "broadcast")
        ]
        return [one for one in wanted if one not in self._control]

    def _connect_somebody(self) -> None:
        """Let somebody connect to each broker, which whoever reads connections would see."""
        for clients, operator in self.stage.operators():
            self.stage.cluster.operator_session(operator, clients.brokers[0]).close()
        for group in self.stage.cluster.inventory.server_groups:
            host = self.stage.cluster.members(group.site, group.name)[0]
            self.stage.cluster.server_session(host, group.brokers[0]).close()

    def _broken(self) -> set[Claim]:
        """The links that ended since the theft began, because a broker refused their account something."""
        said = "".join(one.log[self._marks[name] :] for name, one in self.stage.cluster.brokers.items())
        users = set(_BROKEN.findall(said))
        return {
            Claim(claims.BREAKS, "", f"{link.dialing} to {link.listening}")
            for link in self.stage.cluster.inventory.links
            if link.user in users
        }

    # Requests that a real server would obey, and replies that a real operator would believe.

    def _command(self) -> None:
        sending = [hand for hand in self._hands if not hand.openwire]
        ground = self.stage.field.ground
        for collective, group, _ in self.stage.field.groups:
            identity = self.stage.cluster.members(*group.split("/"))[0].name
            operator = self.subject.signs_as[0] if self.subject.signs_as else ground.operators(collective)[0]
            ident = uuid.uuid4().hex
            own = self.stage.signing.request(
                self.stage.places.signing_key(self.subject),
                self.stage.places.operator(operator).name,
                operator,
                collective,
                ident,
            )
            self._asked[ident] = Claim(claims.COMMANDS, collective, group)
            again = {} if self.subject.signs_as else self._caught
            for seen in again:
                self._asked[f"{seen} {identity}"] = Claim(claims.REPEATS, collective, group)
            for hand in sending:
                with suppress(Refused, OSError), hand.stomp(self.stage.cluster) as session:
                    for body in (own, *again.values()):
                        session.send(f"/queue/{collective}.nodes", body, self._request_headers(identity, collective))
        self._sent_at = time.monotonic()

    def _request_headers(self, identity: str, collective: str) -> dict[str, str]:
        return {**self._headers(identity), "reply-to": f"/queue/{collective}.reply.nobody"}

    def _judge_commands(self) -> None:
        """Look into the audit logs of the servers."""
        awaited = {one for one in self.predicted if one.what in (claims.COMMANDS, claims.REPEATS)}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read_audits()
            if awaited <= self.done and time.monotonic() - self._sent_at > 2:
                break
            time.sleep(0.2)

    def _read_audits(self) -> None:
        audits = {name: one.audit for name, one in self.stage.cluster.servers.items()}
        for asked, claim in self._asked.items():
            ident, _, _ = asked.partition(" ")
            name = self.stage.cluster.members(*claim.whom.split("/"))[0].name
            if f"reqid={ident}:" in audits[name]:
                self.done.add(claim)

    def _deceive(self) -> None:
        """Answer requests of real `mco` in the name of a server that is not there."""
        chances = [one for one in self.done | self.predicted if one.what in (claims.REPLIES, claims.DECEIVES)]
        for collective in dict.fromkeys(one.collective for one in chances):
            names = sorted({one.whom for one in chances if one.collective == collective})
            self._deceive_all(collective, [self.stage.places.operator(name) for name in names])

    def _deceive_all(self, collective: str, operators: list[Operator]) -> None:
        ghosts = {f"ghost-{operator.name}-{self.number}": operator for operator in operators}
        writing = [hand for hand in self._hands if not hand.openwire]
        key = self.stage.places.signing_key(self.subject)

        def ask(ghost: str) -> str:
            arguments = ("rpc", "rpcutil", "ping", "-I", ghost, "-T", collective, "-t", "4")
            return self.stage.cluster.mco(ghosts[ghost], *arguments).stdout

        with ThreadPoolExecutor(len(ghosts)) as threads:
            asking = {ghost: threads.submit(ask, ghost) for ghost in ghosts}
            while not all(one.done() for one in asking.values()):
                for heard in (heard for ear in self._ears for heard in self._receive(ear, 0.02)):
                    ghost = next((one for one in ghosts if one in heard.text), "")
                    place = _REPLY_QUEUE.search(heard.text)
                    if not ghost or place is None:
                        continue
                    reply = self.stage.signing.reply(key, ghost, heard.body)
                    for hand in writing:
                        with suppress(Refused, OSError), hand.stomp(self.stage.cluster) as session:
                            session.send(f"/queue/{place[0]}", reply, self._headers())
                time.sleep(0.02)
        for ghost, said in asking.items():
            if ghost in said.result() and "Timestamp" in said.result():
                self.done.add(Claim(claims.DECEIVES, collective, ghosts[ghost].identity))

    # What stops the work of others.

    def _flood(self) -> None:
        """Take all connections that a listener has, and look whether the next one still gets in.

        A TCP connection counts from its first moment on, so this takes no account and no certificate.
        """
        for broker in self.subject.controls:
            self.done.add(Claim(claims.FLOODS, "", broker))
        tried = set()
        universe = set(self.stage.field.claims(self.subject))
        for hand in self._hands:
            claim = Claim(claims.FLOODS, "", hand.broker)
            if hand.own or (hand.address, hand.port) in tried or claim in self.done or claim not in universe:
                continue
            tried.add((hand.address, hand.port))
            if self._floods(hand):
                self.done.add(claim)

    def _floods(self, hand: Hand) -> bool:
        listener = next(
            uri
            for one in self.stage.cluster.network.broker(hand.broker).transport_connectors
            if (uri := parse(one.uri)).port == hand.port
        )
        room = int(dict(listener.options)["maximumConnections"])
        with ExitStack() as flood:
            for _ in range(room):
                with suppress(OSError):
                    flood.enter_context(hand.dial())
            refused = not self._gets_in(hand)
        deadline = time.monotonic() + 10
        while not self._gets_in(hand) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert self._gets_in(hand), f"nobody gets into {hand.broker} any more"
        return refused

    def _gets_in(self, hand: Hand) -> bool:
        """Whether a newcomer who may connect gets into the same listener, from the same place."""
        honest = next(self.stage.places.honest(hand))
        with suppress(OSError, Refused):
            (honest.wire if hand.openwire else honest.stomp)(self.stage.cluster).close()
            return True
        return False

    def _remove(self) -> None:
        """Remove the queue of directed requests while one waits in it."""
        for hand in self._hands:
            if hand.openwire and not hand.own:
                for collective in self.stage.field.ground.collectives:
                    claim = Claim(claims.REMOVES, collective, hand.broker)
                    if claim not in self.done and self._removes(hand, collective):
                        self.done.add(claim)

    def _removes(self, hand: Hand, collective: str) -> bool:
        """Whether a request that waits at a broker is gone, and a later one is not."""
        group, at = next(
            (group, clients)
            for clients, one in self.stage.operators()
            for group in self.stage.cluster.inventory.server_groups
            if collective in group.collectives
            and collective in one.collectives
            and hand.broker in clients.brokers
            and group.brokers[0] in self.stage.field.ground.routes(hand.broker, queue(f"{collective}.nodes"))
        )
        operator = next(one for one in at.operators if collective in one.collectives)
        identity = f"late.{uuid.uuid4().hex[:8]}"
        cluster = self.stage.cluster
        place = f"/queue/{collective}.nodes"
        removed = False
        with cluster.operator_session(operator, hand.broker) as session:
            session.send(place, "before", self._headers(identity))
            with suppress(Refused, OSError), hand.wire(cluster) as wire:
                wire.remove(queue(f"{collective}.nodes"))
                removed = True
            session.send(place, "after", self._headers(identity))
            host = cluster.members(group.site, group.name)[0]
            with cluster.server_session(host, group.brokers[0]) as late:
                late.subscribe(place, selector=f"mc_identity = '{identity}'")
                got = [frame.body for frame in late.receive(PATIENCE, until=lambda frames: len(frames) == 2 - removed)]
                got += [frame.body for frame in late.receive(QUIET)]
        assert removed or got == ["before", "after"], got
        return "before" not in got


def _consumers(collective: str) -> Destination:
    """Where a broker tells of those who subscribe to directed requests."""
    return topic(f"ActiveMQ.Advisory.Consumer.Queue.{collective}.nodes")


def _named(group: ServerGroup) -> str:
    return f"{group.site}/{group.name}"
