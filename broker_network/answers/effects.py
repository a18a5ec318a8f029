"""What `diff` says of people: who reaches whom, who may do what, and what a theft exposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.changes import Effects, ExposureChange, RightsChange
from broker_network.changes.effects import MOST_BROKERS
from broker_network.mcollective.destinations import Message
from broker_network.network import Destination
from broker_network.routes import MOST_PAIRS, Action
from broker_network.wording import enumerated, listed

from .reach import DeliveryAnswer, in_words, told
from .terminal import BOLD, Terminal, plain

MOST_LINES = 20
"""Of each section; the rest is counted."""

_VERBS: dict[Action, str] = {"read": "read", "write": "write", "admin": "create"}


@dataclass(frozen=True, slots=True)
class ArrivalDifference:
    """One kind of message between clients at a broker and servers at another, and what becomes of it.

    `old` and `new` are null where the network does not have both brokers.
    """

    client: str
    server: str
    collective: str
    message: Message
    old: DeliveryAnswer | None
    new: DeliveryAnswer | None


@dataclass(frozen=True, slots=True)
class ChangedEffects:
    """What differs for people. Null is what was not compared, because the networks are too large for it."""

    arrivals: tuple[ArrivalDifference, ...] | None
    rights: tuple[RightsChange, ...]
    exposure: tuple[ExposureChange, ...] | None


def changed_effects(found: Effects) -> ChangedEffects:
    """The answer, from what the library found."""
    if found.arrivals is None:
        return ChangedEffects(None, found.rights, found.exposure)
    arrivals = tuple(
        ArrivalDifference(
            one.client,
            one.server,
            one.collective,
            one.message,
            told(one.old) if one.old else None,
            told(one.new) if one.new else None,
        )
        for one in found.arrivals
    )
    return ChangedEffects(arrivals, found.rights, found.exposure)


def as_text(found: ChangedEffects, terminal: Terminal) -> Iterator[str]:
    """The lines of a report: a section for each kind of effect."""
    pairs, brokers = (
        f"not compared, because there are more than {most}. Run `{command}` on both networks and compare."
        for most, command in ((f"{MOST_PAIRS} pairs", "reach"), (f"{MOST_BROKERS} brokers", "exposure"))
    )
    sections = (
        ("Who reaches whom", [pairs] if found.arrivals is None else _arrivals(found.arrivals)),
        ("What accounts may do", _rights(found.rights)),
        ("What a theft exposes", [brokers] if found.exposure is None else _exposure(found.exposure)),
    )
    for title, told_lines in sections:
        lines = list(told_lines)
        yield terminal.paint(title, BOLD)
        for line in lines[:MOST_LINES]:
            yield terminal.fill(plain(line), "      ", "  ")
        if len(lines) > MOST_LINES:
            yield f"  and {len(lines) - MOST_LINES} more: --format json shows all"
        if not lines:
            yield "  nothing changes"
        yield ""


def _arrivals(found: tuple[ArrivalDifference, ...]) -> Iterator[str]:
    """A line for each pair; kinds of messages with the same difference share it."""
    pairs: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for one in found:
        old, new = (in_words(side) if side else "not there" for side in (one.old, one.new))
        pair = pairs.setdefault((one.client, one.server, one.collective), {})
        pair.setdefault(f"{old} → {new}", []).append(one.message)
    for (client, server, collective), differences in pairs.items():
        told_apart = "; ".join(f"{listed(messages)} {difference}" for difference, messages in differences.items())
        yield f"{client} to {server} ({collective}): {told_apart}"


def _rights(found: tuple[RightsChange, ...]) -> Iterator[str]:
    """A line for all accounts and brokers with the same changes. What a new account may do is not listed."""
    alike: dict[str, dict[str, list[str]]] = {}
    for one in found:
        alike.setdefault(_rights_change(one), {}).setdefault(one.user, []).append(one.broker)
    for what, accounts in alike.items():
        yield f"{enumerated((f'{user} at {listed(at, 4)}' for user, at in accounts.items()), 6, kept=5)}: {what}"


def _rights_change(one: RightsChange) -> str:
    if one.action == "added":
        return "new, `rights` shows what it may do"
    if one.action == "removed":
        return "gone"
    gained = [f"may now {', '.join(_permissions(one.gained))}"] if one.gained else []
    lost = [f"may no longer {', '.join(_permissions(one.lost))}"] if one.lost else []
    return "; ".join([*gained, *lost])


def _permissions(found: tuple[tuple[Action, Destination | None], ...]) -> Iterator[str]:
    by_destination: dict[Destination | None, list[str]] = {}
    for action, destination in found:
        by_destination.setdefault(destination, []).append(_VERBS[action])
    for destination, actions in by_destination.items():
        yield f"{listed(actions)} {destination or 'everything'}"


def _exposure(found: tuple[ExposureChange, ...]) -> Iterator[str]:
    """A line for all subjects with the same change. What follows from the theft of a new subject is not listed."""
    alike: dict[str, dict[str, None]] = {}
    for one in found:
        alike.setdefault(_exposure_change(one), {})[one.subject] = None
    for what, subjects in alike.items():
        yield f"{enumerated(subjects, 6, kept=5)}: {what}"


def _exposure_change(one: ExposureChange) -> str:
    if one.action == "added":
        return "new, `exposure` shows what follows"
    if one.action == "removed":
        return "gone"
    power = f"{one.verb} {one.what}" + (f" of {one.collective}" if one.collective else "")
    dropped = " (dropped: no signature that counts)" if one.counts is False else ""
    gained = [f"now also {enumerated(one.gained, 6, kept=5)}"] if one.gained else []
    lost = [f"no longer {enumerated(one.lost, 6, kept=5)}"] if one.lost else []
    return f"{power}{dropped}: {'; '.join([*gained, *lost])}"
