"""`diff`: what changes from one network to another, step by step."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..arguments import answer_arguments
from ..common import DIFFERS, OK, CommandRefused, tell
from ..input_output import reading_of, terminal, write_answer

if TYPE_CHECKING:
    from broker_network.changes import Transition
    from broker_network.collect import Reading

DESCRIPTION = "Tell what changes from one network to another, and in which order to change it."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Both networks."""
    command.add_argument("old", metavar="OLD", help="The network as it runs: a path as of check.")
    command.add_argument("new", metavar="NEW", help="The network as it will be.")
    command.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="Also write there the activemq.xml of each step, and rules of firewalls; between two topologies.",
    )
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print what changes and the steps; 1 where a step loses something."""
    from broker_network.answers import diff as answer_of
    from broker_network.changes import diff, transition

    old, new = reading_of([chosen.old], ()), reading_of([chosen.new], ())
    road = transition(old.network, new.network, old.hosts, new.hosts, old.inventory, new.inventory)
    if chosen.to:
        _write_steps(road, old, new, chosen.to)
    answer = answer_of.changed(diff(old.network, new.network), road)
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK if road.loses_nothing else DIFFERS


def _write_steps(road: Transition, old: Reading, new: Reading, folder: Path) -> None:
    """Write the file of every step that installs one. Files that were read may hold passwords: those are refused."""
    if old.inventory is None or new.inventory is None:
        raise CommandRefused(
            "--to writes files between two topologies only: a topology.yaml or an example on both sides."
        )
    from broker_network import bundle
    from broker_network.bundle.activemq_xml import activemq_xml
    from broker_network.bundle.firewall import rule_set

    for number, step in enumerate(road.steps, start=1):
        at = folder / f"{number:02}-{step.place}"
        if step.broker is not None:
            bundle.write_bytes(at / "activemq.xml", activemq_xml(step.broker, new.inventory).encode())
            tell(f"{at / 'activemq.xml'}: {step.work}")
        if step.rules is not None:
            text = rule_set(new.inventory.name, step.place, step.rules.brokers, step.rules.openings, step.rules.inner)
            bundle.write_bytes(at / "activemq.nft", (text or "").encode())
            tell(f"{at / 'activemq.nft'}: {step.work}")
