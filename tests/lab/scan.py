"""Which ports of an address answer a host: every TCP port is asked with a SYN, and those of IKE in IKE's own words."""

from __future__ import annotations

import errno
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from broker_network.lab.hosts import LabHost
from broker_network.lab.namespace import socket_in
from broker_network.network.tunnels import IKE_PORTS

EVERY_PORT = range(1, 65536)

ROUNDS = 4
"""How often a port is asked that does not answer: a packet may be lost."""

SILENCE = 0.4
"""Seconds after which no more answers to a round are expected."""

_SYN, _RST, _ACK = 0x02, 0x04, 0x10
_SO_RCVBUFFORCE = 33
_BUFFER = 64 * 1024 * 1024
_BATCH = 256
_PAUSE = 0.002
"""Seconds between batches: a device of a tunnel holds some hundred packets."""

_NO_ESP = bytes(4)
_FUTURE_IKE = struct.pack("!8s8sBBBBII", b"from lab", bytes(8), 0, 0x30, 34, 0x08, 0, 28)
"""The header of a request in a version of IKE that there is not, which every daemon refuses (RFC 7296, section 2.5)."""


@dataclass(frozen=True)
class Scan:
    """What became of the ports that were asked. `silent` gave no answer at all: something drops what comes to them."""

    open: frozenset[int]
    closed: int
    silent: frozenset[int]


def scan(near: LabHost, address: str, ports: Iterable[int] = EVERY_PORT) -> Scan | None:
    """Ask TCP ports of an IPv4 address from a host; None where it has no route there. Needs root."""
    with _connected(near, address, socket.SOCK_RAW, socket.IPPROTO_TCP) as raw:
        if raw is None:
            return None
        raw.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
        asking = _Asking(raw, address)
        waiting = set(ports)
        for _ in range(ROUNDS):
            asking.ask(waiting)
            waiting -= asking.opened | asking.refused
            if not waiting:
                break
    return Scan(frozenset(asking.opened), len(asking.refused), frozenset(waiting))


def scan_ike(near: LabHost, address: str) -> Scan | None:
    """Ask the UDP ports of IKE; None where there is no route."""
    found: dict[int, bool | None] = {}
    for port in IKE_PORTS:
        with _connected(near, address, socket.SOCK_DGRAM, 0, port) as udp:
            if udp is None:
                return None
            found[port] = _speaks_ike(udp, port)
    ports = {said: frozenset(port for port in found if found[port] is said) for said in (True, False, None)}
    return Scan(ports[True], len(ports[False]), ports[None])


def _speaks_ike(udp: socket.socket, port: int) -> bool | None:
    """Whether anybody answers, and None where nobody says anything, not even that the port is closed."""
    for _ in range(ROUNDS):
        deadline = time.monotonic() + SILENCE
        try:
            udp.send(_FUTURE_IKE if port == IKE_PORTS[0] else _NO_ESP + _FUTURE_IKE)
            while time.monotonic() < deadline:
                try:
                    udp.recv(4096)
                except BlockingIOError:
                    time.sleep(0.01)
                else:
                    return True
        except ConnectionRefusedError:
            return False
    return None


@contextmanager
def _connected(near: LabHost, address: str, kind: int, protocol: int, port: int = 0) -> Iterator[socket.socket | None]:
    """A socket that sends to an address and hears nobody else; None where there is no route."""
    opened = socket_in(near.pid, lambda: socket.socket(socket.AF_INET, kind, protocol))
    with opened:
        opened.setblocking(False)
        try:
            opened.connect((address, port))
        except OSError as error:
            if error.errno != errno.ENETUNREACH:
                raise
            yield None
        else:
            yield opened


class _Asking:
    """A raw socket between two addresses. The kernel resets by itself what answers with SYN and ACK."""

    def __init__(self, raw: socket.socket, address: str) -> None:
        self._raw = raw
        self._port = 40_000 + time.monotonic_ns() % 20_000
        ends = b"".join(map(socket.inet_aton, (raw.getsockname()[0], address)))
        self._sum = sum(struct.unpack("!4H", ends)) + socket.IPPROTO_TCP + 20
        self._sum += self._port + 1 + (5 << 12 | _SYN) + 65535
        self.opened: set[int] = set()
        self.refused: set[int] = set()

    def ask(self, ports: Iterable[int]) -> None:
        """Send a SYN to each port, and take answers until none has come for a while."""
        for number, port in enumerate(sorted(ports)):
            self._raw.send(self._syn(port))
            if number % _BATCH == 0:
                time.sleep(_PAUSE)
                self._take()
        last = time.monotonic()
        while time.monotonic() - last < SILENCE:
            if self._take():
                last = time.monotonic()
            else:
                time.sleep(0.01)

    def _syn(self, port: int) -> bytes:
        total = self._sum + port
        total = (total & 0xFFFF) + (total >> 16)
        total = (total & 0xFFFF) + (total >> 16)
        return struct.pack("!HHIIHHHH", self._port, port, 1, 0, 5 << 12 | _SYN, 65535, ~total & 0xFFFF, 0)

    def _take(self) -> int:
        taken = 0
        while True:
            try:
                packet = self._raw.recv(256)
            except BlockingIOError:
                return taken
            header = 4 * (packet[0] & 0x0F)
            if len(packet) < header + 14:
                continue
            port, own = struct.unpack_from("!HH", packet, header)
            flags = packet[header + 13]
            if own != self._port:
                continue
            taken += 1
            if flags & _RST:
                self.refused.add(port)
            elif flags & (_SYN | _ACK) == _SYN | _ACK:
                self.opened.add(port)
