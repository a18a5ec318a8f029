"""The networks of one trial, all running side by side, and what can be asked of them."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from broker_network.lab.stomp import Frame, Stomp
from broker_network.network import Network, NetworkConnector, dialed
from tests.lab.loopback import ESTABLISHED, Loopback

QUIET_SECONDS = 0.6
"""When nothing came for so long, nothing more is expected to come."""

IDLE_IN_A_ROW = 20
"""Looks at brokers without anything to do, one after the other, after which they are taken to be done."""

_AS_IT_IS = "none"
_LINE = re.compile(r"^\S+ \S+ \| (?:INFO|WARN|ERROR) +\| (.*) \| \S+ \| [^|]*$")


class Running:
    """Networks by the ids of their options. As a context manager it starts them and ends all of it, once or more often.

    Within, a broker is called as in its network; `beside` is another that runs and whose brokers may be dialed.
    `login` is an account that may read advisories, where brokers ask for one. `data` and `heap` are as for Loopback.
    It ends as by kill -9, and may be entered again: then it has the same ports, and sessions are gone.
    """

    def __init__(
        self,
        networks: Mapping[str, Network],
        release: str,
        *,
        beside: Running | None = None,
        login: tuple[str, str] = ("", ""),
        data: Path | None = None,
        heap: str = "1g",
    ) -> None:
        """Remember what to start."""
        self.networks = networks
        self._login = login
        self._loopback: Loopback = Loopback(
            [_apart(option, network) for option, network in networks.items()],
            release,
            beside=beside._loopback if beside is not None else None,
            data=data,
            heap=heap,
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

    def session(self, option: str, broker: str, user: str = "", password: str = "", timeout: float = 20) -> Stomp:
        """A session with a broker, open as long as the networks run; `timeout` as for Loopback."""
        return self._open.enter_context(self._loopback.session(f"{option}.{broker}", user, password, timeout))

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

    def await_takeover(self) -> None:
        """Wait until those that waited as a standby have taken over."""
        self._loopback.await_takeover()

    def bridges(self, option: str) -> int:
        """How many ends of bridges came up in a network so far."""
        return sum(near.startswith(f"{option}.") for near, _ in ESTABLISHED.findall(self._loopback.log))

    def dialers(self, option: str) -> dict[str, int]:
        """How many connections from other brokers each broker of a network holds at this moment."""
        return {
            broker.name: self._loopback.dialers(f"{option}.{broker.name}") for broker in self.networks[option].brokers
        }

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
            before = time.monotonic()
            in_a_row = in_a_row + 1 if self._loopback.idle else 0
            # To look at thousands of threads is work too, and must not keep the brokers from theirs.
            time.sleep(max(0.02, 2 * (time.monotonic() - before)))

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


@dataclass(frozen=True)
class Places:
    """Networks that run apart, one broker of each in a process of its own, by names that they have here.

    So brokers can be told apart that call themselves the same, and one can end without the others.
    """

    named: Mapping[str, Running]

    def session(self, option: str, place: str, user: str = "", password: str = "") -> Stomp:
        """A session with a broker, open as long as its process runs."""
        running = self.named[place]
        (broker,) = running.networks[option].brokers
        return running.session(option, broker.name, user, password)

    def settle(self, seconds: float = 10) -> None:
        """Wait until all brokers have nothing to do, twice, because one gives work to another; `seconds` at most."""
        rounds = 2 * list({id(running): running for running in self.named.values()}.values())
        for running in rounds:
            running.settle(seconds / len(rounds))


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
