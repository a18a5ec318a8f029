"""`schema`: the JSON Schema of topology.yaml."""

from __future__ import annotations

import argparse

from ..common import DIFFERS, OK, holds, short, tell

DESCRIPTION = "Write the JSON Schema of topology.yaml, by which editors complete and check."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Whether it is only compared."""
    command.add_argument(
        "--check", action="store_true", help="Write nothing: exit with 1 if the committed schema is not current."
    )


def run(chosen: argparse.Namespace) -> int:
    """Write or compare; 1 where it differs."""
    from broker_network import bundle, examples
    from broker_network.design import topology

    path = examples.FOLDER / topology.SCHEMA_FILE
    text = topology.schema()
    if chosen.check:
        if not holds(path, text):
            tell(f"{short(path)} differs. To bring it up to date, run `broker-network schema`.")
            return DIFFERS
        tell(f"{short(path)} is current")
    else:
        bundle.write_bytes(path, text.encode())
        tell(f"{short(path)} written")
    return OK
