"""Hosts of URIs that mean the machine itself, whichever that is."""

from __future__ import annotations

import re

_LOOPBACK = re.compile(r"localhost(?:\..*)?|.*\.localhost|127(?:\.[0-9]+){1,3}|::1|(?:0+:){7}0*1")


def is_loopback(host: str) -> bool:
    """Whether only this machine is meant. A placeholder is not."""
    return _LOOPBACK.fullmatch(_plain(host)) is not None


def is_any(host: str) -> bool:
    """Whether a listener bound to it is reached at every address of its machine. Dialed, it is this machine."""
    return _plain(host) in ("0.0.0.0", "::")


def _plain(host: str) -> str:
    return host.strip().strip("[]").lower()
