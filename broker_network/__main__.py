"""The command `broker-network`, which `python -m broker_network` starts too."""

import io
import sys

from broker_network.cli import main


def run() -> None:
    """Run the command with the process's arguments, and end the process with its exit code."""
    # A diff may hold what the terminal has no character for.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())


if __name__ == "__main__":
    run()
