"""The commands, a module each: what it says of itself, its arguments, and what it does.

A new module here is a new command, called as the module is. They import what they work with only when they run, so
that help stays fast and a command that needs the standard library alone gets by with it.
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
    "demand",
    "rights",
    "exposure",
    "diff",
    "draw",
    "up",
    "fetch",
)
"""How the help lists them. One that is not named here comes last."""


class Command(Protocol):
    """What the module of a command holds."""

    DESCRIPTION: str
    """Its help, on the reference page too."""

    def add_arguments(self, command: argparse.ArgumentParser) -> None:
        """Add what it takes."""

    def run(self, chosen: argparse.Namespace) -> int:
        """Carry it out; return the exit code. Raises ReaderError."""


def all_commands() -> Iterator[tuple[str, Command]]:
    """Every command with its name, in the order of the help."""
    for name in sorted((one.name for one in pkgutil.iter_modules(__path__)), key=_place):
        yield name, cast(Command, importlib.import_module(f"{__name__}.{name}"))


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)
