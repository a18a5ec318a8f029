"""Simulated servers come back when their broker has gone."""

from __future__ import annotations

import socket
import threading
import time
from functools import partial

from .crowd import Server
from .returning import Returning

RECEIPT = b"CONNECTED\nversion:1.1\n\n\0RECEIPT\nreceipt-id:ready\n\n\0"


def _greet(listener: socket.socket, connections: list[socket.socket]) -> None:
    """Be a broker that says at once all that a server waits for."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.sendall(RECEIPT)
        connections.append(connection)


def _until(seconds: float, count: int, connections: list[socket.socket]) -> bool:
    deadline = time.monotonic() + seconds
    while len(connections) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(connections) == count


def test_a_server_whose_connection_ends_connects_anew_after_a_pause_and_subscribes_again() -> None:
    connections: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_greet, args=(listener, connections), daemon=True).start()
        made = partial(Server, "web-1", ["discovery"], listener.getsockname(), ("user", "password"), None)
        with Returning([made]) as servers:
            assert servers.connected == 1
            assert _until(1, 1, connections)
            connections[0].close()
            assert _until(5, 2, connections)
            connections[1].settimeout(5)
            said = b""
            while said.count(b"SUBSCRIBE\n") < 2:
                said += connections[1].recv(1 << 16)
            assert said.startswith(b"CONNECT\n")
        listener.shutdown(socket.SHUT_RDWR)
    for connection in connections:
        connection.close()
