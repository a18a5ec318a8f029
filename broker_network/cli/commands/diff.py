"""`diff`: what changes from one network to another, step by step."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..arguments import answer_arguments
from ..common import DIFFERS, OK, CommandRefused, tell
from ..input_output import reading_of, release_of, terminal, write_answer

if TYPE_CHECKING:
    from broker_network.activemq.releases import Release
    from broker_network.changes import Transition
    from broker_network.collect import Reading

DESCRIPTION = (
    "Show what changes from one network to another: files, who reaches whom, rights, what a theft exposes, and "
    "the steps in the order to take them."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Both networks."""
    command.add_argument("old", metavar="OLD", help="The running network: a path, as for check.")
    command.add_argument("new", metavar="NEW", help="The new network.")
    command.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="Also write the activemq.xml and firewall rules of each step there. Both networks must be topologies.",
    )
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print what changes and the steps; 1 where a step loses something."""
    from broker_network.answers import diff as answer_of
    from broker_network.changes import diff, effects, transition
    from broker_network.reach import reachability_of

    old, new = reading_of([chosen.old], ()), reading_of([chosen.new], ())
    found = transition(old.running, new.running, old.hosts, new.hosts, old.inventory, new.inventory)
    if chosen.to:
        _write_steps(found, old, new, chosen.to)
    people = effects(*(reachability_of(one, _release(one)) for one in (old, new)))
    answer = answer_of.changed(diff(old.running, new.running), found, people)
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK if found.loses_nothing else DIFFERS


def _release(reading: Reading) -> Release | None:
    """The release that a topology names; files do not tell."""
    return release_of(reading.inventory.release) if reading.inventory else None


def _write_steps(found: Transition, old: Reading, new: Reading, folder: Path) -> None:
    """Write the file of every step that installs one. Networks that were read are refused: they may hold passwords."""
    if old.inventory is None or new.inventory is None:
        raise CommandRefused("--to needs two topologies: give a topology.yaml or an example on both sides.")
    from broker_network import bundle
    from broker_network.bundle.activemq_xml import activemq_xml
    from broker_network.bundle.firewall import rule_set

    for number, step in enumerate(found.steps, start=1):
        at = folder / f"{number:02}-{step.place}"
        if step.broker is not None:
            bundle.write_bytes(at / "activemq.xml", activemq_xml(step.broker, new.inventory).encode())
            tell(f"{at / 'activemq.xml'}: {step.work}")
        if step.rules is not None:
            text = rule_set(new.inventory.name, step.place, step.rules.brokers, step.rules.openings, step.rules.inner)
            bundle.write_bytes(at / "activemq.nft", (text or "").encode())
            tell(f"{at / 'activemq.nft'}: {step.work}")
