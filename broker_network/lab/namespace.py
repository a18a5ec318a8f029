"""Sockets that belong to another network namespace."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from collections.abc import Callable

_CLONE_NEWNET = 0x40000000


def socket_in(pid: int, make: Callable[[], socket.socket]) -> socket.socket:
    """What `make` opens in the network namespace of a process; raise the OSError that it raised."""
    result: list[socket.socket | OSError] = []

    def enter() -> None:
        # The network namespace is the thread's alone, and the thread ends here.
        try:
            with open(f"/proc/{pid}/ns/net", "rb") as namespace:
                if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _CLONE_NEWNET) != 0:
                    number = ctypes.get_errno()
                    raise OSError(number, f"setns: {os.strerror(number)}")
            result.append(make())
        except OSError as error:
            result.append(error)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    if isinstance(result[0], OSError):
        raise result[0]
    return result[0]
