"""The networks of one trial, all running side by side, and what can be asked of them."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from macros.lab.stomp import Frame, Stomp
from macros.network import Network, NetworkConnector, dialed

from ..lab.loopback import ESTABLISHED, Loopback

QUIET_SECONDS = 0.6
"""When nothing came for so long, nothing more is expected to come."""

IDLE_IN_A_ROW = 20
"""Looks at brokers without anything to do, one after the other, after which they are taken to be done."""

_AS_IT_IS = "none"
_LINE = re.compile(r"^\S+ \S+ \| (?:INFO|WARN|ERROR) +\| (.*) \| \S+ \| [^|]*$")


class Running:
    """Networks by the ids of their options. As a context manager it starts them and ends all of it.

    Within, a broker is called as in its network; `beside` is another that runs and whose brokers may be dialed.
    `login` is an account that may read advisories, where brokers ask for one.
    """

    def __init__(
        self,
        networks: Mapping[str, Network],
        release: str,
        *,
        beside: Running | None = None,
        login: tuple[str, str] = ("", ""),
    ) -> None:
        """Remember what to start."""
        self.networks = networks
        self._login = login
        self._loopback: Loopback = Loopback(
            [_apart(option, network) for option, network in networks.items()],
            release,
            beside=beside._loopback if beside is not None else None,
        )
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self._loopback)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def session(self, option: str, broker: str, user: str = "", password: str = "") -> Stomp:
        """A session with a broker, open as long as the networks run."""
        return self._open.enter_context(self._loopback.session(f"{option}.{broker}", user, password))

    def await_bridges(self, patience: float = 3) -> None:
        """Wait until every end of every bridge is up; when none has come for `patience` seconds, none is coming."""
        expected = {option: sum(map(_ends, _connectors(network))) for option, network in self.networks.items()}
        up: list[int] = []
        since = time.monotonic()
        while any(self.bridges(option) < ends for option, ends in expected.items()):
            now = [self.bridges(option) for option in expected]
            if now != up:
                up, since = now, time.monotonic()
            elif time.monotonic() - since > patience:
                return
            time.sleep(0.05)

    def bridges(self, option: str) -> int:
        """How many ends of bridges came up in a network so far."""
        return sum(near.startswith(f"{option}.") for near, _ in ESTABLISHED.findall(self._loopback.log))

    def lines(self, option: str, pattern: str) -> tuple[str, ...]:
        """What the brokers of a network logged that matches, without dates and threads, each once."""
        found = (_LINE.match(line) for line in self._loopback.log.splitlines())
        ours = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(option)}\.")
        messages = (ours.sub("", one[1]) for one in found if one and ours.search(one[1]))
        matching = (message for message in messages if re.search(pattern, message))
        return tuple(dict.fromkeys(matching))

    def settle(self, seconds: float = 20) -> None:
        """Wait until the brokers have nothing to do: what they tell each other has been told; `seconds` at most."""
        deadline = time.monotonic() + seconds
        in_a_row = 0
        while in_a_row < IDLE_IN_A_ROW and time.monotonic() < deadline:
            time.sleep(0.02)
            in_a_row = in_a_row + 1 if self._loopback.idle else 0

    def subscriptions(self) -> dict[str, int]:
        """How many subscriptions all brokers of each network hold: those of bridges included, to advisories not."""
        return self._advised("Consumer.>")

    def queues(self) -> dict[str, int]:
        """How many queues all brokers of each network have."""
        return self._advised("Queue")

    def _advised(self, what: str) -> dict[str, int]:
        # A broker tells a new listener of everything that there is already. Nobody may listen while bridges are told
        # too: the STOMP side then changes a message that a bridge is sending, and the bridge ends with
        # ConcurrentModificationException (seen on 5.18.3).
        listening = [
            (option, self._listening(option, broker.name, what))
            for option, network in self.networks.items()
            for broker in network.brokers
        ]
        told = drain(session for _, session in listening)
        for _, session in listening:
            session.close()
        found = dict.fromkeys(self.networks, 0)
        for (option, _), frames in zip(listening, told, strict=True):
            found[option] += len(frames)
        return found

    def _listening(self, option: str, broker: str, what: str) -> Stomp:
        session = self.session(option, broker, *self._login)
        session.subscribe(f"/topic/ActiveMQ.Advisory.{what}", transformation=_AS_IT_IS)
        return session


def drain(sessions: Iterable[Stomp], quiet: float = QUIET_SECONDS) -> list[list[Frame]]:
    """What comes over each session until nothing has come over any for `quiet` seconds."""
    sessions = list(sessions)
    taken: list[list[Frame]] = [[] for _ in sessions]
    silence = 0.0
    while silence < quiet:
        before = time.monotonic()
        arrived = 0
        for session, into in zip(sessions, taken, strict=True):
            frames = session.receive(0.002)
            arrived += len(frames)
            into += frames
        # What takes longer is a machine that stood still, and the brokers with it.
        silence = 0.0 if arrived else silence + min(time.monotonic() - before, 0.003 * len(sessions))
    return taken


def _connectors(network: Network) -> list[NetworkConnector]:
    return [connector for broker in network.brokers for connector in broker.network_connectors]


def _ends(connector: NetworkConnector) -> int:
    return len(dialed(connector.uri)) * (2 if connector.duplex else 1)


def _apart(option: str, network: Network) -> Network:
    """The same, with brokers that no other option has; they dial each other."""

    def apart(connector: NetworkConnector) -> NetworkConnector:
        return dataclasses.replace(connector, uri=re.sub(r"tcp://([\w-]+):", rf"tcp://{option}.\1:", connector.uri))

    return Network(
        tuple(
            dataclasses.replace(
                broker,
                name=f"{option}.{broker.name}",
                network_connectors=tuple(map(apart, broker.network_connectors)),
            )
            for broker in network.brokers
        )
    )
