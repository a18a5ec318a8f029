"""Which TCP ports of one host answer another: every port is asked with a SYN, and no connection is made."""

from __future__ import annotations

import errno
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address

from macros.lab.hosts import Host
from macros.lab.namespace import socket_in

EVERY_PORT = range(1, 65536)

ROUNDS = 4
"""How often a port is asked that does not answer: a packet may be lost."""

SILENCE = 0.4
"""Seconds after which no more answers to a round are expected."""

_SYN, _RST, _ACK = 0x02, 0x04, 0x10
_SO_RCVBUFFORCE = 33
_BUFFER = 64 * 1024 * 1024
_BATCH = 512


@dataclass(frozen=True)
class Scan:
    """What became of the ports that were asked. `silent` gave no answer at all: something drops what comes to them."""

    open: frozenset[int]
    closed: int
    silent: frozenset[int]


def scan(near: Host, far: Host, ports: Iterable[int] = EVERY_PORT) -> Scan | None:
    """Ask ports of one host from another; None where there is no route. IPv4 only; needs root."""
    source, target = near.machine.address, far.machine.address
    if not isinstance(source, IPv4Address) or not isinstance(target, IPv4Address):
        raise ValueError(f"{near.name} and {far.name} must have IPv4 addresses")
    with socket_in(near.pid, _raw) as raw:
        asking = _Asking(raw, source, target)
        waiting = set(ports)
        try:
            for _ in range(ROUNDS):
                asking.ask(waiting)
                waiting -= asking.opened | asking.refused
                if not waiting:
                    break
        except OSError as error:
            if error.errno != errno.ENETUNREACH:
                raise
            return None
    return Scan(frozenset(asking.opened), len(asking.refused), frozenset(waiting))


def _raw() -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
    opened.setblocking(False)
    return opened


class _Asking:
    """A raw socket between two addresses. The kernel resets by itself what answers with SYN and ACK."""

    def __init__(self, raw: socket.socket, source: IPv4Address, target: IPv4Address) -> None:
        self._raw = raw
        self._target = str(target)
        self._from = target.packed
        self._port = 40_000 + time.monotonic_ns() % 20_000
        self._sum = sum(struct.unpack("!4H", source.packed + target.packed)) + socket.IPPROTO_TCP + 20
        self._sum += self._port + 1 + (5 << 12 | _SYN) + 65535
        self.opened: set[int] = set()
        self.refused: set[int] = set()

    def ask(self, ports: Iterable[int]) -> None:
        """Send a SYN to each port, and take answers until none has come for a while."""
        for number, port in enumerate(sorted(ports)):
            self._raw.sendto(self._syn(port), (self._target, 0))
            if number % _BATCH == 0:
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
            if packet[12:16] != self._from or len(packet) < header + 14:
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
