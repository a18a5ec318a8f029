"""`rights`: what every account may do."""

from __future__ import annotations

import argparse

from ..arguments import answer_arguments, reading_arguments
from ..common import OK, unknown
from ..input_output import access_map_of, reading_of, terminal, write_answer

DESCRIPTION = "Show what every account may do, and who can send requests to whom."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and which accounts are asked about."""
    reading_arguments(command)
    command.add_argument(
        "--user", action="append", default=[], metavar="NAME", help="Only this account. May be repeated."
    )
    answer_arguments(command)


def run(chosen: argparse.Namespace) -> int:
    """Print the rights."""
    from broker_network.answers import rights
    from broker_network.exposure.account_rights import rights_of_accounts

    reading = reading_of(chosen.paths, chosen.settings)
    accounts = rights_of_accounts(access_map_of(reading))
    known = list(dict.fromkeys(one.user for one in accounts if one.user))
    for name in chosen.user:
        if name not in known:
            raise unknown("account", name, known)
    answer = rights.Accounts(tuple(one for one in accounts if not chosen.user or one.user in chosen.user))
    write_answer(chosen, answer, rights.as_text(answer, terminal()))
    return OK
