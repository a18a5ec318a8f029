"""`python -m macros`."""

import io
import sys

from .cli import main

if __name__ == "__main__":
    # A diff may hold what the terminal has no character for.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
