"""`draw`: a network as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from broker_network.redaction import printable, redacted

from ..arguments import reading_arguments
from ..common import OK, CommandRefused
from ..input_output import reading_of, write_text

DESCRIPTION = "Draw a network as SVG."


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What is read, and where the picture goes."""
    reading_arguments(command)
    command.add_argument("--to", type=Path, metavar="FILE.svg", help="The file to write. Default: standard output.")


def run(chosen: argparse.Namespace) -> int:
    """Write the picture."""
    from broker_network import bundle, diagram
    from broker_network.collect.inferred_inventory import inventory_of

    reading = reading_of(chosen.paths, chosen.settings)
    if not reading.network.brokers:
        raise CommandRefused("The files hold no broker, so there is nothing to draw. Name the files of brokers too.")
    name = Path(chosen.paths[0]).resolve().stem
    inventory = inventory_of(reading, name, f"The network at {chosen.paths[0]}")
    svg = printable(redacted(diagram.standalone_svg((reading.running, inventory))))
    if chosen.to:
        bundle.write_bytes(chosen.to, svg.encode())
    else:
        write_text(svg)
    return OK
