"""`survive`: every single failure, and who is cut off by it."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, reading_arguments
from ..common import OK, CommandRefused
from ..input_output import reading_of, release_of, terminal, write_answer

DESCRIPTION = "Show who is cut off when any one broker dies, or any one link is cut."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read."""
    reading_arguments(command)
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print what each failure costs."""
    from broker_network.answers import survive
    from broker_network.reach import survival_of
    from broker_network.wording import counted

    reading = reading_of(chosen.paths, chosen.settings)
    asked = survival_of(reading, release_of(chosen.activemq))
    if asked.questions > survive.MOST_QUESTIONS:
        raise CommandRefused(
            f"{counted(len(asked.failures), 'failure')} are too many to try, because each may matter to every pair of "
            "brokers. Ask about one: broker-network reach --without broker NAME --client NAME"
        )
    answer = survive.survived(asked)
    write_answer(chosen, answer, survive.as_text(answer, terminal()))
    return OK
