"""The commands that start networks, and get what that needs: `up`, `fetch`."""

from __future__ import annotations

import argparse

from .common import NETWORK, OK, Commands, add, short, tell, topology_of


def register(commands: Commands) -> None:
    """Add the commands and their arguments."""
    up = add(
        commands,
        "up",
        _up,
        "Start a network on this machine: every broker and up to two machines of each group. Linux, as root.",
    )
    up.add_argument("network", metavar="NETWORK", help=NETWORK)
    up.add_argument("--release", metavar="R", help="ActiveMQ release to run. Default: the one the files are for.")

    add(commands, "fetch", _fetch, "Get the brokers that `up` and the tests run, and check their checksums.")


def _up(chosen: argparse.Namespace) -> int:
    from broker_network.lab.up import up

    up(topology_of(chosen.network), chosen.release, tell)
    return OK


def _fetch(chosen: argparse.Namespace) -> int:
    from broker_network.lab import fetch

    for release in fetch.releases():
        jars = fetch.fetch(release, tell)
        tell(f"ActiveMQ {release}: {len(jars)} jars in {short(fetch.cache() / release)}")
    return OK
