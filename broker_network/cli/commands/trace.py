"""`trace`: the path of one message between two brokers."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, failure_argument, reading_arguments
from ..common import DIFFERS, OK
from ..input_output import failures_of, reading_of, refuse_unknown_brokers, release_of, terminal, write_answer

DESCRIPTION = "Follow a message between two brokers: every hop, what blocks it, and the smallest change."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and which message is followed."""
    reading_arguments(command)
    command.add_argument(
        "--client", required=True, metavar="BROKER", help="The broker that the client is connected to."
    )
    command.add_argument(
        "--server", required=True, metavar="BROKER", help="The broker that the server is connected to."
    )
    command.add_argument("--collective", metavar="NAME", help="Default: the first that the files name.")
    command.add_argument(
        "--message", choices=("broadcast", "directed", "reply"), help="Only this kind. Default: all three."
    )
    command.add_argument("--client-user", metavar="NAME", help="The client's account. Also checks its rights.")
    command.add_argument("--server-user", metavar="NAME", help="The server's account. Also checks its rights.")
    failure_argument(command)
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print the path; 1 where the message does not arrive."""
    from broker_network.answers import trace as answer_of
    from broker_network.mcollective.destinations import MESSAGES
    from broker_network.reach import reachability_of, trace

    reading = reading_of(chosen.paths, chosen.settings)
    asked = (chosen.client, chosen.server)
    refuse_unknown_brokers(reading, asked)
    failed = failures_of(chosen, reading, asked)
    engine = reachability_of(reading, release_of(chosen.activemq)).without(failed)
    collective = chosen.collective or engine.access.collectives[0]
    messages = (chosen.message,) if chosen.message else MESSAGES
    users = (chosen.client_user, chosen.server_user)
    questions = engine.questions(chosen.client, chosen.server, collective, *users, messages)
    found = [trace(engine, question) for question in questions]
    answer = answer_of.Traces(tuple(map(answer_of.traced, found)), tuple(one.part for one in failed))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK if all(one.arrives for one in found) else DIFFERS
