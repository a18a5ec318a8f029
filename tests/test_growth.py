"""The work of a command grows as its input does: ten times as much of anything costs about ten times as many calls.

Calls are counted and not seconds, so that a busy machine changes nothing. `python -m bench` measures the seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import pytest

from broker_network import cli
from tests.support.repetitions import repetitions

REPEATED = repetitions()
FEW, MANY, MOST = 2, 20, 200
ALLOWED = 20
"""How many times as many calls the step from 20 to 200 may cost as the one from 2 to 20, which is a tenth of it."""
NOISE = 600
"""Calls that say nothing."""

SAMPLE = [name for number, name in enumerate(REPEATED) if number % 50 == 0]
STEEP_ONCE = (
    "<policyEntry>",
    "<networkConnector> in one line",
    "attributes of <networkConnector> that nobody knows",
    "a composite of a word in uri of <networkConnector>",
    "a list in brokerName of <broker>",
    "brokers in one file",
    "client.cfg of many hosts",
    "users and entries",
    "users of MCollective",
    "users of a group",
    "a list in collectives of server.cfg",
)
"""What cost the square of its number before somebody measured it."""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("--fail-on", "never"),
    "reach": (),
    "trace": ("--client", "a", "--server", "a"),
    "rights": (),
    "exposure": (),
    "draw": (),
}
ANSWERS_FOR_EACH = {("exposure", name) for name in ("users of a group", "users of MCollective", "brokers in one file")}
"""Commands whose answer says of each what it may do to each other: it is as long as the square of their number."""


def calls(command: str, folder: Path, name: str, count: int) -> int:
    """How many functions a command calls, Python's own among them, for so many of one thing."""
    place = folder / str(count)
    for file, text in REPEATED[name](count).items():
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    counted = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        cli.main([command, str(place), *COMMANDS[command]])
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("command", COMMANDS)
def test_ten_times_as_much_of_anything_is_ten_times_the_work(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steep = {}
    for number, name in enumerate([*STEEP_ONCE, *(SAMPLE if command == "check" else ())]):
        if (command, name) in ANSWERS_FOR_EACH:
            continue
        folder = tmp_path / str(number)
        calls(command, folder, name, FEW)  # whatever is loaded and kept the first time
        few, many, most = (calls(command, folder, name, count) for count in (FEW, MANY, MOST))
        if most - many > ALLOWED * max(many - few, NOISE):
            steep[name] = (few, many, most)
        capsys.readouterr()
    assert steep == {}
