"""What `survive` says: what each failure costs, and whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from broker_network.reach import CutOff, Loss, Outage, Survival
from broker_network.wording import counted, enumerated, listed

from .terminal import BOLD, RED, YELLOW, Terminal, plain

MOST_QUESTIONS = 100_000
"""Failures times pairs of brokers that are tried: those of 50 brokers and 40 links."""

_COLORS = {Loss.OWN: (YELLOW,), Loss.MORE: (RED,), Loss.EVERYTHING: (RED,)}


@dataclass(frozen=True, slots=True)
class OutageAnswer:
    """What one failure costs. `ends` is the broker that dies, or the two whose link is cut; `failure` says it in words.

    `alone` names clients and servers that have no broker left, by group or by broker. `cut_off` are pairs of others
    that no longer reach each other. `changing` are pairs that do if the clients use another broker of their pool.
    """

    kind: Literal["broker", "link"]
    ends: tuple[str, ...]
    failure: str
    loss: Loss
    alone: tuple[str, ...]
    cut_off: tuple[CutOff, ...]
    changing: tuple[CutOff, ...]


@dataclass(frozen=True, slots=True)
class Survived:
    """Every single failure, brokers first, in the order of the files.

    `pairs` is how many pairs of clients and servers that share a collective reach each other when nothing fails,
    `unreached` how many do not even then. Only the former can be cut off.
    """

    pairs: int
    unreached: int
    outages: tuple[OutageAnswer, ...]


def survived(asked: Survival) -> Survived:
    """Try each failure."""
    outages = tuple(_answer(asked.outage(failure)) for failure in asked.failures)
    return Survived(len(asked.reached), asked.unreached, outages)


def _answer(found: Outage) -> OutageAnswer:
    failure = found.failure
    return OutageAnswer(
        kind="broker" if failure.broker else "link",
        ends=failure.ends,
        failure=str(failure),
        loss=found.loss,
        alone=found.alone,
        cut_off=found.cut_off,
        changing=found.changing,
    )


def as_text(found: Survived, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    for one in found.outages:
        loss = terminal.paint(one.loss.value, *_COLORS.get(one.loss, ()))
        yield f"{terminal.paint(plain(f'If {one.failure}'), BOLD)}: {loss}"
        if one.alone:
            yield terminal.fill(plain(f"no broker left: {enumerated(one.alone, 6, kept=5)}"), "    ", "  ")
        for clients, servers, collective in _grouped(one.cut_off):
            yield terminal.fill(plain(f"{clients} no longer reach {servers} ({collective})"), "    ", "  ")
        for clients, servers, collective in _grouped(one.changing):
            text = f"{clients} reach {servers} only from another broker of their pool ({collective})"
            yield terminal.fill(plain(text), "    ", "  ")
    yield ""
    harmless = sum(one.loss not in _COLORS for one in found.outages)
    yield f"{harmless} of {counted(len(found.outages), 'failure')} cut nobody off."
    now = f"{counted(found.pairs, 'pair')} of clients and servers can be cut off, because they reach each other now."
    never = f" {counted(found.unreached, 'other pair')} do not: `reach` shows why." if found.unreached else ""
    yield terminal.fill(now + never)


def _grouped(pairs: Iterable[CutOff]) -> Iterator[tuple[str, str, str]]:
    """Clients, servers and collective of some pairs; clients of the same servers share a line."""
    servers: dict[tuple[str, str], list[str]] = {}
    for one in pairs:
        servers.setdefault((one.collective, one.clients), []).append(one.servers)
    clients: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (collective, client), found in servers.items():
        clients.setdefault((collective, tuple(found)), []).append(client)
    for (collective, found_servers), names in clients.items():
        yield listed(names, 6, kept=5), listed(found_servers, 6, kept=5), collective
