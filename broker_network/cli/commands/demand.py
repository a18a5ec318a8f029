"""`demand`: the subscriptions that bridges hold."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..arguments import answer_arguments, reading_arguments
from ..common import OK, CommandRefused
from ..input_output import access_map_of, reading_of, refuse_unknown_brokers, release_of, terminal, write_answer

if TYPE_CHECKING:
    from broker_network.collect import Reading
    from broker_network.routes.subscription_counts import Population

DESCRIPTION = "Count the subscriptions that bridges hold, and show the TTL that connectors need."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and who is connected where."""
    reading_arguments(command)
    command.add_argument(
        "--servers",
        action="append",
        default=[],
        metavar="BROKER=COUNT",
        help="The number of servers at a broker. May be repeated. Required without a topology.",
    )
    command.add_argument(
        "--clients",
        action="append",
        default=[],
        metavar="BROKER=COUNT",
        help="The number of clients at a broker, each waiting for a reply. May be repeated.",
    )
    command.add_argument(
        "--collective",
        metavar="NAME",
        help="The collective of these servers and clients. Default: the first that the files name.",
    )
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print the counts."""
    from broker_network.answers import demand as answer_of
    from broker_network.reach import reachability_of
    from broker_network.routes.subscription_counts import demand, populations_of, ttl_needed

    reading = reading_of(chosen.paths, chosen.settings)
    populations = _populations(chosen, reading)
    if not populations and reading.inventory is not None:
        populations = list(populations_of(reading.inventory))
    if not populations:
        raise CommandRefused(
            "The files do not say how many servers there are. Give the numbers, such as --servers dc-a-1=60."
        )
    routing = reachability_of(reading, release_of(chosen.activemq)).routing
    answer = answer_of.demanded(populations, demand(routing, populations), ttl_needed(routing, populations))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK


def _populations(chosen: argparse.Namespace, reading: Reading) -> list[Population]:
    """The counts that options give. Raises CommandRefused for an unknown broker or a bad count."""
    from broker_network.routes.subscription_counts import Population

    collective = chosen.collective or access_map_of(reading).collectives[0]
    counts: dict[str, list[int]] = {}
    for option, given in (("--servers", chosen.servers), ("--clients", chosen.clients)):
        for text in given:
            broker, equals, count = text.rpartition("=")
            if not equals or not count.isascii() or not count.isdigit() or len(count) > 7:
                raise CommandRefused(f"{option} {text}: write it as BROKER=COUNT, such as dc-a-1=60")
            refuse_unknown_brokers(reading, [broker])
            counts.setdefault(broker, [0, 0])[option == "--clients"] += int(count)
    return [Population(broker, collective, *found) for broker, found in counts.items()]
