"""The command line: reads arguments, prints, and sets the exit code. All work is done elsewhere.

Exit codes: 0 done, 1 something was found or differs, 2 something could not be read or written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from io import TextIOWrapper
from itertools import pairwise
from typing import NoReturn

from broker_network.errors import ReaderError
from broker_network.redaction import remember, remembering

from .commands import Command, all_commands
from .common import DIFFERS, INTERRUPTED, OK, UNREADABLE, tell

NAME = "broker-network"
"""What the command is called."""

__all__ = ["DIFFERS", "INTERRUPTED", "OK", "UNREADABLE", "main", "parser"]


def main(arguments: Sequence[str] | None = None, prog: str = NAME, install: str | None = None) -> int:
    """Run one command; return its exit code. Errors that the reader can fix are reported without a traceback.

    `install` is the command line that installs the whole library, if this is only a part of it. A command that needs
    more then says how to get it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal has every letter
    with remembering():
        remember(_values(sys.argv[1:] if arguments is None else arguments))
        return _run(arguments, prog, install)


def _run(arguments: Sequence[str] | None, prog: str, install: str | None) -> int:
    try:
        chosen = parser(prog).parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = chosen.run
        code = run(chosen)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the output has closed it: discard the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except ReaderError as error:
        tell(str(error))
    except ModuleNotFoundError as error:
        if install is not None:
            tell(f"This command needs more than {prog} contains ({error.name}). Install the full command: {install}")
        elif (error.name or "").partition(".")[0] in ("", __package__.partition(".")[0]):
            raise  # a bug of ours, not a faulty installation
        else:
            tell(
                f"This command needs the Python module {error.name}, which is not installed. Install {NAME} again with "
                "its dependencies, as pip and pipx do by default."
            )
    except OSError as error:
        tell(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return UNREADABLE


class _Parser(argparse.ArgumentParser):
    """Reports what it cannot read as every other error is: an argument may hold a secret or a control character."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and the error; exit with 2, as argparse does."""
        tell(f"{self.format_usage()}{self.prog}: error: {message}")
        self.exit(UNREADABLE)


def _values(arguments: Sequence[str]) -> Iterator[str]:
    """What arguments set, `NAME=VALUE`, or may be meant to."""
    for before, argument in pairwise(("", *arguments)):
        option, equals, value = argument.partition("=")
        if option.startswith("--set"):
            yield from (value, value.partition("=")[2])
        elif before in ("--se", "--set", "--sett"):
            yield value if equals else argument
        elif equals and not option.startswith("--"):
            yield value


def parser(prog: str = NAME) -> argparse.ArgumentParser:
    """The arguments of every command, with the help that the reference page shows too."""
    return _parser(prog, tuple(all_commands()))


@lru_cache(maxsize=4)  # the pages of the guide run many commands in one process
def _parser(prog: str, commands: tuple[tuple[str, Command], ...]) -> argparse.ArgumentParser:
    top = _Parser(prog=prog, description="Generate, check, query and run a network of ActiveMQ brokers.")
    added = top.add_subparsers(required=True, metavar="COMMAND")
    for name, command in commands:
        its_parser = added.add_parser(name, help=command.DESCRIPTION, description=command.DESCRIPTION)
        command.add_arguments(its_parser)
        its_parser.set_defaults(run=command.run, command=name)
    return top
