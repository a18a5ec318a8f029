"""A very small OpenWire client: it logs in, subscribes, and removes destinations, for which STOMP has no word.

Values are written in OpenWire's loose encoding, without its cache of values. (Source: ActiveMQ, package
`org.apache.activemq.openwire.v12`.)
"""

from __future__ import annotations

import socket
import ssl
import struct
import time
import uuid
from types import TracebackType
from typing import Self

from broker_network.lab.stomp import Refused, readable
from broker_network.network import Destination

VERSION = 12
_WIRE_FORMAT, _CONNECTION_INFO, _SESSION_INFO, _CONSUMER_INFO, _DESTINATION_INFO = 1, 3, 4, 5, 8
_MESSAGE_DISPATCH, _RESPONSE, _EXCEPTION = 21, 30, 31
_QUEUE, _TOPIC, _CONNECTION_ID, _SESSION_ID, _CONSUMER_ID, _BROKER_ID = 100, 101, 120, 121, 122, 124
_REMOVE = 1
_FAR = 20
"""Brokers that a subscription says it has passed so that no bridge takes it further: more than any TTL here allows."""


class OpenWire:
    """A session with one broker. Raises Refused where the broker refuses or closes the connection."""

    def __init__(self, connection: socket.socket, user: str, password: str, *, timeout: float = 10.0) -> None:
        """Log in over an open connection."""
        self._socket = connection
        self._timeout = timeout
        self._buffer = b""
        self._count = self._consumers = 0
        self._name = f"lab:{uuid.uuid4().hex}"
        self._dispatched: list[bytes] = []
        connection.settimeout(timeout)
        try:
            self._negotiate()
            identity = _nested(_CONNECTION_ID, _text(self._name))
            nothing = b"\0" * 5 + _text(None)
            self._ask(_CONNECTION_INFO, identity + _text(self._name) + _text(password) + _text(user) + b"\0" + nothing)
            self._ask(_SESSION_INFO, _nested(_SESSION_ID, _text(self._name) + _long(1)))
        except BaseException:
            connection.close()
            raise

    def subscribe(self, destination: Destination, *, unseen: bool = False) -> None:
        """Subscribe, and wait until the broker says that it is done.

        What is `unseen` no bridge asks other brokers for. (Source: DemandForwardingBridgeSupport,
        serviceRemoteConsumerAdvisory, which compares the length of the path with consumerTTL.)
        """
        self._consumers += 1
        consumer = _nested(_CONSUMER_ID, _text(self._name) + _long(1) + _long(self._consumers))
        paths = struct.pack("!ii?", 1000, 0, True) + _text(None) * 3
        passed = b"\1" + struct.pack("!H", _FAR) + _nested(_BROKER_ID, _text("far")) * _FAR if unseen else b"\0"
        flags = b"\0\0\0" + b"\0" + passed + b"\0" + b"\0\0\0" + b"\0"
        self._ask(_CONSUMER_INFO, consumer + b"\0" + _named(destination) + paths + flags)

    def receive(self, seconds: float) -> list[bytes]:
        """The messages that arrive within `seconds`, as they are on the wire."""
        deadline = time.monotonic() + seconds
        while (frame := self._frame(deadline)) is not None:
            self._sort(frame)
        taken, self._dispatched = self._dispatched, []
        return taken

    def remove(self, destination: Destination) -> None:
        """Remove a destination with all that waits in it, whoever is subscribed to it."""
        self._ask(
            _DESTINATION_INFO,
            _nested(_CONNECTION_ID, _text(self._name)) + _named(destination) + bytes([_REMOVE]) + _long(1) + b"\0",
        )

    def close(self) -> None:
        """Close the connection without a farewell."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _negotiate(self) -> None:
        """Answer the broker's own greeting, with what is not spoken here turned off."""
        greeting = self._frame(time.monotonic() + self._timeout)
        if greeting is None or greeting[0] != _WIRE_FORMAT:
            raise Refused("no greeting of an OpenWire listener")
        for option in (b"TightEncodingEnabled", b"CacheEnabled"):
            greeting = greeting.replace(option + b"\x01\x01", option + b"\x01\x00")
        self._write(greeting[:9] + struct.pack("!i", VERSION) + greeting[13:])

    def _ask(self, kind: int, fields: bytes) -> None:
        self._count += 1
        asked = self._count
        self._write(bytes([kind]) + struct.pack("!i?", asked, True) + fields)
        deadline = time.monotonic() + self._timeout
        while (frame := self._frame(deadline)) is not None:
            if frame[0] in (_RESPONSE, _EXCEPTION) and struct.unpack_from("!i", frame, 6)[0] == asked:
                if frame[0] == _EXCEPTION:
                    raise Refused(frame[10:].decode("utf-8", errors="replace").split("\0\n")[0][:300])
                return
            self._sort(frame)
        raise Refused("no answer")

    def _sort(self, frame: bytes) -> None:
        if frame[0] == _MESSAGE_DISPATCH:
            self._dispatched.append(frame)

    def _write(self, frame: bytes) -> None:
        try:
            self._socket.sendall(struct.pack("!i", len(frame)) + frame)
        except OSError as error:
            raise Refused(str(error)) from error

    def _frame(self, deadline: float) -> bytes | None:
        while True:
            if len(self._buffer) >= 4:
                (size,) = struct.unpack_from("!i", self._buffer)
                if len(self._buffer) >= 4 + size:
                    frame, self._buffer = self._buffer[4 : 4 + size], self._buffer[4 + size :]
                    return frame
            left = deadline - time.monotonic()
            pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
            if not pending and (left <= 0 or not readable(self._socket, left)):
                return None
            try:
                data = self._socket.recv(65536)
            except OSError as error:
                raise Refused(str(error)) from error
            if not data:
                raise Refused("the broker closed the connection")
            self._buffer += data


def _text(value: str | None) -> bytes:
    if value is None:
        return b"\0"
    encoded = value.encode()
    return b"\1" + struct.pack("!H", len(encoded)) + encoded


def _long(value: int) -> bytes:
    return struct.pack("!q", value)


def _nested(kind: int, fields: bytes) -> bytes:
    return b"\1" + bytes([kind]) + fields


def _named(destination: Destination) -> bytes:
    return _nested(_QUEUE if destination.kind == "queue" else _TOPIC, _text(destination.physical_name))
