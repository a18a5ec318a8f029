"""`schema`: the JSON Schema of topology.yaml."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from ..common import DIFFERS, OK, CommandRefused, holds, short, tell

DESCRIPTION = "Write the JSON Schema of topology.yaml, which editors use to complete and check keys."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Where it goes, and whether it is only compared."""
    command.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="The file to write. Default, in a clone: the schema next to the examples.",
    )
    command.add_argument(
        "--check", action="store_true", help="Write nothing: exit with 1 if the schema is not current."
    )


def run(chosen: argparse.Namespace) -> int:
    """Write or compare; 1 where it differs."""
    from broker_network import bundle, checkout, examples
    from broker_network.design import topology

    if chosen.to is None and not checkout.PRESENT:
        raise CommandRefused(f"Name the file to write: broker-network schema --to {topology.SCHEMA_FILE}")
    path = chosen.to or examples.FOLDER / topology.SCHEMA_FILE
    text = topology.schema()
    if chosen.check:
        if not holds(path, text):
            to = f" --to {shlex.quote(str(chosen.to))}" if chosen.to else ""
            tell(f"{short(path)} differs. To bring it up to date, run `broker-network schema{to}`.")
            return DIFFERS
        tell(f"{short(path)} is current")
    else:
        bundle.write_bytes(path, text.encode())
        tell(f"{short(path)} written")
    return OK
