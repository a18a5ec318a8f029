"""One theft: everything that a thief could do is tried with what was stolen, while the network goes about its work."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from macros.exposure import Subject
from macros.lab.cluster import Cluster
from macros.lab.stomp import Frame, Refused, Stomp
from macros.network import ClientGroup, Operator, ServerGroup, parse, queue, topic

from ...lab.openwire import OpenWire
from . import claims
from .claims import Claim, Field
from .hands import Hand, Places
from .signing import Signing

AGENT = "probe"
"""An agent that no mcollectived has, so that none interferes."""

CONTROL_PATIENCE = 60.0
"""Seconds until those who go about their work reach each other, also after a broker has come back."""

PATIENCE = 8.0
"""Seconds until something that the model says of a thief must have happened."""

QUIET = 0.5
"""Seconds to go on looking, after all of that has happened, for what the model does not say."""

_AS_IT_IS = "none"
"""Bodies as they are: without, advisories come as XML, for which the lab's releases lack a library."""

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


@dataclass
class Theft:
    """A trial with one subject. `done` is what turned out to be possible."""

    stage: Stage
    subject: Subject
    predicted: frozenset[Claim]
    done: set[Claim] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.number = uuid.uuid4().hex[:8]
        self._open = ExitStack()
        self._asked: dict[str, Claim] = {}
        self._caught: dict[tuple[str, str], str] = {}
        self.control: set[tuple[str, str, str]] = set()
        self.hands = tuple(hand for hand in self.stage.places.hands(self.subject) if self._is_open(hand))

    def _is_open(self, hand: Hand) -> bool:
        try:
            hand.dial(0.5).close()
        except OSError:
            return False
        return True

    def run(self) -> None:
        """Try everything but what ends the network."""
        with self._open:
            self._assemble()
            self._listen()
            self._arm()
            self._exchange()
            self._command()
            self._deceive()
        self._judge_commands()
        self._flood()
        self._remove()

    # Those who go about their work.

    def _assemble(self) -> None:
        self.victims: list[tuple[ServerGroup, str, Stomp]] = []
        self.clients: list[tuple[Operator, Stomp]] = []
        for group in self.stage.cluster.inventory.server_groups:
            host = self.stage.cluster.members(group.site, group.name)[0]
            identity = f"victim.{group.name}.{group.site}.{self.number}"
            session = self._open.enter_context(self.stage.cluster.server_session(host, group.brokers[0]))
            for collective in group.collectives:
                session.subscribe(f"/topic/{collective}.{AGENT}.agent")
                session.subscribe(f"/queue/{collective}.nodes", selector=f"mc_identity = '{identity}'")
            self.victims.append((group, identity, session))
        for clients, operator in self.stage.operators():
            session = self._open.enter_context(self.stage.cluster.operator_session(operator, clients.brokers[0]))
            for collective in operator.collectives:
                session.subscribe(f"/queue/{self._replies(collective, operator)}")
            self.clients.append((operator, session))

    def _replies(self, collective: str, operator: Operator) -> str:
        return f"{collective}.reply.{operator.identity}_{self.number}.1"

    # What the thief reads.

    def _listen(self) -> None:
        self.heard: list[tuple[Hand, str, str, Stomp]] = []
        self.named: list[tuple[str, OpenWire]] = []
        for hand in self.hands:
            if hand.openwire:
                self._listen_for_names(hand)
                continue
            for what, collective, place in self._to_read():
                with suppress(Refused, OSError):
                    session = self._open.enter_context(hand.stomp(self.stage.cluster))
                    session.subscribe(place, transformation=_AS_IT_IS)
                    self.heard.append((hand, what, collective, session))

    def _to_read(self) -> Iterator[tuple[str, str, str]]:
        yield "connections", "", "/topic/ActiveMQ.Advisory.Connection"
        for collective in self.stage.field.ground.collectives:
            yield "requests", collective, f"/topic/{collective}.{AGENT}.agent"
            yield "requests", collective, f"/queue/{collective}.nodes"
            if not any(claim.what == claims.READS_NAMES and claim.collective == collective for claim in self.predicted):
                # Where it may, it is asked over OpenWire: STOMP in the lab shows no names.
                yield "names", collective, f"/topic/ActiveMQ.Advisory.Consumer.Queue.{collective}.nodes"
            for operator, _ in self.clients:
                if collective in operator.collectives:
                    yield "replies", collective, f"/queue/{self._replies(collective, operator)}"

    def _listen_for_names(self, hand: Hand) -> None:
        for collective in self.stage.field.ground.collectives:
            with suppress(Refused, OSError):
                session = self._open.enter_context(hand.wire(self.stage.cluster))
                session.subscribe(topic(f"ActiveMQ.Advisory.Consumer.Queue.{collective}.nodes"))
                self.named.append((collective, session))

    # What the thief writes.

    def _arm(self) -> None:
        self.armed: list[tuple[Stomp, str, str, str]] = []
        for hand in self.hands:
            if hand.openwire:
                continue
            for place, identity, body in self._to_write():
                with suppress(Refused, OSError):
                    session = self._open.enter_context(hand.stomp(self.stage.cluster))
                    session.send(place, body, self._headers(identity))
                    self.armed.append((session, place, identity, body))

    def _to_write(self) -> Iterator[tuple[str, str, str]]:
        for collective in self.stage.field.ground.collectives:
            yield f"/topic/{collective}.{AGENT}.agent", "", f"forged|{collective}"
            for group, identity, _ in self.victims:
                if collective in group.collectives:
                    yield f"/queue/{collective}.nodes", identity, f"forged|{collective}"
            for operator, _ in self.clients:
                if collective in operator.collectives:
                    place = f"/queue/{self._replies(collective, operator)}"
                    yield place, "", f"forged-reply|{collective}|{operator.identity}"

    def _headers(self, identity: str = "") -> dict[str, str]:
        life = {"expires": str(int(time.time() * 1000) + LIFE), "trial": self.number}
        return {**life, "mc_identity": identity} if identity else life

    def _exchange(self) -> None:
        """Send rounds of everything until all has come that should, and go on for a little while."""
        reading = (claims.READS_BROADCASTS, claims.TAKES_DIRECTED, claims.READS_REPLIES, claims.SENDS, claims.REPLIES)
        awaited = {one for one in self.predicted if one.what in (*reading, claims.READS_NAMES)}
        self._go_on(CONTROL_PATIENCE, lambda: self._all_works)
        self._round(signed=True)
        self._go_on(PATIENCE, lambda: awaited <= self.done)
        self._connect_somebody()
        for _ in range(3):
            self._round()
            self._collect(QUIET / 3)
        assert self._all_works, f"{self.subject}: {self._silent()} are not reached"

    def _go_on(self, seconds: float, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not enough():
            self._round()
            self._collect(0.15)

    def _round(self, signed: bool = False) -> None:
        for operator, session in self.clients:
            for collective in operator.collectives:
                broadcast = f"/topic/{collective}.{AGENT}.agent"
                if signed:
                    ident = uuid.uuid4().hex
                    payload = self.stage.signing.request(
                        self.stage.key(operator), operator.name, operator.identity, collective, ident
                    )
                    session.send(broadcast, payload, {**self._headers(), "ident": ident})
                session.send(broadcast, f"broadcast|{collective}|{operator.identity}", self._headers())
                for group, identity, _ in self.victims:
                    if collective in group.collectives:
                        body = f"directed|{collective}|{operator.identity}|{group.site}/{group.name}"
                        session.send(f"/queue/{collective}.nodes", body, self._headers(identity))
        for group, _, session in self.victims:
            for operator, _ in self.clients:
                for collective in set(group.collectives) & set(operator.collectives):
                    body = f"reply|{collective}|{operator.identity}|{group.brokers[0]}"
                    session.send(f"/queue/{self._replies(collective, operator)}", body, self._headers())
        for session, place, identity, body in self.armed:
            session.send(place, body, self._headers(identity))

    def _collect(self, seconds: float) -> None:
        time.sleep(seconds)
        for hand, what, collective, thief in self.heard:
            for frame in thief.receive(0.005):
                self._thief_got(hand, what, collective, frame)
        for of, wire in self.named:
            for message in wire.receive(0.005):
                for group, identity, _ in self.victims:
                    if identity.encode() in message:
                        self.done.add(Claim(claims.READS_NAMES, of, f"{group.site}/{group.name}"))
        for group, _, session in self.victims:
            for frame in self._own(session.receive(0.005)):
                kind, *parts = frame.body.split("|")
                if kind == "forged":
                    self.done.add(Claim(claims.SENDS, parts[0], f"{group.site}/{group.name}"))
                elif kind in ("broadcast", "directed"):
                    self.control.add((kind, parts[1], f"{group.site}/{group.name}"))
        for operator, session in self.clients:
            for frame in self._own(session.receive(0.005)):
                kind, *parts = frame.body.split("|")
                if kind == "forged-reply":
                    self.done.add(Claim(claims.REPLIES, parts[0], operator.identity))

    def _own(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        return (frame for frame in frames if frame.headers.get("trial") == self.number)

    def _thief_got(self, hand: Hand, what: str, collective: str, frame: Frame) -> None:
        if what == "connections":
            self.done.add(Claim(claims.READS_CONNECTIONS, "", hand.broker))
        elif what == "names":
            self.done.add(Claim(claims.READS_NAMES, collective, f"any group, at {hand.broker}"))
        elif frame.headers.get("trial") == self.number:
            kind, *parts = frame.body.split("|")
            if kind == "broadcast":
                self.done.add(Claim(claims.READS_BROADCASTS, parts[0], parts[1]))
            elif kind == "directed":
                self.done.add(Claim(claims.TAKES_DIRECTED, parts[0], parts[2]))
                self.control.add((kind, parts[1], parts[2]))
            elif kind == "reply":
                self.done.add(Claim(claims.READS_REPLIES, parts[0], f"to {parts[1]} from {parts[2]}"))
            elif kind not in ("forged", "forged-reply"):
                self._caught[frame.headers["ident"], collective] = frame.body

    @property
    def _all_works(self) -> bool:
        """Whether somebody got each request, so that who did not get one could have."""
        return not self._silent()

    def _silent(self) -> list[tuple[str, str, str]]:
        wanted = []
        for operator in {identity for _, identity in self.stage.field.operators}:
            for collective, group, at in self.stage.field.groups:
                for clients, one in self.stage.operators():
                    if one.identity == operator and collective in one.collectives:
                        routes = self.stage.field.ground.routes(clients.brokers[0], queue(f"{collective}.nodes"))
                        if at in routes:
                            wanted += [("directed", operator, group), ("broadcast", operator, group)]
        return [one for one in wanted if one not in self.control]

    def _connect_somebody(self) -> None:
        """Let somebody connect to each broker, which whoever reads connections would see."""
        for clients, operator in self.stage.operators():
            self.stage.cluster.operator_session(operator, clients.brokers[0]).close()
        for group in self.stage.cluster.inventory.server_groups:
            host = self.stage.cluster.members(group.site, group.name)[0]
            self.stage.cluster.server_session(host, group.brokers[0]).close()

    # Requests that a real server would obey, and replies that a real operator would believe.

    def _command(self) -> None:
        sending = [hand for hand in self.hands if not hand.openwire]
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
            again = [] if self.subject.signs_as else list(self._caught.items())
            for (seen, _), _body in again:
                self._asked[f"{seen} {identity}"] = Claim(claims.REPEATS, collective, group)
            for hand in sending:
                with suppress(Refused, OSError), hand.stomp(self.stage.cluster) as session:
                    for body in (own, *(body for _, body in again)):
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
        listening = [session for _, what, of, session in self.heard if (what, of) == ("requests", collective)]
        writing = [hand for hand in self.hands if not hand.openwire]
        key = self.stage.places.signing_key(self.subject)

        def ask(ghost: str) -> str:
            arguments = ("rpc", "rpcutil", "ping", "-I", ghost, "-T", collective, "-t", "4")
            return self.stage.cluster.mco(ghosts[ghost], *arguments).stdout

        with ThreadPoolExecutor(len(ghosts)) as threads:
            asking = {ghost: threads.submit(ask, ghost) for ghost in ghosts}
            while not all(one.done() for one in asking.values()):
                for frame in (frame for session in listening for frame in session.receive(0.02)):
                    ghost = frame.headers.get("mc_identity", "")
                    if ghost not in ghosts or "reply-to" not in frame.headers:
                        continue
                    reply = self.stage.signing.reply(key, ghost, frame.body)
                    for hand in writing:
                        with suppress(Refused, OSError), hand.stomp(self.stage.cluster) as session:
                            session.send(frame.headers["reply-to"], reply, self._headers())
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
        for hand in self.hands:
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
        for hand in self.hands:
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
