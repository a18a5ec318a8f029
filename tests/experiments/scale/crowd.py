"""Thousands of MCollective's servers and one client, over a STOMP connection each, in one thread.

They say what MCollective says and do no work: what is measured is the brokers. Frames are told apart by the zero
byte at their end, which no body here holds.
(Source: MCollective, lib/mcollective/connector/activemq.rb.)
"""

from __future__ import annotations

import contextlib
import resource
import select
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

from broker_network.lab.stomp import Frame

BODY = 600
"""Bytes of a request or reply, about what a signed one has."""

BEAT = 30.0
"""Seconds between heartbeats, as in the generated files."""

SPARE_FILES = 500
"""Files that this process may have open besides connections."""

WAVE = 100
"""Connections that are opened at a time."""

NODES = "/queue/mcollective.nodes"
_WAKE = 0.05


class Peer:
    """One connection. `subscriptions` are made when it is logged in; `ready` is when the broker has made them."""

    def __init__(
        self,
        address: tuple[str, int],
        login: tuple[str, str],
        subscriptions: Iterable[Frame],
        context: ssl.SSLContext | None,
    ) -> None:
        """Remember what to say."""
        self.address = address
        self.context = context
        self.ready = False
        self.connection: socket.socket | None = None
        self.waiting = bytearray()
        self.stuck = False
        self._came = b""
        beat = str(int(BEAT * 1000))
        headers = {"accept-version": "1.1", "host": "mcollective", "heart-beat": f"{beat},{beat}"}
        self.greeting = Frame("CONNECT", {**headers, "login": login[0], "passcode": login[1]}).encode()
        self._subscribing = b"".join(frame.encode() for frame in subscriptions)

    def take(self, data: bytes) -> None:
        """Bytes came: act on each frame that is whole."""
        *whole, self._came = (self._came + data).split(b"\0")
        for frame in whole:
            frame = frame.lstrip(b"\n")
            if frame.startswith(b"MESSAGE"):
                self.message(frame)
            elif frame.startswith(b"CONNECTED"):
                self.waiting += self._subscribing
            elif frame.startswith(b"RECEIPT"):
                self.receipt(frame)
            else:
                raise RuntimeError(f"{type(self).__name__} got {frame[:300].decode(errors='replace')}")

    def receipt(self, frame: bytes) -> None:
        """The broker has done what was asked for a receipt for: at first, subscribe."""
        self.ready = True

    def message(self, frame: bytes) -> None:
        """A message came."""
        raise NotImplementedError


class Server(Peer):
    """A managed server: subscribed to the topic of each agent, and to its own directed requests; it answers all."""

    def __init__(
        self,
        identity: str,
        agents: Sequence[str],
        address: tuple[str, int],
        login: tuple[str, str],
        context: ssl.SSLContext | None,
    ) -> None:
        """Prepare all that it will say."""
        topics = [f"/topic/mcollective.{agent}.agent" for agent in agents]
        subscriptions = [Frame("SUBSCRIBE", {"destination": topic, "id": topic}) for topic in topics]
        directed = {"destination": NODES, "id": "mcollective_directed_to_identity"}
        selective = Frame("SUBSCRIBE", {**directed, "selector": f"mc_identity = '{identity}'", "receipt": "ready"})
        super().__init__(address, login, (*subscriptions, selective), context)
        self.identity = identity
        self._head = f"\nmc_sender:{identity}\ncontent-length:{BODY}\n".encode()
        self._body = b"\n" + f"{identity} ".encode().ljust(BODY, b"x") + b"\0"

    def message(self, frame: bytes) -> None:
        """A request came: reply where it says."""
        start = frame.index(b"\nreply-to:") + 10
        reply_to = frame[start : frame.index(b"\n", start)]
        now = int(time.time())
        life = f"timestamp:{now * 1000}\nexpires:{(now + 70) * 1000}\n".encode()
        self.waiting += b"SEND\ndestination:" + reply_to + self._head + life + self._body


class Client(Peer):
    """A terminal with `mco`: it sends requests, and notes how often who replied, and when each did first."""

    def __init__(
        self, identity: str, address: tuple[str, int], login: tuple[str, str], context: ssl.SSLContext | None
    ) -> None:
        """Prepare."""
        super().__init__(address, login, (Frame("SUBSCRIBE", self._listening(identity, 0)),), context)
        self.identity = identity
        self.replies: Counter[bytes] = Counter()
        self.times: list[float] = []
        self._request = 0
        self._current = b""
        self._receipts: set[bytes] = set()

    @staticmethod
    def _listening(identity: str, request: int) -> dict[str, str]:
        queue = f"/queue/mcollective.reply.{identity}_1.{request}"
        return {"destination": queue, "id": queue, "receipt": f"reply-{request}"}

    def listen(self) -> bytes:
        """Subscribe to the replies of the next request; return the receipt that says when it is done."""
        self.waiting += Frame("UNSUBSCRIBE", {"id": self._listening(self.identity, self._request)["id"]}).encode()
        self._request += 1
        self.replies.clear()
        self.times = []
        listening = self._listening(self.identity, self._request)
        self._current = f"\nsubscription:{listening['id']}\n".encode()
        self.waiting += Frame("SUBSCRIBE", listening).encode()
        return f"reply-{self._request}".encode()

    def has(self, receipt: bytes) -> bool:
        """Whether that receipt has come."""
        return receipt in self._receipts

    def broadcast(self, agent: str) -> None:
        """Ask all."""
        self._send(f"/topic/mcollective.{agent}.agent", {})

    def ask(self, identity: str) -> None:
        """Ask one."""
        self._send(NODES, {"mc_identity": identity})

    def _send(self, destination: str, headers: dict[str, str]) -> None:
        now = int(time.time())
        common = {
            "destination": destination,
            "reply-to": self._listening(self.identity, self._request)["destination"],
            "timestamp": str(now * 1000),
            "expires": str((now + 70) * 1000),
            "mc_sender": self.identity,
            "content-length": str(BODY),
        }
        self.waiting += Frame("SEND", {**common, **headers}, "request ".ljust(BODY, "x")).encode()

    def receipt(self, frame: bytes) -> None:
        """Remember which."""
        start = frame.index(b"receipt-id:") + 11
        self._receipts.add(frame[start:].split(b"\n", 1)[0])
        self.ready = True

    def message(self, frame: bytes) -> None:
        """A reply came; the first word of its body says whose it is. One to an earlier request counts no more."""
        if self._current not in frame:
            return
        body = frame.index(b"\n\n") + 2
        who = frame[body : frame.index(b" ", body)]
        self.replies[who] += 1
        if self.replies[who] == 1:
            self.times.append(time.monotonic())


class Crowd:
    """Peers that are connected. As a context manager it closes all connections at its end."""

    def __init__(self) -> None:
        """Connect nobody yet, but allow many files to be open."""
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self._room = hard - SPARE_FILES
        self._poll = select.epoll()
        self._peers: dict[int, Peer] = {}
        self._beat = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for peer in self._peers.values():
            if peer.connection is not None:
                peer.connection.close()
        self._poll.close()

    def join(self, peers: Sequence[Peer], seconds: float = 120) -> None:
        """Connect them, some at a time, and return when all have subscribed; raise TimeoutError when they cannot."""
        if len(self._peers) + len(peers) > self._room:
            raise OSError(f"{len(peers)} connections need as many open files; allow more: ulimit -Hn 65536")
        for first in range(0, len(peers), WAVE):
            wave = peers[first : first + WAVE]
            for peer in wave:
                self._connect(peer)
                self._keep_alive()
            if not self.run(lambda wave=wave: all(peer.ready for peer in wave), seconds):  # type: ignore[misc]
                raise TimeoutError(f"{sum(not peer.ready for peer in wave)} of {WAVE} could not subscribe")

    def run(self, until: Callable[[], bool], seconds: float) -> bool:
        """Let everybody listen and talk until something holds, or `seconds` are over; whether it held."""
        deadline = time.monotonic() + seconds
        while not (held := until()) and time.monotonic() < deadline:
            self._keep_alive()
            for number, _ in self._poll.poll(_WAKE):
                peer = self._peers[number]
                self._read(peer)
                if peer.waiting:
                    self._write(number, peer)
        return held

    def say(self, peer: Peer) -> None:
        """Send what a peer wants to say."""
        assert peer.connection is not None
        self._write(peer.connection.fileno(), peer)

    def _keep_alive(self) -> None:
        """Send everybody's heartbeats when it is time."""
        now = time.monotonic()
        if now - self._beat > BEAT / 2:
            self._beat = now
            for number, peer in self._peers.items():
                self._write(number, peer, b"\n")

    def _connect(self, peer: Peer) -> None:
        connection = socket.create_connection(peer.address, timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if peer.context is not None:
            connection = peer.context.wrap_socket(connection)
        connection.setblocking(False)
        peer.connection = connection
        self._peers[connection.fileno()] = peer
        self._poll.register(connection.fileno(), select.EPOLLIN)
        self._write(connection.fileno(), peer, peer.greeting)

    def _read(self, peer: Peer) -> None:
        assert peer.connection is not None
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while True:
                data = peer.connection.recv(1 << 18)
                if not data:
                    raise ConnectionError(f"the broker at {peer.address} closed a connection")
                peer.take(data)
                if peer.context is None:
                    return

    def _write(self, number: int, peer: Peer, data: bytes = b"") -> None:
        assert peer.connection is not None
        peer.waiting += data
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while peer.waiting:
                sent = peer.connection.send(peer.waiting)
                del peer.waiting[:sent]
        if peer.stuck != bool(peer.waiting):
            peer.stuck = bool(peer.waiting)
            self._poll.modify(number, select.EPOLLIN | (select.EPOLLOUT if peer.stuck else 0))
