from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from macros import bundle, examples
from macros.lab.cluster import Cluster
from macros.lab.errors import LabError
from macros.lab.hosts import FILES
from macros.lab.up import up


def test_a_release_the_lab_has_not_is_answered_with_those_it_has() -> None:
    with pytest.raises(LabError, match=r"no ActiveMQ 9\.9\.9\. It has 6\.2\.6, .*--release"):
        up(examples.FOLDER / "single-broker" / "topology.yaml", "9.9.9")


def test_files_that_were_not_generated_are_named_with_the_command_that_does(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"is missing: run `python -m macros generate .*topology\.yaml`"):
        Cluster.of_folder(_own(tmp_path), "6.2.6")


def _own(folder: Path) -> Path:
    """A topology of a reader's own, outside the project."""
    topology = folder / "topology.yaml"
    topology.write_bytes((examples.FOLDER / "single-broker" / "topology.yaml").read_bytes())
    return topology


@pytest.mark.lab
def test_up_says_how_to_try_it_and_ctrl_c_leaves_nothing_behind(tmp_path: Path, lab: None) -> None:
    before = sorted(Path(FILES).iterdir())
    topology = _own(tmp_path)
    bundle.write(bundle.files(examples.load_path(topology)), tmp_path)
    command = [sys.executable, "-m", "macros", "up", str(topology)]
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
