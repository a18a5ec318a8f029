"""What is to do around the brokers, at a machine, at a group, or where secrets are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from broker_network.network.openings import Opening
from broker_network.network.placement import Copy


@dataclass(frozen=True, slots=True)
class Rules:
    """Firewall rules that neither network has: those of both, until the brokers have changed.

    `inner` are the inner addresses at the far ends of tunnels.
    """

    brokers: tuple[str, ...]
    openings: tuple[Opening, ...]
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do at one place: a line for each part of it, what to copy and to delete, then commands to run.

    Where `rules` are given, they are loaded.
    """

    work: Literal["keys", "secrets", "credentials", "firewall", "tunnels", "members"]
    place: str
    detail: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    deletes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    rules: Rules | None = None
