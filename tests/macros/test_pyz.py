"""The checker as one file runs where nothing is installed, and answers as the checkout does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import cli
from broker_network.answers import registry
from macros import reference
from macros.pyz import NAME, pyz_bytes
from tests.support.paths import ROOT

BROKERS = "examples/noc-datacenters/brokers"
GUIDE = "https://guide.example.net/"
INSTALL = "pipx install https://guide.example.net/downloads/broker_network.whl"

ASKED = {
    "check": (BROKERS,),
    "reach": (BROKERS,),
    "trace": (BROKERS, "--client", "noc-1", "--server", "dc-a-1"),
    "survive": (BROKERS,),
    "demand": (BROKERS, "--servers", "dc-a-1=60"),
    "rights": (BROKERS,),
    "exposure": (BROKERS,),
    "releases": (BROKERS, "--activemq", "6.2.6"),
    "diff": (BROKERS, "examples/faulty/three-brokers"),
}
"""How each query is asked."""
FORMATS: list[tuple[str, tuple[str, ...]]] = [(command, ()) for command in ASKED]
FORMATS += [(command, ("--format", "json")) for command in ASKED]
FORMATS += [("check", ("--format", "sarif"))]


NEEDING_MORE: list[tuple[str, ...]] = [
    ("check", "examples/noc-dials/topology.yaml"),
    ("generate", "examples/noc-dials/topology.yaml"),
    ("draw", BROKERS),
    ("bundle", "noc-dials", "noc-dials.zip"),
    ("schema",),
    ("up", "noc-dials"),
    ("fetch",),
]
"""What is asked of it that it cannot do."""


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pyz") / NAME
    path.write_bytes(pyz_bytes(INSTALL, GUIDE))
    return path


def run(pyz: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Without site-packages, without the environment, from a folder where no checkout is."""
    command = [sys.executable, "-I", "-S", str(pyz), *arguments]
    return subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, check=False)


def test_it_finds_nothing_in_an_example_and_something_in_a_faulty_set(pyz: Path) -> None:
    clean = run(pyz, "check", BROKERS)
    assert (clean.returncode, clean.stderr) == (cli.OK, "")
    faulty = run(pyz, "check", "examples/faulty/three-brokers")
    assert (faulty.returncode, faulty.stderr) == (cli.DIFFERS, "")
    assert "policyEntry" in faulty.stdout


def test_every_documented_command_is_run_here() -> None:
    documented = {one.name for one in reference.commands()}
    assert set(ASKED) == set(registry.ANSWERS)
    assert {*ASKED, *(command for command, *_ in NEEDING_MORE)} == documented


@pytest.mark.parametrize(("command", "form"), FORMATS, ids=lambda value: "-".join(value) if value else "text")
def test_every_query_answers(pyz: Path, command: str, form: tuple[str, ...]) -> None:
    ended = run(pyz, command, *ASKED[command], *form)
    assert ended.stderr == ""
    assert ended.returncode in (cli.OK, cli.DIFFERS)
    assert ended.stdout


def test_it_says_what_the_checkout_says(pyz: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = "examples/faulty/three-brokers"
    cli.main(["check", str(ROOT / folder), "--format", "json"])
    here = json.loads(capsys.readouterr().out.replace(f"{ROOT}/", ""))
    there = run(pyz, "check", folder, "--format", "json").stdout
    assert json.loads(there.replace(GUIDE, "")) == here
    assert f'"page": "{GUIDE}reference/rules/#' in there


@pytest.mark.parametrize("command", NEEDING_MORE, ids=lambda command: str(command[0]))
def test_what_needs_more_says_how_to_get_it(pyz: Path, command: tuple[str, ...]) -> None:
    ended = run(pyz, *command)
    assert ended.returncode == cli.UNREADABLE
    assert ended.stderr.endswith(f"Install the full command: {INSTALL}\n")
    assert len(ended.stderr.splitlines()) == 1


def test_it_is_the_same_to_the_byte_each_time() -> None:
    assert pyz_bytes(INSTALL, GUIDE) == pyz_bytes(INSTALL, GUIDE)
