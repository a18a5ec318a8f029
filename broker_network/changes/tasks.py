"""What to do apart from steps of brokers: on a machine, for a group, or where secrets are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from broker_network.network.openings import Opening
from broker_network.network.placement import Copy


@dataclass(frozen=True, slots=True)
class Rules:
    """Firewall rules of both networks together, until the brokers have changed.

    `inner` are the inner addresses at the remote ends of tunnels.
    """

    brokers: tuple[str, ...]
    openings: tuple[Opening, ...]
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do in one place: a line for each part of it, what to copy and delete, then the commands to run.

    Where `rules` are given, they are loaded.
    """

    work: Literal["keys", "secrets", "credentials", "firewall", "tunnels", "members"]
    place: str
    detail: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    deletes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    rules: Rules | None = None
