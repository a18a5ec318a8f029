"""`fetch`: the brokers that the lab runs."""

from __future__ import annotations

import argparse

from ..common import OK, short, tell

DESCRIPTION = "Download the brokers that `up` and the tests run, and verify their checksums."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """It has no arguments."""


def run(chosen: argparse.Namespace) -> int:
    """Get what is missing, and say where it is."""
    from broker_network.lab import fetch

    for release in fetch.releases():
        jars = fetch.fetch(release, tell)
        tell(f"ActiveMQ {release}: {len(jars)} jars in {short(fetch.cache() / release)}")
    return OK
