"""The command line: reads arguments, prints, and sets the exit code. All work is done elsewhere.

Exit codes: 0 done, 1 something was found or differs, 2 something could not be read or written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from broker_network.errors import ReaderError

from .commands import all_commands
from .common import DIFFERS, INTERRUPTED, OK, UNREADABLE, tell

NAME = "broker-network"
"""What the command is called."""

__all__ = ["DIFFERS", "INTERRUPTED", "OK", "UNREADABLE", "main", "parser"]


def main(arguments: Sequence[str] | None = None, prog: str = NAME, install: str | None = None) -> int:
    """Run one command; return its exit code. Errors of the reader's making are told without a traceback.

    `install` is the command line that installs the whole library, where this is only a part of it: a command that
    needs more says so, and how to get it.
    """
    try:
        chosen = parser(prog).parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = chosen.run
        code = run(chosen)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough of it; what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except ReaderError as error:
        tell(str(error))
    except ModuleNotFoundError as error:
        if install is not None:
            tell(f"This needs more than {prog} holds ({error.name}). Get all of it: {install}")
        elif (error.name or "").partition(".")[0] in ("", __package__.partition(".")[0]):
            raise  # a fault of ours, not of an installation
        else:
            tell(
                f"This needs the Python module {error.name}, which is not installed. Install {NAME} again, with its "
                "dependencies: pip and pipx do, unless told not to."
            )
    except OSError as error:
        tell(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return UNREADABLE


def parser(prog: str = NAME) -> argparse.ArgumentParser:
    """The arguments of every command, with the help that the reference page shows too."""
    top = argparse.ArgumentParser(prog=prog, description="Files, answers and running clusters from a network's files.")
    added = top.add_subparsers(required=True, metavar="COMMAND")
    for name, command in all_commands():
        its_parser = added.add_parser(name, help=command.DESCRIPTION, description=command.DESCRIPTION)
        command.add_arguments(its_parser)
        its_parser.set_defaults(run=command.run, command=name)
    return top
