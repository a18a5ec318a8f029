"""Connections that keep to no protocol: what an attacker, or a program gone wrong, sends."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from broker_network.lab.stomp import Frame, readable

BLOCKED_SECONDS = 3
"""When nothing could be sent for so long, the other side is taken not to read any more."""


class Closed(Exception):
    """The broker has ended the connection."""


def log_in(connection: socket.socket, user: str, password: str) -> None:
    """Log in over STOMP without signs of life; raise Closed when the broker does not take it."""
    headers = {"accept-version": "1.2", "host": "lab", "login": user, "passcode": password, "heart-beat": "0,0"}
    with suppress(OSError):
        connection.sendall(Frame("CONNECT", headers).encode())
        connection.settimeout(20)
        if connection.recv(65536).startswith(b"CONNECTED"):
            return
    raise Closed


def pour(connection: socket.socket, data: bytes, seconds: float, limit: float = float("inf")) -> int:
    """Send `data` again and again for `seconds`, up to `limit` bytes; return how many bytes the other side took.

    It ends early when the other side takes nothing for BLOCKED_SECONDS, or ends the connection.
    """
    deadline = time.monotonic() + seconds
    connection.settimeout(BLOCKED_SECONDS)
    taken = 0
    with suppress(OSError):
        while taken < limit and time.monotonic() < deadline:
            connection.sendall(data)
            taken += len(data)
    return taken


def is_open(connection: socket.socket) -> bool:
    """Whether the other side has not ended the connection yet; what it said is thrown away."""
    connection.settimeout(0.5)
    try:
        while readable(connection, 0):
            if not connection.recv(65536):
                return False
    except OSError:
        return False
    return True
