"""`check --fix` changes files, and `check --diff` shows it without changing any."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from broker_network import cli, examples

TEXT = (
    '<broker xmlns="http://activemq.apache.org/schema/core" brokerName="a"><!-- ours -->\r\n'
    '  <networkConnectors>\r\n    <networkConnector  name="x" uri="static:(failover:(tcp://b:61616,tcp://c:61616))"\r\n'
    '      userName="u" password="Rqk2xWv0"/>\r\n  </networkConnectors>\r\n</broker>\r\n'
)
FIXED = TEXT.replace("static:(failover:(tcp://b:61616,tcp://c:61616))", "masterslave:(tcp://b:61616,tcp://c:61616)")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a fault, in a folder of its own."""
    path = tmp_path / "activemq.xml"
    path.write_bytes(TEXT.encode())
    return path


def test_a_diff_shows_the_change_without_secrets_and_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--diff", str(file)]) == cli.DIFFERS
    shown = capsys.readouterr()
    assert "+    <networkConnector  name=" in shown.out
    assert "masterslave:(tcp://b:61616,tcp://c:61616)" in shown.out
    assert "Rqk2xWv0" not in shown.out + shown.err
    assert "Would fix 1 finding in 1 file." in shown.err
    assert file.read_bytes() == TEXT.encode()


def test_a_diff_keeps_the_line_ends_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "activemq.xml"
    file.write_bytes(TEXT.replace(' password="Rqk2xWv0"', "").encode())
    assert cli.main(["check", "--diff", str(file)]) == cli.DIFFERS
    shown = capsys.readouterr().out
    old, new = ([line[1:] for line in shown.split("\n")[3:-1] if line[0] in f" {mark}"] for mark in "-+")
    assert cli.main(["check", "--fix", "--fail-on", "never", str(file)]) == cli.OK
    assert "\n".join(new) + "\n" == file.read_bytes().decode()
    assert all(line.endswith("\r") for line in old)


def test_a_fix_changes_these_characters_and_no_others(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--fix", str(file)]) == cli.OK
    shown = capsys.readouterr()
    assert "Fixed 1 finding in 1 file." in shown.err
    assert "failover-in-static" not in shown.out
    assert file.read_bytes() == FIXED.encode()
    assert cli.main(["check", "--diff", str(file)]) == cli.OK


def test_a_file_in_a_zip_is_not_fixed_and_that_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = file.parent / "a.zip"
    with zipfile.ZipFile(archive, "w") as to:
        to.write(file, "activemq.xml")
    before = archive.read_bytes()
    assert cli.main(["check", "--fix", "--fail-on", "never", str(archive)]) == cli.OK
    assert "a.zip/activemq.xml is in an archive" in capsys.readouterr().err
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--fix", "--diff"], "give one of them"),
        (["--diff", "--format", "json"], "without --format"),
    ],
)
def test_arguments_that_exclude_each_other_are_refused(
    arguments: list[str], why: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", *arguments, str(file)]) == cli.UNREADABLE
    assert why in capsys.readouterr().err


def test_an_example_has_no_files_to_fix(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--fix", examples.names()[0]]) == cli.UNREADABLE
    assert "change the topology" in capsys.readouterr().err
