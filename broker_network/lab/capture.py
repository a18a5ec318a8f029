"""What passes an interface: every frame, taken apart as far as ports and payload."""

from __future__ import annotations

import socket
import struct
import threading
import time
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from types import TracebackType
from typing import Self

from .errors import LabError
from .namespace import socket_in

WAN = "wan"
"""The bridge that joins all broker hosts of a lab. It is in the network namespace of the lab's space."""

LIMIT = 64 * 1024 * 1024
"""Bytes of frames after which a capture is too long."""

_ETH_P_ALL = 3
_SOL_PACKET = 263
_PACKET_ADD_MEMBERSHIP = 1
_PACKET_MR_PROMISC = 1
_PACKET_STATISTICS = 6
_SO_RCVBUFFORCE = 33
_LONGEST_FRAME = 128 * 1024
_DRAIN = 1.0

_IPV4, _IPV6, _ARP = 0x0800, 0x86DD, 0x0806
_PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 50: "esp", 58: "icmpv6"}
_EXTENSIONS = frozenset({0, 43, 60})
_FRAGMENT = 44


@dataclass(frozen=True, slots=True)
class Packet:
    """One frame.

    `protocol` is `tcp`, `udp`, `esp`, `icmp`, `icmpv6`, `arp`, `fragment` (all but the first of a packet),
    `ip <number>` or `ether <type>`. Addresses are None where there is no IP packet, ports where there is no TCP or UDP
    header. `payload` is what follows the last header that was recognized.
    """

    protocol: str
    source: IPv4Address | IPv6Address | None
    destination: IPv4Address | IPv6Address | None
    source_port: int | None
    destination_port: int | None
    payload: bytes


def dissect(frame: bytes) -> Packet:
    """An Ethernet frame, taken apart; one that is cut short keeps what is there as its payload."""
    if len(frame) < 14:
        return Packet("ether", None, None, None, None, frame)
    (kind,) = struct.unpack_from("!H", frame, 12)
    rest = frame[14:]
    if kind == _IPV4 and len(rest) >= 20:
        return _ipv4(rest)
    if kind == _IPV6 and len(rest) >= 40:
        return _ipv6(rest)
    return Packet("arp" if kind == _ARP else f"ether {kind:#06x}", None, None, None, None, rest)


def _ipv4(packet: bytes) -> Packet:
    header = 4 * (packet[0] & 0x0F)
    length, fragment = struct.unpack_from("!2xH2xH", packet)
    # Ethernet pads short frames, and a packet that the kernel has yet to cut up may leave its length out.
    inside = packet[header:length] if length else packet[header:]
    ends = IPv4Address(packet[12:16]), IPv4Address(packet[16:20])
    return _transport("fragment" if fragment & 0x1FFF else packet[9], *ends, inside)


def _ipv6(packet: bytes) -> Packet:
    length, following = struct.unpack_from("!4xHB", packet)
    inside = packet[40 : 40 + length] if length else packet[40:]
    ends = IPv6Address(packet[8:24]), IPv6Address(packet[24:40])
    while following in _EXTENSIONS and len(inside) >= 8:
        following, inside = inside[0], inside[8 + 8 * inside[1] :]
    if following == _FRAGMENT and len(inside) >= 8:
        (offset,) = struct.unpack_from("!2xH", inside)
        following, inside = inside[0], inside[8:]
        if offset & 0xFFF8:
            return _transport("fragment", *ends, inside)
    return _transport(following, *ends, inside)


def _transport(
    protocol: int | str, source: IPv4Address | IPv6Address, destination: IPv4Address | IPv6Address, inside: bytes
) -> Packet:
    name = protocol if isinstance(protocol, str) else _PROTOCOLS.get(protocol, f"ip {protocol}")
    header = {"udp": 8, "tcp": 4 * (inside[12] >> 4) if len(inside) >= 20 else 20}.get(name)
    if header is None or len(inside) < header:
        return Packet(name, source, destination, None, None, inside)
    near, far = struct.unpack_from("!HH", inside)
    return Packet(name, source, destination, near, far, inside[header:])


class Capture:
    """All frames that pass an interface while the context lasts, whoever they are for.

    `pid` is a process in the interface's network namespace: `space.pid` for the bridges of a lab, `host.pid` for
    what a host has. On a bridge each frame between its ports is seen once. Needs root.
    """

    def __init__(self, pid: int, interface: str = WAN, limit: int = LIMIT) -> None:
        """Open the socket; raise OSError where that fails."""
        self._socket = socket_in(pid, lambda: _listening(interface))
        self._limit = limit
        self._frames: list[bytes] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._read, name=f"capture on {interface}")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._thread.join()
        dropped = self._dropped()
        self._socket.close()
        # What was not seen may have been anything: a capture with holes proves nothing.
        if error is None and dropped:
            raise LabError(f"the capture missed {dropped} frames")
        if error is None and self._size() > self._limit:
            raise LabError(f"the capture is longer than {self._limit} bytes")

    @property
    def packets(self) -> tuple[Packet, ...]:
        """What was seen so far, in order."""
        return tuple(map(dissect, self._frames.copy()))

    @property
    def frames(self) -> tuple[bytes, ...]:
        """The same as it was on the wire."""
        return tuple(self._frames.copy())

    def _read(self) -> None:
        size = 0
        deadline = None
        while size <= self._limit and (deadline is None or time.monotonic() < deadline):
            if deadline is None and self._ending.is_set():
                deadline = time.monotonic() + _DRAIN  # frames from before the end may still be in the socket
            try:
                frame = self._socket.recv(_LONGEST_FRAME)
            except TimeoutError:
                if deadline is not None:
                    return
                continue
            self._frames.append(frame)
            size += len(frame)

    def _size(self) -> int:
        return sum(map(len, self._frames))

    def _dropped(self) -> int:
        statistics = self._socket.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8)
        dropped: int = struct.unpack("II", statistics)[1]
        return dropped


def _listening(interface: str) -> socket.socket:
    index = socket.if_nametoindex(interface)
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    try:
        opened.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, LIMIT)
        # A bridge shows what it forwards only to those who ask for what is not for them.
        opened.setsockopt(_SOL_PACKET, _PACKET_ADD_MEMBERSHIP, struct.pack("iHH8s", index, _PACKET_MR_PROMISC, 0, b""))
        opened.bind((interface, _ETH_P_ALL))
        opened.settimeout(0.1)
    except OSError:
        opened.close()
        raise
    return opened
