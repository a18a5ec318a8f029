"""A small STOMP 1.2 client, blocking and without threads, so that a test says exactly what it sends and waits for."""

from __future__ import annotations

import math
import select
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

_ESCAPES = {"\\": "\\\\", "\r": "\\r", "\n": "\\n", ":": "\\c"}
_UNESCAPES = {"\\\\": "\\", "\\r": "\r", "\\n": "\n", "\\c": ":"}

MISSED = 2
"""Signs of life that may be missed."""


class Refused(Exception):
    """The broker answered with an ERROR frame, or closed the connection."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One STOMP frame."""

    command: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def encode(self) -> bytes:
        """The bytes on the wire."""
        escape = (lambda text: text) if self.command == "CONNECT" else _escape
        lines = [self.command, *(f"{escape(key)}:{escape(value)}" for key, value in self.headers.items())]
        return "\n".join([*lines, "", self.body]).encode() + b"\0"


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescape(text: str) -> str:
    result, position = [], 0
    while position < len(text):
        step = 2 if text[position] == "\\" else 1
        part = text[position : position + step]
        result.append(_UNESCAPES.get(part, part))
        position += step
    return "".join(result)


def decode(buffer: bytes) -> tuple[Frame | None, bytes]:
    """Take one frame from the start of `buffer`; return it and the rest, or None and `buffer` when it is not whole."""
    start = len(buffer) - len(buffer.lstrip(b"\r\n"))
    end_of_head = buffer.find(b"\n\n", start)
    if end_of_head < 0:
        return None, buffer
    command, *lines = buffer[start:end_of_head].decode().split("\n")
    headers: dict[str, str] = {}
    for line in lines:
        key, _, value = line.rstrip("\r").partition(":")
        headers.setdefault(_unescape(key), _unescape(value))
    body_at = end_of_head + 2
    if "content-length" in headers:
        end = body_at + int(headers["content-length"])
        if len(buffer) <= end:
            return None, buffer
    else:
        end = buffer.find(b"\0", body_at)
        if end < 0:
            return None, buffer
    return Frame(command.rstrip("\r"), headers, buffer[body_at:end].decode(errors="replace")), buffer[end + 1 :]


class Stomp:
    """A session with one broker. `receive` returns messages in the order they came.

    With a `heartbeat`, in seconds, both sides give a sign of life that often, this one while it waits. When two of the
    broker's are missed, whatever waits raises Refused.
    """

    def __init__(
        self, connection: socket.socket, user: str, password: str, *, timeout: float = 20.0, heartbeat: int = 0
    ) -> None:
        """Log in over an open connection; close it and raise Refused when the broker does not take it."""
        self._socket = connection
        self._timeout = timeout
        self._heartbeat = heartbeat
        self._beat_at = self._heard_at = time.monotonic()
        self._buffer = b""
        self._messages: list[Frame] = []
        self._receipts: set[str] = set()
        self._count = 0
        connection.setblocking(True)
        connection.settimeout(timeout)
        try:
            self._log_in(user, password)
        except BaseException:
            connection.close()
            raise

    def subscribe(self, destination: str, *, selector: str | None = None, transformation: str | None = None) -> None:
        """Subscribe and wait until the broker says that it is done.

        A `transformation` that no release knows makes the broker leave bodies as they are. Without, advisories come
        as XML, which needs a library that the lab's releases lack.
        """
        self._count += 1
        headers = {"destination": destination, "id": str(self._count), "ack": "auto"}
        if selector is not None:
            headers["selector"] = selector
        if transformation is not None:
            headers["transformation"] = transformation
        self._with_receipt("SUBSCRIBE", headers)

    def send(self, destination: str, body: str, headers: Mapping[str, str] | None = None) -> None:
        """Send and wait until the broker has taken the message."""
        self._with_receipt("SEND", {"destination": destination, **(headers or {})}, body)

    def receive(self, seconds: float, *, until: Callable[[list[Frame]], bool] = lambda _: False) -> list[Frame]:
        """Everything that arrives within `seconds`, or up to the moment that `until` holds for what arrived."""
        deadline = time.monotonic() + seconds
        while not until(self._messages) and (frame := self._frame(deadline)) is not None:
            self._sort(frame)
        taken, self._messages = self._messages, []
        return taken

    def close(self) -> None:
        """Close the connection without a farewell."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _log_in(self, user: str, password: str) -> None:
        headers = {"accept-version": "1.2", "host": "lab", "login": user, "passcode": password}
        headers["heart-beat"] = f"{self._heartbeat * 1000},{self._heartbeat * 1000}"
        self._write(Frame("CONNECT", headers))
        frame = self._frame(time.monotonic() + self._timeout)
        if frame is None:
            raise Refused("no answer to CONNECT")
        if frame.command != "CONNECTED":
            raise Refused(_reason(frame))

    def _with_receipt(self, command: str, headers: dict[str, str], body: str = "") -> None:
        self._count += 1
        receipt = f"r{self._count}"
        self._write(Frame(command, {**headers, "receipt": receipt}, body))
        deadline = time.monotonic() + self._timeout
        while receipt not in self._receipts:
            frame = self._frame(deadline)
            if frame is None:
                raise Refused(f"no receipt for {command} {headers['destination']}")
            self._sort(frame)

    def _sort(self, frame: Frame) -> None:
        if frame.command == "ERROR":
            raise Refused(_reason(frame))
        if frame.command == "RECEIPT":
            self._receipts.add(frame.headers["receipt-id"])
        elif frame.command == "MESSAGE":
            self._messages.append(frame)

    def _write(self, frame: Frame) -> None:
        self._send(frame.encode())

    def _send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise Refused(str(error)) from error
        self._beat_at = time.monotonic()

    def _until_beat(self) -> float:
        """Give a sign of life when it is time; return for how long to wait for the broker then."""
        if not self._heartbeat:
            return math.inf
        now = time.monotonic()
        if now - self._heard_at > MISSED * self._heartbeat:
            raise Refused(f"no sign of life from the broker for {MISSED * self._heartbeat} s")
        if now - self._beat_at >= self._heartbeat / 2:
            self._send(b"\n")
        return self._heartbeat / 2

    def _frame(self, deadline: float) -> Frame | None:
        while True:
            frame, self._buffer = decode(self._buffer)
            if frame is not None:
                return frame
            left = deadline - time.monotonic()
            wait = min(left, self._until_beat())
            pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
            if not pending and (left <= 0 or not readable(self._socket, wait)):
                if left <= wait:
                    return None
                continue
            try:
                data = self._socket.recv(65536)
            except OSError as error:
                raise Refused(str(error)) from error
            if not data:
                raise Refused("the broker closed the connection")
            self._buffer += data
            self._heard_at = time.monotonic()


def readable(connection: socket.socket, seconds: float) -> bool:
    """Whether there is something to read, or the end, within so long; however many files this process has open."""
    waiting = select.poll()  # select() takes none of the files beyond the first 1,024
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(math.ceil(1000 * seconds)))


def _reason(frame: Frame) -> str:
    return frame.headers.get("message", "") or frame.body.strip().splitlines()[0]
