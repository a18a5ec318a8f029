"""`up`: a network started on this machine."""

from __future__ import annotations

import argparse

from ..arguments import network_argument
from ..common import OK, tell, topology_of

DESCRIPTION = "Start a network on this machine: every broker and up to two machines of each group. Linux, as root."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The network, and on which release it runs."""
    network_argument(command)
    command.add_argument(
        "--release",
        metavar="R",
        help="The ActiveMQ release to run. Default: that of the distribution in ACTIVEMQ_HOME if you set it, otherwise"
        " the release that the files are for.",
    )


def run(chosen: argparse.Namespace) -> int:
    """Start it, and keep it until it is interrupted."""
    from broker_network.lab.up import up

    up(topology_of(chosen.network), chosen.release, tell)
    return OK
