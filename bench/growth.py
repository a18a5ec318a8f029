"""Ten times as much of one thing, and what a command takes for it. Run in a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from broker_network import cli
from tests.support.repetitions import repetitions

from .star import in_memory


class Grown(NamedTuple):
    """One thing that a command gets many of: its name among `repetitions`, the command, the larger number."""

    what: str
    command: str
    most: int


GROWN = (
    Grown("a composite of a word in uri of <networkConnector>", "check", 800_000),
    Grown("<policyEntry>", "check", 40_000),
    Grown("attributes of <networkConnector> that nobody knows", "check", 40_000),
    Grown("<networkConnector> in one line", "check", 40_000),
    Grown("<networkConnector>", "draw", 10_000),
    Grown("users and entries", "rights", 100_000),
    Grown("a list in collectives of server.cfg", "exposure", 100_000),
    Grown("brokers that dial nobody known", "reach", 3_000),
)
"""What once cost the square of its number, of so many that a tenth takes long enough to be measured."""

OPTIONS: Mapping[str, tuple[str, ...]] = {"check": ("--fail-on", "never")}


def seconds(grown: Grown, count: int) -> float:
    """Seconds of CPU for so many, everything loaded."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as scratch:
        for file, text in repetitions()[grown.what](count).items():
            path = Path(scratch, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            cli.main([grown.command, "examples/faulty/three-brokers"])
            start = time.process_time()
            cli.main([grown.command, scratch, *OPTIONS.get(grown.command, ())])
            return time.process_time() - start


def main(number: int, share: int) -> dict[str, float]:
    """The seconds for a tenth and for all of one of `GROWN`, or for so many times less of both."""
    most = GROWN[number].most // share
    return {"small": seconds(GROWN[number], most // 10), "large": seconds(GROWN[number], most)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
