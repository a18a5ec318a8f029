"""What `diff` says: the changes broker by broker, and the steps in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broker_network.changes import BrokerChange, Change, Effects, Pair, ReleaseSwitch, Step, Transition
from broker_network.network.placement import Copy
from broker_network.wording import counted, enumerated

from . import effects
from .effects import ChangedEffects, changed_effects
from .terminal import BOLD, DIM, RED, YELLOW, Terminal, plain


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One thing to do at one place; `changes.Step` without the broker's file, which may hold passwords."""

    work: str
    place: str
    changes: tuple[Change, ...]
    detail: tuple[str, ...]
    hosts: tuple[str, ...]
    copies: tuple[Copy, ...]
    deletes: tuple[str, ...]
    commands: tuple[str, ...]
    cuts: tuple[Pair, ...]
    lost: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What becomes of each broker and of people, the steps in their order, and the pairs that both networks promise.

    `brokers_alone`: the steps leave out secrets, firewall rules and members' files, which take two topologies.
    `releases` are the brokers that run another release of ActiveMQ afterward. No step installs a release.
    """

    brokers: tuple[BrokerChange, ...]
    steps: tuple[PlannedStep, ...]
    promised: tuple[Pair, ...]
    loses_nothing: bool
    brokers_alone: bool
    releases: tuple[ReleaseSwitch, ...]
    effects: ChangedEffects


_WORDS = {
    "start": "start the new broker",
    "install": "install its new file and restart it",
    "prepare": "install a file with the old connectors and with accounts, rights and listeners of both; restart it",
    "switch": "install a file with the new connectors and with accounts, rights and listeners of both; restart it",
    "stop": "stop it permanently",
    "keys": "operators' keys",
    "secrets": "passwords, keys and certificates",
    "credentials": "the broker's secrets",
    "firewall": "firewall rules",
    "tunnels": "IPsec tunnels",
    "members": "MCollective's files",
}

BOTH = "load the rules of both networks: --to DIR writes them"


def changed(brokers: tuple[BrokerChange, ...], transition: Transition, found: Effects) -> Changed:
    """The answer, from what the library found."""
    return Changed(
        brokers,
        tuple(map(_without_file, transition.steps)),
        transition.promised,
        transition.loses_nothing,
        transition.brokers_alone,
        transition.releases,
        changed_effects(found),
    )


def _without_file(step: Step) -> PlannedStep:
    return PlannedStep(
        step.work,
        step.place,
        step.changes,
        (*step.detail, *((BOTH,) if step.rules else ())),
        step.hosts,
        step.copies,
        step.deletes,
        step.commands,
        step.cuts,
        step.lost,
    )


def as_text(found: Changed, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    for one in found.releases:
        brokers, hosts = enumerated(map(plain, one.brokers), 12), "their hosts" if len(one.brokers) > 1 else "its host"
        yield terminal.fill(
            f"The release of {brokers} changes from {one.old} to {one.new}. Install it on {hosts} yourself."
        )
    if found.releases:
        yield ""
    if not found.brokers and not found.steps:
        yield "nothing changes in the files of brokers" if found.releases else "nothing changes"
        return
    yield terminal.paint("What changes", BOLD)
    for broker in found.brokers:
        action = "" if broker.action == "changed" else f" {broker.action}"
        yield f"  {terminal.paint(plain(broker.broker), BOLD)}{action}"
        for change in broker.changes:
            yield terminal.fill(plain(_change(change)), "        ", "    ")
    yield ""
    yield from effects.as_text(found.effects, terminal)
    yield terminal.paint("Steps, in this order", BOLD)
    for number, step in enumerate(found.steps, start=1):
        yield f"{number:>3}. {terminal.paint(plain(step.place), BOLD)}: {_WORDS[step.work]}"
        for line in step.detail:
            yield terminal.fill(plain(line), "       ", "     ")
        for line in _files(step):
            yield terminal.fill(plain(line), "       ", "     ")
        if step.cuts:
            yield terminal.paint(terminal.fill(f"while it restarts: {_pairs(step.cuts)}", "       ", "     "), DIM)
        if step.lost:
            yield terminal.paint(terminal.fill(f"lost from here on: {_pairs(step.lost)}", "       ", "     "), RED)
    yield ""
    count = len(found.promised)
    if found.loses_nothing:
        pairs = f"{counted(count, 'pair')} of brokers"
        yield f"Nothing that works in both networks is lost between the steps ({pairs})."
    else:
        yield terminal.paint("Between the steps, some of what works in both networks is lost, as shown above.", YELLOW)
    if found.brokers_alone:
        yield terminal.fill(
            "These steps cover the brokers only. To get the steps for credentials, firewall rules and members' files, "
            "compare two topologies."
        )


def _files(step: PlannedStep) -> Iterator[str]:
    """What to copy, what to delete, and then what to run."""
    on = f" on {' and '.join(step.hosts)}" if step.hosts and step.copies else ""
    for copy in step.copies:
        yield f"copy {copy.source} to {copy.target}{on}"
    yield from (f"delete {path}" for path in step.deletes)
    yield from step.commands


def _change(change: Change) -> str:
    what = change.element + (f" {change.name}" if change.name else "")
    if change.attribute is None:
        return f"{what}: {change.action}" + (f" ({change.new or change.old})" if change.new or change.old else "")
    return f"{what}: {change.attribute} {_value(change.old)} → {_value(change.new)}"


def _value(text: str | None) -> str:
    return "not written" if text is None else text or '""'


def _pairs(pairs: Sequence[Pair]) -> str:
    return enumerated((f"{one.client}→{one.server} ({one.collective})" for one in pairs), 4)
