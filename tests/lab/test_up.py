from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import bundle, examples
from broker_network.activemq import releases
from broker_network.design import load_path
from broker_network.lab.cluster import Cluster
from broker_network.lab.errors import LabError
from broker_network.lab.hosts import FILES
from broker_network.lab.up import up

from .test_hosts import inside, wait_until_gone


def test_a_release_the_lab_has_not_is_answered_with_those_it_has() -> None:
    with pytest.raises(LabError, match=r"no ActiveMQ 9\.9\.9\. It has 6\.2\.6, .*--release"):
        up(examples.FOLDER / "single-broker" / "topology.yaml", "9.9.9")


def test_files_that_were_not_generated_are_named_with_the_command_that_does(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"is missing: run `broker-network generate .*topology\.yaml`"):
        Cluster.of_folder(_own(tmp_path), str(releases.DEFAULT))


def _own(folder: Path) -> Path:
    """A topology of a reader's own, outside the project."""
    topology = folder / "topology.yaml"
    topology.write_bytes((examples.FOLDER / "single-broker" / "topology.yaml").read_bytes())
    return topology


class Up:
    """`broker-network up` of a topology, started, with what it said until it was ready."""

    def __init__(self, topology: Path) -> None:
        command = [sys.executable, "-m", "broker_network", "up", str(topology)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        assert self.process.stderr is not None
        self.stderr = self.process.stderr
        said: list[str] = []
        for line in self.stderr:
            said.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        self.shell = next(line for line in said if "nsenter" in line).removeprefix("sudo ")
        self.ping = next(line for line in said if line.startswith("mco ping"))
        self.inside = inside(int(self.shell.split("--target ")[1].split()[0]))

    def answers(self) -> int:
        """How many servers answer the command that it says to try."""
        shell = [*shlex.split(self.shell), "-c", self.ping]
        return subprocess.run(shell, capture_output=True, text=True, check=False).stdout.count("time=")

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; return the exit status and what it still said."""
        self.process.send_signal(number)
        rest = self.stderr.read()
        self.stderr.close()
        return self.process.wait(), rest.strip()


@pytest.mark.lab
def test_up_says_how_to_try_it_ctrl_c_and_kill_leave_nothing_and_a_second_run_starts_at_once(
    tmp_path: Path, lab: None
) -> None:
    before = sorted(Path(FILES).iterdir())
    topology = _own(tmp_path)
    bundle.write(bundle.files(load_path(topology)), tmp_path)
    killed = Up(topology)
    assert killed.answers() == 4
    assert killed.end(signal.SIGKILL) == (-signal.SIGKILL, "")
    second = Up(topology)
    assert wait_until_gone(killed.inside) == set()
    assert second.answers() == 4
    assert second.end(signal.SIGINT) == (0, "stopped; nothing is left")
    assert wait_until_gone(second.inside) == set()
    assert sorted(Path(FILES).iterdir()) == before
