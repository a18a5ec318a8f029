"""`reach`: who reaches whom."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, failure_argument, reading_arguments
from ..common import OK, CommandRefused
from ..input_output import failures_of, reading_of, refuse_unknown_brokers, release_of, terminal, write_answer

DESCRIPTION = "Show who reaches whom: whether requests arrive and replies come back, and how often."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and which pairs are asked about."""
    reading_arguments(command)
    command.add_argument(
        "--client", action="append", default=[], metavar="BROKER", help="Only clients of this broker. May be repeated."
    )
    command.add_argument(
        "--server", action="append", default=[], metavar="BROKER", help="Only servers of this broker. May be repeated."
    )
    command.add_argument(
        "--collective", action="append", default=[], metavar="NAME", help="Only this collective. May be repeated."
    )
    failure_argument(command)
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print who reaches whom."""
    from broker_network.answers import reach
    from broker_network.reach import reachability_of
    from broker_network.routes import MOST_PAIRS

    reading = reading_of(chosen.paths, chosen.settings)
    asked = [*chosen.client, *chosen.server]
    refuse_unknown_brokers(reading, asked)
    failed = failures_of(chosen, reading, asked)
    engine = reachability_of(reading, release_of(chosen.activemq)).without(failed)
    pairs = engine.pairs(
        clients=chosen.client, servers=chosen.server, collectives=chosen.collective, most=MOST_PAIRS + 1
    )
    if len(pairs) > MOST_PAIRS:
        raise CommandRefused(
            f"These are more than {MOST_PAIRS} pairs of brokers: choose some with --client, --server or --collective."
        )
    named = chosen.client or chosen.server
    not_meant = 0 if named else engine.not_meant(chosen.collective)
    answer = reach.reached(engine, pairs, failed, not_meant=not_meant)
    write_answer(chosen, answer, reach.as_text(answer, terminal()))
    return OK
