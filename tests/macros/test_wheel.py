"""The library installed from its wheel works without a checkout, with what it declares to need and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from broker_network import cli
from broker_network.examples import FOLDER
from macros import reference
from macros.wheel import _built, wheel

GUIDE = "https://guide.example.net/"
NETWORK = "noc-datacenters"


class Installed:
    """A virtual environment that holds the wheel, and an empty folder where its command runs."""

    def __init__(self, folder: Path, *, with_dependencies: bool) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self._venv = folder / "venv"
        venv.create(self._venv, symlinks=True)
        (self.packages,) = self._venv.glob("lib/python*/site-packages")
        name, content = wheel(GUIDE)
        (folder / name).write_bytes(content)
        pip = [sys.executable, "-m", "pip", "--python", str(self._venv / "bin" / "python")]
        install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", str(folder / name)]
        subprocess.run([*pip, *install], check=True)
        if with_dependencies:
            for path in _declared(self.packages):
                (self.packages / path.name).symlink_to(path)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command as a reader starts it, with a home of its own and no variable that Python listens to."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [str(self._venv / "bin" / "broker-network"), *arguments]
        return subprocess.run(command, cwd=self.home, env=environment, capture_output=True, text=True, check=False)


def _declared(packages: Path) -> Iterator[Path]:
    """What the wheel declares to need, and what that needs in turn, as the running interpreter has it installed."""
    (metadata,) = packages.glob("broker_network-*.dist-info")
    waiting, seen = list(PathDistribution(metadata).requires or ()), set()
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name)
        found = distribution(requirement.name)
        waiting += found.requires or ()
        for name in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            yield Path(str(found.locate_file(name)))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"), with_dependencies=True)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("bare"), with_dependencies=False)


def topology(where: Installed) -> str:
    """A copy of an example's topology, as a reader of the guide takes it along; its path from the home."""
    path = where.home / NETWORK / "topology.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((FOLDER / NETWORK / "topology.yaml").read_bytes())
    return str(path.relative_to(where.home))


def test_files_are_written_checked_and_asked_about_without_a_checkout(installed: Installed) -> None:
    path = topology(installed)
    written = installed.run("generate", path)
    assert (written.returncode, written.stdout) == (cli.OK, "")
    for committed in (one for one in (FOLDER / NETWORK).rglob("*") if one.is_file()):
        here = installed.home / NETWORK / committed.relative_to(FOLDER / NETWORK)
        assert here.read_bytes() == committed.read_bytes()
    for asked in (path, f"{NETWORK}/brokers"):
        checked = installed.run("check", asked)
        assert (checked.returncode, checked.stderr) == (cli.OK, "")
        assert installed.run("reach", asked).returncode == cli.OK
        traced = installed.run("trace", asked, "--client=noc-1", "--server=dc-a-1", "--message=directed")
        assert traced.returncode == cli.OK, traced.stdout + traced.stderr
        drawn = installed.run("draw", asked)
        assert "<svg " in drawn.stdout, drawn.stderr


def test_without_a_network_it_says_which_to_name_and_writes_nothing(installed: Installed) -> None:
    before = sorted(installed.packages.iterdir())
    for arguments in (["generate"], ["generate", "noc-dials"], ["generate", "--check"]):
        ended = installed.run(*arguments)
        assert ended.returncode == cli.UNREADABLE
        assert "There are no examples here" in ended.stderr
        assert "topology.yaml" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1
    assert sorted(installed.packages.iterdir()) == before


def test_the_schema_is_written_where_it_is_wanted(installed: Installed) -> None:
    refused = installed.run("schema")
    assert (refused.returncode, "--to topology.schema.json" in refused.stderr) == (cli.UNREADABLE, True)
    assert installed.run("schema", "--to", "it.json").returncode == cli.OK
    committed = (FOLDER / "topology.schema.json").read_bytes()
    assert (installed.home / "it.json").read_bytes() == committed
    assert installed.run("schema", "--to", "it.json", "--check").returncode == cli.OK


def test_releases_are_kept_in_the_users_own_cache(installed: Installed) -> None:
    program = "from broker_network.lab import fetch; print(fetch.cache())"
    python = str(installed.packages.parents[2] / "bin" / "python")
    for cache, expected in (
        ("", installed.home / ".cache"),
        ("relative", installed.home / ".cache"),
        (str(installed.home / "kept"), installed.home / "kept"),
    ):
        environment = {"HOME": str(installed.home), "XDG_CACHE_HOME": cache}
        ended = subprocess.run(
            [python, "-c", program], cwd=installed.home, env=environment, capture_output=True, text=True, check=True
        )
        assert ended.stdout.strip() == str(expected / "broker-network" / "brokers")


def test_without_its_dependencies_it_checks_files_and_says_what_else_is_missing(bare: Installed) -> None:
    checked = bare.run("check", str(FOLDER / "faulty" / "three-brokers"))
    assert (checked.returncode, checked.stderr) == (cli.DIFFERS, "")
    assert f"see: {GUIDE}reference/rules/#schema" in checked.stdout
    for arguments in (["generate", topology(bare)], ["check", topology(bare)], ["schema", "--to", "it.json"]):
        ended = bare.run(*arguments)
        assert ended.returncode == cli.UNREADABLE
        assert re.fullmatch(r"This command needs the Python module \w+, which is not installed\..*\n", ended.stderr)
        assert ended.stdout == ""


def test_the_wheel_is_the_same_to_the_byte_each_time() -> None:
    first = wheel()
    _built.cache_clear()
    assert wheel() == first


COMMANDS = {
    "generate": ["generate", "noc-datacenters/topology.yaml"],
    "check": ["check", "noc-datacenters"],
    "reach": ["reach", "noc-datacenters"],
    "trace": ["trace", "noc-datacenters", "--client", "noc-1", "--server", "dc-a-1"],
    "demand": ["demand", "noc-datacenters", "--servers", "dc-a-1=60"],
    "rights": ["rights", "noc-datacenters"],
    "exposure": ["exposure", "noc-datacenters"],
    "survive": ["survive", "noc-datacenters"],
    "releases": ["releases", "noc-datacenters"],
    "diff": ["diff", "noc-datacenters", "noc-datacenters/topology.yaml"],
    "draw": ["draw", "noc-datacenters"],
    "bundle": ["bundle", "noc-datacenters/topology.yaml", "it.zip"],
    "schema": ["schema", "--to", "it.json"],
    "up": ["up", "absent/topology.yaml"],
    "fetch": ["fetch", "--help"],
}
"""How each command is run: `up` and `fetch` go as far as they get without brokers and a network."""


def test_every_documented_command_is_run_here() -> None:
    assert set(COMMANDS) == {one.name for one in reference.commands()}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_documented_command_runs_from_the_wheel(installed: Installed, command: str) -> None:
    topology(installed)
    installed.run(*COMMANDS["generate"])
    ended = installed.run(*COMMANDS[command])
    assert "Traceback" not in ended.stderr, ended.stderr
    assert ended.returncode == (cli.UNREADABLE if command == "up" else cli.OK), ended.stdout + ended.stderr
