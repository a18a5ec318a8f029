"""The lab's own promises: nothing behind, nothing passed on, several side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from broker_network.lab.hosts import FILES, LabHost, Space, cable
from broker_network.lab.machines import Machine
from broker_network.lab.process import Process

pytestmark = pytest.mark.lab

NETWORK = ip_network("10.1.0.0/24")
MACHINE = Machine("one.site", "client", "site", ip_address("10.1.0.101"), NETWORK, "group")
OTHER = Machine("two.site", "client", "site", ip_address("10.1.0.102"), NETWORK, "group")

PROGRAM = f"""
import sys, time
from pathlib import Path
from ipaddress import ip_address, ip_network
from broker_network.lab.hosts import LabHost, Space, cable
from broker_network.lab.machines import Machine
from broker_network.lab.process import Process
machine = {MACHINE.name!r}, "client", "site", ip_address("10.1.0.101"), ip_network("10.1.0.0/24"), "group"
space = Space()
host = LabHost(space, Machine(*machine), "127.0.0.1 localhost\\n", {{}})
cable(space, [host])
sleeping = Process(host.enter(["sh", "-c", "echo here; exec sleep 1000"]), host.files / "output")
while (host.files / "output").read_text() == "":
    time.sleep(0.01)
print(space.pid, host.pid, flush=True)
time.sleep(1000)
"""


@pytest.fixture
def pair(lab: None) -> Iterator[list[LabHost]]:
    """Two hosts, cabled together, with a file each."""
    space = Space()
    hosts = [LabHost(space, machine, "", {"server.cfg": b"x = y\n"}) for machine in (MACHINE, OTHER)]
    try:
        cable(space, hosts)
        yield hosts
    finally:
        space.close()
        for host in hosts:
            host.close()


def inside(pid: int) -> set[int]:
    """The processes that share the PID namespace of `pid`."""
    namespace = os.readlink(f"/proc/{pid}/ns/pid")
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "ns/pid") == namespace:
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def _links() -> str:
    return subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout


def _mounts() -> str:
    return Path("/proc/self/mounts").read_text("utf-8")


def wait_until_gone(pids: set[int]) -> set[int]:
    deadline = time.monotonic() + 10
    while (left := {pid for pid in pids if Path(f"/proc/{pid}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_lab_that_is_killed_leaves_nothing_behind(number: signal.Signals, lab: None) -> None:
    before = _links(), _mounts(), sorted(Path(FILES).iterdir())
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        first, host = map(int, running.stdout.readline().split())
        processes = inside(first)
        running.send_signal(number)
    assert {first, host} < processes
    assert wait_until_gone(processes) == set()
    assert (_links(), _mounts(), sorted(Path(FILES).iterdir())) == before


def test_two_labs_with_the_same_names_and_addresses_do_not_meet(lab: None) -> None:
    spaces = [Space(), Space()]
    hosts = [LabHost(space, MACHINE, f"10.9.9.9 lab{number}\n", {}) for number, space in enumerate(spaces)]
    try:
        for space, host in zip(spaces, hosts, strict=True):
            cable(space, [host])
        seen = [host.run("cat", "/etc/hosts").stdout for host in hosts]
    finally:
        for space, host in zip(spaces, hosts, strict=True):
            space.close()
            host.close()
    assert seen == ["10.9.9.9 lab0\n", "10.9.9.9 lab1\n"]


def test_a_host_has_its_name_its_files_and_its_neighbors(pair: list[LabHost]) -> None:
    with pytest.raises(ConnectionRefusedError):
        pair[0].connect(str(OTHER.address), 1)
    assert pair[0].run("hostname").stdout == "one.site\n"
    assert pair[0].run("cat", "/etc/mcollective/server.cfg").stdout == "x = y\n"


def test_a_process_is_stopped_by_its_own_id(lab: None) -> None:
    space = Space()
    host = LabHost(space, MACHINE, "", {})
    try:
        output = host.files / "output"
        first = Process(host.enter(["sh", "-c", 'trap "echo bye; exit 0" TERM; while :; do sleep 0.05; done']), output)
        second = Process(host.enter(["sleep", "1000"]), host.files / "other")
        time.sleep(0.3)
        first.stop()
        assert (first.ended, second.ended) == (True, False)
        assert output.read_text("utf-8") == "bye\n"
        second.kill()
        assert second.ended
    finally:
        space.close()
        host.close()


def test_a_leg_that_is_unplugged_loses_all_and_tells_nobody(pair: list[LabHost]) -> None:
    pair[1].unplug("lan")
    with pytest.raises(TimeoutError):
        pair[0].connect(str(OTHER.address), 1, 0.5)
    assert "state UP" in pair[1].run("ip", "link", "show", "lan").stdout
    pair[1].plug("lan")
    with pytest.raises(ConnectionRefusedError):
        pair[0].connect(str(OTHER.address), 1)


def test_a_leg_that_is_cut_loses_packets_and_its_address_is_still_found(pair: list[LabHost]) -> None:
    pair[1].cut("lan")
    with pytest.raises(TimeoutError):
        pair[0].connect(str(OTHER.address), 1, 4)
    assert "lladdr" in pair[0].run("ip", "neighbor", "show", str(OTHER.address)).stdout
    pair[1].restore("lan")
    with pytest.raises(ConnectionRefusedError):
        pair[0].connect(str(OTHER.address), 1)
