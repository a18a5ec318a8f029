"""`exposure`: what a thief gets."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, reading_arguments
from ..common import OK, CommandRefused
from ..input_output import access_map_of, reading_of, terminal, write_answer

DESCRIPTION = "Show what a thief can read, take, forge and stop with a stolen laptop, server, broker or password."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and who is asked about."""
    reading_arguments(command)
    command.add_argument(
        "--who",
        action="append",
        metavar="NAME",
        help="An operator, server group, broker, link or user, such as alice or 'broker noc-1'. May be repeated. "
        "Default: all.",
    )
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print what each can do."""
    from broker_network.answers import exposure as answer_of
    from broker_network.exposure import exposure, subject, subjects

    reading = reading_of(chosen.paths, chosen.settings)
    access = access_map_of(reading)
    try:
        asked = [subject(access, who) for who in chosen.who] if chosen.who else subjects(access)
    except LookupError as error:
        raise CommandRefused(str(error.args[0])) from None
    answer = answer_of.Exposures(tuple(exposure(one, access) for one in asked))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK
