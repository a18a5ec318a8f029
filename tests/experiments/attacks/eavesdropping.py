"""What a thief reads: requests, replies, and who is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from broker_network.lab.stomp import Refused
from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Destination, topic

from . import claims
from .attacker_sessions import AttackerLogin, Received, Subscriptions
from .claims import Claim
from .trial import AGENT, Trial, named
from .work import Work

_CONNECTIONS = topic("ActiveMQ.Advisory.Connection")


@dataclass(frozen=True)
class _Listener:
    """Where a thief listens."""

    login: AttackerLogin
    subscriptions: Subscriptions

    def receive(self, seconds: float) -> list[Received]:
        try:
            return self.subscriptions.receive(seconds)
        except (Refused, OSError):
            return []


class Eavesdropping:
    """All that a thief listens to, and what it learned."""

    def __init__(self, trial: Trial, work: Work) -> None:
        self._trial, self._work = trial, work
        self._listeners: list[_Listener] = []
        self.caught: dict[str, str] = {}
        """Signed requests that the thief got, by their ids."""

    def listen(self, sessions: ExitStack, *, unseen: bool) -> None:
        """Subscribe with all logins to all that a thief could want to read."""
        self._listeners += [
            _Listener(login, sessions.enter_context(subscriptions))
            for login in self._trial.logins
            for subscriptions in login.listen(self._trial.stage.cluster, self._to_read(login), unseen=unseen)
        ]

    def end(self) -> None:
        """Forget the sessions, which whoever opened the stack closes."""
        self._listeners = []

    def _to_read(self, login: AttackerLogin) -> Iterator[Destination]:
        yield _CONNECTIONS
        for collective in self._trial.stage.field.access.collectives:
            yield broadcast(collective, AGENT)
            yield directed(collective)
            names = any(
                one.what == claims.READS_NAMES and one.collective == collective for one in self._trial.predicted
            )
            if login.openwire or not names:
                # Where it may, it is asked over OpenWire: STOMP in the lab shows no names.
                yield _consumers(collective)
            for operator, _ in self._work.clients:
                if collective in operator.collectives:
                    yield self._trial.replies(collective, operator)

    def received(self, seconds: float) -> Iterator[Received]:
        """What each listener gets within so many seconds."""
        for listener in self._listeners:
            yield from listener.receive(seconds)

    def collect(self) -> None:
        """Take what has arrived, and claim it."""
        for listener in self._listeners:
            for received in listener.receive(0.005):
                self._claim(listener.login, received)

    def _claim(self, login: AttackerLogin, received: Received) -> None:
        done = self._trial.done
        if _CONNECTIONS.physical_name in received.text:
            done.add(Claim(claims.READS_CONNECTIONS, "", login.broker))
            return
        for collective in self._trial.stage.field.access.collectives:
            if _consumers(collective).physical_name in received.text:
                if not login.openwire:
                    done.add(Claim(claims.READS_NAMES, collective, f"any group, at {login.broker}"))
                for group, identity, _ in self._work.servers:
                    if identity in received.text:
                        done.add(Claim(claims.READS_NAMES, collective, named(group)))
                return
        self.caught |= {ident: payload for ident, payload in self._work.signed.items() if payload in received.text}
        for kind, (collective, *parts) in self._trial.told(received.text):
            if kind == "broadcast":
                done.add(Claim(claims.READS_BROADCASTS, collective, parts[0]))
            elif kind == "directed":
                done.add(Claim(claims.TAKES_DIRECTED, collective, parts[1]))
                self._work.reached(kind, parts[0], parts[1])
            elif kind == "reply":
                done.add(Claim(claims.READS_REPLIES, collective, f"to {parts[0]} from {parts[1]}"))


def _consumers(collective: str) -> Destination:
    """Where a broker tells of those who subscribe to directed requests."""
    return topic(f"ActiveMQ.Advisory.Consumer.Queue.{directed(collective).physical_name}")
