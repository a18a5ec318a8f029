"""The command line: what it says, and with which exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import cli, design
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["generate", "noc-datacentres"], 'There is no example "noc-datacentres". Did you mean "noc-datacenters"?'),
        (["generate", "nowhere/topology.yaml"], "nowhere/topology.yaml: no such file"),
        (["bundle", "single-broker", "/proc/nowhere/x.zip"], "/proc/nowhere: "),
        (["generate", "single-broker", "--to", "/dev/null"], "/dev/null: Not a directory"),
        (["up", "nowhere"], 'There is no example "nowhere".'),
        (["up", "single-broker", "--release", "1.0.0"], "1.0.0"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == cli.UNREADABLE
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told


def test_without_a_command_the_commands_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_an_interruption_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(design, "load_path", interrupted)
    assert cli.main(["generate", "single-broker"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_an_interruption_while_the_program_is_still_being_loaded_ends_quietly() -> None:
    program = (
        "import builtins, sys\n"
        "from broker_network import cli\n"
        "really = builtins.__import__\n"
        "def load(name, globals=None, locals=None, fromlist=(), level=0):\n"
        "    if 'bundle' in (fromlist or ()): raise KeyboardInterrupt\n"
        "    return really(name, globals, locals, fromlist, level)\n"
        "builtins.__import__ = load\n"
        "sys.exit(cli.main(['generate', 'single-broker']))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (cli.INTERRUPTED, "")


def test_a_signal_from_the_keyboard_ends_the_program_with_130(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from broker_network import cli, design\n"
        "design.load_path = lambda path: (print('ready', flush=True), time.sleep(60))\n"
        "sys.exit(cli.main(['generate', 'single-broker']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == ""
