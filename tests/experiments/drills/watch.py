"""Operators who command all servers all the time, and what was carried out and answered when.

Parties connect, beat and connect anew as MCollective does with the published files: signs of life every 30 s, and
after a lost connection a pause that doubles from 0.01 s up to 30 s.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, NamedTuple, Self

from broker_network.lab.stomp import Frame, Refused, Stomp

AGENT = "drill"
"""An agent that no mcollectived has, so that none interferes."""

PERIOD = 0.25
"""Seconds between an operator's requests."""

WINDOW = 2.0
"""Seconds within which an answer counts: for so long `mco` looks for servers."""

SLOW = 10.0
"""Seconds after which a request that nothing should disturb counts as unanswered: machines under load may be slow."""

LIFE = 60
"""Seconds that a request is valid, as in the published files. A broker keeps it for ten more."""

FIRST_PAUSE, LAST_PAUSE = 0.01, 30.0

Connect = Callable[[], Stomp]


class Ask(NamedTuple):
    """A request as one server should carry it out."""

    operator: str
    kind: Literal["broadcast", "directed"]
    number: int
    server: str


@dataclass
class Party:
    """An operator or a server: its name, its broker, how it connects. `clock` is by how many seconds it is wrong."""

    name: str
    broker: str
    connect: Connect
    clock: float = 0


@dataclass(frozen=True)
class Seen:
    """What became of the requests sent in a time: how many, and how many of them were not answered within WINDOW.

    `unanswered` are those not answered within SLOW.
    `lost` were taken by the operator's broker and never carried out, `doubled` more than once. `until` is when the
    last of those was sent that were not answered in time, or when an operator could send again who could not for
    longer than WINDOW; None where nothing of it was.
    """

    sent: int
    late: int
    unanswered: int
    lost: int
    doubled: int
    until: float | None


class Watch:
    """The traffic. As a context manager it starts when all are connected, and ends all sessions."""

    def __init__(self, operators: Iterable[Party], servers: Iterable[Party]) -> None:
        """Remember who takes part."""
        self.operators = {one.name: one for one in operators}
        self.servers = {one.name: one for one in servers}
        self._lock = threading.Lock()
        self._sent: dict[Ask, float] = {}
        self._carried_out: Counter[Ask] = Counter()
        self._answered: dict[Ask, float] = {}
        self._ending = threading.Event()
        self._threads = [
            *(threading.Thread(target=self._serve, args=(one,)) for one in self.servers.values()),
            *(threading.Thread(target=self._command, args=(one,)) for one in self.operators.values()),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def join(self, server: Party) -> None:
        """Take one more server in, and return when it has subscribed."""
        ready = threading.Event()
        thread = threading.Thread(target=self._serve, args=(server, ready))
        self._threads.append(thread)
        thread.start()
        ready.wait()
        self.servers = {**self.servers, server.name: server}

    def await_answers(self, seconds: float, after: float = 0, only: Callable[[Ask], bool] = lambda _: True) -> None:
        """Wait until everything sent in a whole WINDOW after a moment was answered, within WINDOW or at least SLOW.

        Raises TimeoutError after `seconds`, with what is missing.
        """
        deadline = time.monotonic() + seconds
        while not any(self._answered_within(patience, after, only) for patience in (WINDOW, SLOW)):
            if time.monotonic() > deadline:
                end = time.monotonic() - WINDOW
                missing = [ask for ask, at in self._asked(end - WINDOW, end) if only(ask) and self._late(ask, at)]
                raise TimeoutError(f"after {seconds:.0f} s not answered: {missing[:6]}")
            time.sleep(0.1)

    def _answered_within(self, patience: float, after: float, only: Callable[[Ask], bool]) -> bool:
        end = time.monotonic() - patience
        begin = max(after, end - WINDOW)
        senders = {ask.operator for ask, _ in self._asked(begin, end) if only(ask)}
        if end - begin < 0.75 * WINDOW or not senders or not senders >= self._expected(only):
            return False
        seen = self.seen(begin, end, only)
        return (seen.late if patience == WINDOW else seen.unanswered) == 0

    def _expected(self, only: Callable[[Ask], bool]) -> set[str]:
        return {
            operator
            for operator in self.operators
            if any(only(Ask(operator, "broadcast", 0, server)) for server in self.servers)
        }

    def seen(self, begin: float, end: float, only: Callable[[Ask], bool] = lambda _: True) -> Seen:
        """What became of the requests sent from one moment to another."""
        asked = [(ask, at) for ask, at in self._asked(begin, end) if only(ask)]
        late = [at for ask, at in asked if self._late(ask, at)]
        now = time.monotonic()
        unanswered = sum(self._answered.get(ask, now) - at > SLOW for ask, at in asked)
        with self._lock:
            counts = [self._carried_out[ask] for ask, _ in asked]
        until = max([*late, *self._gaps(asked)], default=None)
        doubled = sum(count > 1 for count in counts)
        return Seen(len(asked), len(late), unanswered, counts.count(0), doubled, until)

    def _gaps(self, asked: list[tuple[Ask, float]]) -> list[float]:
        """The ends of times in which an operator could send nothing."""
        sent: dict[str, list[float]] = {}
        for ask, at in asked:
            sent.setdefault(ask.operator, []).append(at)
        return [
            after for times in sent.values() for before, after in itertools.pairwise(times) if after - before > WINDOW
        ]

    def _asked(self, begin: float, end: float) -> list[tuple[Ask, float]]:
        with self._lock:
            return [(ask, at) for ask, at in self._sent.items() if begin <= at <= end]

    def _late(self, ask: Ask, at: float) -> bool:
        with self._lock:
            return self._answered.get(ask, at + WINDOW + 1) - at > WINDOW

    def _command(self, one: Party) -> None:
        queue = f"/queue/mcollective.reply.{one.name}_1.1"
        number = 0

        def work(session: Stomp) -> None:
            nonlocal number
            session.subscribe(queue)
            while not self._ending.is_set():
                began = time.monotonic()
                number += 1
                self._ask(session, one, queue, number)
                while (left := began + PERIOD - time.monotonic()) > 0:
                    self._hear(session.receive(left, until=bool))

        while not self._ending.is_set():
            self._connected(one, work)

    def _ask(self, session: Stomp, one: Party, queue: str, number: int) -> None:
        at = time.time() + one.clock
        common = {"reply-to": queue, "expires": str(int((at + LIFE + 10) * 1000))}
        broadcast = [Ask(one.name, "broadcast", number, server) for server in self.servers]
        began = time.monotonic()
        session.send(f"/topic/mcollective.{AGENT}.agent", f"broadcast {number} {at}", common)
        self._remember(broadcast, began)
        for server in self.servers:
            began = time.monotonic()
            session.send("/queue/mcollective.nodes", f"directed {number} {at}", {**common, "mc_identity": server})
            self._remember([Ask(one.name, "directed", number, server)], began)

    def _remember(self, asks: list[Ask], at: float) -> None:
        with self._lock:
            self._sent.update(dict.fromkeys(asks, at))

    def _hear(self, frames: list[Frame]) -> None:
        now = time.monotonic()
        with self._lock:
            for frame in frames:
                operator, kind, number, server = frame.body.split()
                self._answered.setdefault(Ask(operator, kind, int(number), server), now)  # type: ignore[arg-type]

    def _serve(self, one: Party, ready: threading.Event | None = None) -> None:
        def work(session: Stomp) -> None:
            session.subscribe(f"/topic/mcollective.{AGENT}.agent")
            session.subscribe("/queue/mcollective.nodes", selector=f"mc_identity = '{one.name}'")
            if ready is not None:
                ready.set()
            while not self._ending.is_set():
                for frame in session.receive(0.2, until=bool):
                    self._carry_out(session, one, frame)

        while not self._ending.is_set():
            self._connected(one, work)

    def _carry_out(self, session: Stomp, one: Party, frame: Frame) -> None:
        kind, number, at = frame.body.split()
        queue = frame.headers["reply-to"]
        now = time.time() + one.clock
        if now - float(at) > LIFE:
            return  # as mcollectived does, which calls it too old
        operator = queue.removeprefix("/queue/mcollective.reply.").rpartition("_")[0]
        ask = Ask(operator, kind, int(number), one.name)  # type: ignore[arg-type]
        with self._lock:
            self._carried_out[ask] += 1
        session.send(queue, f"{operator} {kind} {number} {one.name}", {"expires": str(int((now + LIFE + 10) * 1000))})

    def _connected(self, one: Party, work: Callable[[Stomp], None]) -> None:
        """Connect, with pauses as MCollective makes them, and work until the session ends."""
        pause = FIRST_PAUSE
        while not self._ending.is_set():
            try:
                with one.connect() as session:
                    pause = FIRST_PAUSE
                    work(session)
                    return
            except (OSError, Refused):
                self._ending.wait(pause)
                pause = min(2 * pause, LAST_PAUSE)


def brokers_of(ask: Ask, watch: Watch, hub: str) -> frozenset[str]:
    """The brokers of a star that a request and its answer pass."""
    ends = {watch.operators[ask.operator].broker, watch.servers[ask.server].broker}
    return frozenset(ends if len(ends) == 1 else {*ends, hub})
