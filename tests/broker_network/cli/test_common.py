"""What all commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import examples
from broker_network.cli import common
from broker_network.cli.common import CommandRefused, holds, short, tell, topology_of


def test_a_network_is_an_example_a_folder_or_a_file(topology: Path) -> None:
    assert topology_of("single-broker") == examples.FOLDER / "single-broker" / "topology.yaml"
    assert topology_of(str(topology.parent)) == topology
    assert topology_of(str(topology)) == topology


def test_a_path_that_leads_nowhere_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(CommandRefused, match=r"none\.yaml: no such file"):
        topology_of(str(tmp_path / "none.yaml"))


def test_a_word_that_is_no_example_is_answered_with_the_nearest() -> None:
    with pytest.raises(CommandRefused, match='"single-brokr"') as refused:
        topology_of("single-brokr")
    assert 'Did you mean "single-broker"?' in str(refused.value)


def test_a_path_is_told_from_here_where_that_is_shorter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert short(tmp_path / "a" / "b") == "a/b"
    assert short(Path("/elsewhere")) == "/elsewhere"


def test_a_file_holds_a_text_only_where_it_says_just_that(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert not holds(path, "x")
    path.write_text("x", encoding="utf-8")
    assert holds(path, "x") and not holds(path, "xy")


def test_progress_goes_beside_the_output_and_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    tell("static:(tcp://user:hunter2@b:61616)")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "hunter2" not in captured.err


def test_exit_codes_differ() -> None:
    assert len({common.OK, common.DIFFERS, common.UNREADABLE, common.INTERRUPTED}) == 4
