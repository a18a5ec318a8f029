"""`bundle`: every file of a network in one zip."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..arguments import network_argument
from ..common import OK, tell, topology_of

DESCRIPTION = "Pack every file of a network into one zip."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is packed, and where to."""
    network_argument(command)
    command.add_argument("file", type=Path, metavar="FILE.zip", help="The archive to write.")


def run(chosen: argparse.Namespace) -> int:
    """Pack it."""
    from broker_network import bundle
    from broker_network.design import load_path

    topology = topology_of(chosen.network)
    plan = load_path(topology)
    files = {**bundle.files(plan), "topology.yaml": topology.read_bytes()}
    bundle.write_bytes(chosen.file, bundle.zip_bytes(plan.inventory.name, files))
    tell(f"{chosen.file}: {len(files)} files")
    return OK
