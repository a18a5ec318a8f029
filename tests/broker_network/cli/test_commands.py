"""A module is a command: no list names them, and help loads nothing that they work with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import cli
from broker_network.cli import commands
from tests.support.paths import ROOT


def test_a_new_module_is_a_new_command_after_those_whose_order_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "added.py").write_text(
        'DESCRIPTION = "Added by a test."\n'
        "def add_arguments(command):\n    command.add_argument('word')\n"
        "def run(chosen):\n    print(chosen.command, chosen.word)\n    return 0\n"
    )
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, f"{commands.__name__}.added", raising=False)
    names = [name for name, _ in commands.all_commands()]
    assert names[: len(commands._ORDER)] == list(commands._ORDER)
    assert "added" in names[len(commands._ORDER) :]
    assert cli.main(["added", "here"]) == cli.OK
    assert capsys.readouterr().out == "added here\n"


def test_the_help_follows_the_way_of_a_reader() -> None:
    names = [name for name, _ in commands.all_commands()]
    assert names.index("generate") < names.index("check") < names.index("diff") < names.index("up")


def test_help_loads_nothing_that_a_command_works_with() -> None:
    program = (
        "import sys\n"
        "from broker_network.cli import parser\n"
        "parser().format_help()\n"
        "print(*sorted(name for name in sys.modules if name.startswith('broker_network.')))\n"
        "print(*sorted({'pydantic', 'jinja2', 'yaml', 'xml'} & sys.modules.keys()))\n"
    )
    # Measuring coverage loads modules of its own.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, env=unmeasured, capture_output=True, text=True, check=True)
    own, others = ended.stdout.splitlines()
    kept = {"broker_network.errors", "broker_network.redaction", "broker_network.wording"}
    assert {".".join(name.split(".")[:2]) for name in own.split()} <= {*kept, "broker_network.cli"}
    assert others == ""
