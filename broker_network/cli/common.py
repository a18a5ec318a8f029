"""What all commands share: exit codes, arguments and messages. Standard library only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from broker_network.errors import ReaderError
from broker_network.redaction import printable, redacted
from broker_network.wording import no_such

OK, DIFFERS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130

NO_EXAMPLES = "There are no examples here, because this is not a clone of the guide"


class CommandRefused(ReaderError):
    """The command cannot do what was asked; the text says why, and what to do instead."""


def topology_of(network: str) -> Path:
    """The topology.yaml of an example or at a path; raise CommandRefused when there is neither."""
    from broker_network import examples

    if network in examples.names():
        return examples.FOLDER / network / "topology.yaml"
    path = Path(network)
    if path.is_dir():
        path /= "topology.yaml"
    if path.is_file():
        return path
    if "/" in network or path.suffix:
        raise CommandRefused(f"{path}: no such file")
    if names := examples.names():
        raise unknown("example", network, names)
    raise CommandRefused(f"{network}: no such file. {NO_EXAMPLES}. Give the path of a topology.yaml.")


def unknown(kind: str, name: str, known: Sequence[str]) -> CommandRefused:
    """The error for an unknown name, with the closest known name and all known names."""
    return CommandRefused(no_such(kind, name, known))


def short(path: Path) -> str:
    """The path relative to the current folder, if it is inside it; otherwise the path itself."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def holds(path: Path, text: str) -> bool:
    """Whether a file exists and contains exactly this text."""
    return path.is_file() and path.read_text(encoding="utf-8") == text


def tell(text: str) -> None:
    """Print progress and errors for people to standard error, without secrets and control characters."""
    print(printable(redacted(text)), file=sys.stderr, flush=True)
