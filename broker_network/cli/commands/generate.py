"""`generate`: every file of a network."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..arguments import network_argument
from ..common import DIFFERS, NO_EXAMPLES, OK, CommandRefused, holds, short, tell, topology_of
from ..input_output import write_text

if TYPE_CHECKING:
    from broker_network.design.planning import Plan

DESCRIPTION = (
    "Write every file of a network next to its topology.yaml. Without a network, write those of all examples, "
    "the JSON Schema and a diagram of each example."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The network, where its files go, and whether they are only compared."""
    network_argument(command, optional=True)
    command.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="Write there instead; without a network, each example into its own folder.",
    )
    command.add_argument(
        "--check",
        action="store_true",
        help="Write nothing: show what would change, and exit with 1 if anything would change.",
    )


def run(chosen: argparse.Namespace) -> int:
    """Write or compare; 1 where files differ."""
    from broker_network import bundle, examples
    from broker_network.design import load_path

    to: Path | None = chosen.to
    if chosen.network is None:
        found = {name: examples.FOLDER / name / "topology.yaml" for name in examples.names()}
        if not found:
            raise CommandRefused(f"{NO_EXAMPLES}. Name your topology: broker-network generate path/to/topology.yaml")
        targets = [(path, to / name if to else path.parent) for name, path in found.items()]
    else:
        topology = topology_of(chosen.network)
        targets = [(topology, to or topology.parent)]

    # CheckReport the mistakes of all topologies before writing anything.
    planned = [(load_path(topology), folder) for topology, folder in targets]
    differing = _generate_shared(chosen, [plan for plan, _ in planned]) if chosen.network is None else False
    for plan, folder in planned:
        files = bundle.files(plan)
        if chosen.check:
            differences = bundle.differences(files, folder)
            write_text(differences)
            differing = differing or bool(differences)
            state = "differ" if differences else "are current"
            tell(f"{short(folder)}: its {len(files)} files {state}")
        else:
            changed = bundle.write(files, folder)
            tell(f"{short(folder)}: {len(files)} files, {len(changed) or 'none'} changed")
    if differing:
        tell(f"To bring them up to date, run `{' '.join(_generating(chosen))}`.")
    return DIFFERS if differing else OK


def _generate_shared(chosen: argparse.Namespace, plans: Sequence[Plan]) -> bool:
    """Write or check the files next to the examples: the schema and a diagram of each. Whether they differ."""
    from broker_network import bundle, diagram, examples
    from broker_network.design import topology

    folder = chosen.to or examples.FOLDER
    wanted = {f"{plan.inventory.name}.svg": diagram.standalone_svg(plan) for plan in plans}
    wanted[topology.SCHEMA_FILE] = topology.schema()
    changed = [name for name, text in wanted.items() if not holds(folder / name, text)]
    for name in changed:
        if chosen.check:
            tell(f"{short(folder / name)} differs")
        else:
            bundle.write_bytes(folder / name, wanted[name].encode())
            tell(f"{short(folder / name)} written")
    return bool(changed) and bool(chosen.check)


def _generating(chosen: argparse.Namespace) -> list[str]:
    """The command that writes what `generate --check` found to differ."""
    command = ["broker-network", "generate"]
    command += [shlex.quote(chosen.network)] if chosen.network else []
    return command + (["--to", shlex.quote(str(chosen.to))] if chosen.to else [])
