"""The command line: what it writes, what it says, and with which exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from broker_network import cli, design, examples
from tests.support.paths import ROOT


@pytest.fixture
def topology(tmp_path: Path) -> Path:
    """A reader's own topology, outside of the project."""
    path = tmp_path / "my-network" / "topology.yaml"
    path.parent.mkdir()
    path.write_bytes((examples.FOLDER / "single-broker" / "topology.yaml").read_bytes())
    return path


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


def test_a_bundle_holds_every_file_and_the_topology(topology: Path, tmp_path: Path) -> None:
    assert cli.main(["bundle", str(topology), str(tmp_path / "out.zip")]) == cli.OK
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
    assert "my-network/topology.yaml" in names
    assert "my-network/make-secrets" in names
    assert not list(tmp_path.glob(".*"))


def test_the_schema_is_current() -> None:
    assert cli.main(["schema", "--check"]) == cli.OK, "run `broker-network schema`"


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


def test_a_difference_is_shown_also_where_the_terminal_lacks_its_characters(topology: Path) -> None:
    topology.write_bytes(topology.read_bytes().replace(b"title: A single broker", "title: A → B".encode()))
    command = [sys.executable, "-m", "broker_network", "generate", str(topology), "--check"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (ended.returncode, "A \\u2192 B" in ended.stdout) == (cli.DIFFERS, True)


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
