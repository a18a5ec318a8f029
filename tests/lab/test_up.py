from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from macros.lab.errors import LabError
from macros.lab.hosts import FILES
from macros.lab.up import up


def test_a_release_the_lab_has_not_is_answered_with_those_it_has() -> None:
    with pytest.raises(LabError, match=r"no ActiveMQ 9\.9\.9\. It has 6\.2\.6, .*--release"):
        up("single-broker", "9.9.9")


@pytest.mark.lab
def test_up_says_how_to_try_it_and_ctrl_c_leaves_nothing_behind(lab: None) -> None:
    before = sorted(Path(FILES).iterdir())
    command = [sys.executable, "-m", "macros", "up", "single-broker"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stderr is not None
        said: list[str] = []
        for line in running.stderr:
            said.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        shell = next(line for line in said if "nsenter" in line).removeprefix("sudo ")
        ping = next(line for line in said if line.startswith("mco ping"))
        asked = subprocess.run([*shlex.split(shell), "-c", ping], capture_output=True, text=True, check=False)
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
    assert asked.stdout.count("time=") == 4
    assert running.returncode == 0
    assert rest.strip() == "stopped; nothing is left"
    assert sorted(Path(FILES).iterdir()) == before
