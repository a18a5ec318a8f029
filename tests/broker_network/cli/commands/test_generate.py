"""`generate`: what it writes, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import cli, examples
from tests.support.paths import ROOT


def test_every_file_is_written_beside_a_topology_of_your_own(
    topology: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["generate", str(topology)]) == cli.OK
    assert (topology.parent / "make-secrets").stat().st_mode & 0o111
    assert "files, " in capsys.readouterr().err
    assert cli.main(["generate", str(topology), "--check"]) == cli.OK


def test_a_folder_stands_for_the_topology_in_it(topology: Path) -> None:
    assert cli.main(["generate", str(topology.parent)]) == cli.OK


def test_files_can_be_written_elsewhere(topology: Path, tmp_path: Path) -> None:
    assert cli.main(["generate", "single-broker", "--to", str(tmp_path / "there")]) == cli.OK
    assert (tmp_path / "there" / "compose.yaml").is_file()


def test_all_examples_are_written_into_folders_of_their_own(tmp_path: Path) -> None:
    assert cli.main(["generate", "--to", str(tmp_path)]) == cli.OK
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == set(examples.names())
    assert {path.stem for path in tmp_path.glob("*.svg")} == set(examples.names())
    assert cli.main(["generate", "--to", str(tmp_path), "--check"]) == cli.OK


def test_check_shows_what_differs_and_the_command_that_mends_it(
    topology: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["generate", str(topology)])
    written = topology.parent / "compose.yaml"
    written.write_text(written.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["generate", str(topology), "--check"]) == cli.DIFFERS
    told = capsys.readouterr()
    assert "-# by hand" in told.out
    assert f"run `broker-network generate {topology}`" in told.err
    assert written.read_text(encoding="utf-8").endswith("# by hand\n")


def test_a_missing_picture_is_a_difference(tmp_path: Path) -> None:
    cli.main(["generate", "--to", str(tmp_path)])
    next(tmp_path.glob("*.svg")).unlink()
    assert cli.main(["generate", "--to", str(tmp_path), "--check"]) == cli.DIFFERS


def test_mistakes_are_told_all_at_once_without_a_traceback(topology: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = topology.read_text(encoding="utf-8").replace("\nsites:", "\nsitess:").replace("activemq:", "activemk:")
    topology.write_text(text, encoding="utf-8")
    assert cli.main(["generate", str(topology)]) == cli.UNREADABLE
    told = capsys.readouterr().err
    assert f"{topology}:" in told
    assert "sitess" in told
    assert "activemk" in told
    assert "Traceback" not in told
    assert [path.name for path in topology.parent.iterdir()] == ["topology.yaml"]


def test_a_difference_is_shown_also_where_the_terminal_lacks_its_characters(topology: Path) -> None:
    topology.write_bytes(topology.read_bytes().replace(b"title: A single broker", "title: A → B".encode()))
    command = [sys.executable, "-m", "broker_network", "generate", str(topology), "--check"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (ended.returncode, "A \\u2192 B" in ended.stdout) == (cli.DIFFERS, True)
