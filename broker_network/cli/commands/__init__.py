"""The commands, one module for each: its description, its arguments, and what it does.

A new module here is a new command with the name of the module. A command imports what it needs only when it runs, so
that help stays fast, and a command that needs only the standard library runs without anything else.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Protocol, cast

_ORDER = (
    "generate",
    "bundle",
    "schema",
    "check",
    "reach",
    "trace",
    "survive",
    "demand",
    "rights",
    "exposure",
    "releases",
    "diff",
    "draw",
    "up",
    "fetch",
)
"""The order in the help. A command that is not listed here comes last."""


class Command(Protocol):
    """What the module of a command contains."""

    DESCRIPTION: str
    """Its help, also on the reference page."""

    def add_arguments(self, command: argparse.ArgumentParser) -> None:
        """Add the arguments."""

    def run(self, chosen: argparse.Namespace) -> int:
        """Run it; return the exit code. Raises ReaderError."""


def all_commands() -> Iterator[tuple[str, Command]]:
    """Every command with its name, in the order of the help."""
    for name in sorted((one.name for one in pkgutil.iter_modules(__path__)), key=_place):
        yield name, cast(Command, importlib.import_module(f"{__name__}.{name}"))


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)
