"""What all commands share: exit codes, arguments, and how they speak. Standard library only."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from broker_network.errors import ReaderError
from broker_network.redaction import redacted

OK, DIFFERS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130

NETWORK = "Name of an example, or path to a topology.yaml."

Run = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Refused(ReaderError):
    """What was asked for cannot be done; the text says why, and what to do instead."""


def add(commands: Commands, name: str, run: Run, description: str) -> argparse.ArgumentParser:
    """Add a command that `run` carries out; `description` is its help, on the reference page too."""
    command = commands.add_parser(name, help=description, description=description)
    command.set_defaults(run=run, command=name)
    return command


def topology_of(network: str) -> Path:
    """The topology.yaml of an example or at a path; raise Refused when there is neither."""
    from broker_network import examples

    if network in examples.names():
        return examples.FOLDER / network / "topology.yaml"
    path = Path(network)
    if path.is_dir():
        path /= "topology.yaml"
    if path.is_file():
        return path
    if "/" in network or path.suffix:
        raise Refused(f"{path}: no such file")
    names = examples.names()
    raise Refused(f'There is no example "{network}".{did_you_mean(network, names)} Known: {", ".join(names)}.')


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """A question with the nearest known name, with a blank before it; empty where none is near."""
    close = difflib.get_close_matches(name, known, 1)
    return f' Did you mean "{close[0]}"?' if close else ""


def short(path: Path) -> str:
    """The path from here where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def tell(text: str) -> None:
    """Progress and complaints for people, without secrets; what a program may read goes to standard output."""
    print(redacted(text), file=sys.stderr, flush=True)
