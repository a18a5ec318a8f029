"""`releases`: which release of ActiveMQ to run."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, reading_arguments
from ..common import OK
from ..input_output import reading_of, release_of, terminal, write_answer

DESCRIPTION = "Say which ActiveMQ release to run for a network, why, and which faults and CVEs each leaves open."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and the format of the answer."""
    reading_arguments(command)
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print the advice."""
    from broker_network.answers.releases import advised
    from broker_network.answers.releases_text import as_text
    from broker_network.rule_support import Case

    reading = reading_of(chosen.paths, chosen.settings)
    answer = advised(Case(reading, release_of(chosen.activemq)))
    write_answer(chosen, answer, as_text(answer, terminal()))
    return OK
