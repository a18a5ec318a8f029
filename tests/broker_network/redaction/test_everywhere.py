"""No secret is printed, wherever a file can hold one, by any command in any format."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broker_network import cli
from broker_network.answers import registry
from tests.support.canaries import CANARY, Canaries, files

ASKED = {
    "check": "A --fail-on never",
    "reach": "A --client e1 --client connected --server connected --server e1",
    "trace": "A --client connected --server e1 --client-user u1",
    "demand": "A --servers e1=2 --clients connected=1",
    "rights": "A",
    "exposure": "A --who u1",
    "survive": "SOME",
    "releases": "A",
    "diff": "A B",
}
QUESTIONS = [
    *(f"{command} {how} --format {form}" for command, how in ASKED.items() for form in ("text", "json")),
    "check A --fail-on never --format sarif",
    "exposure A",
    "draw A",
]


def test_every_command_that_asks_is_asked_here() -> None:
    assert set(ASKED) == set(registry.ANSWERS)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two networks that differ in every secret, and a small part of the first."""
    folder = tmp_path_factory.mktemp("planted")
    for name, text in files(Canaries()).items():
        for network, said in (("A", text), ("B", text.replace(CANARY, f"{CANARY}new"))):
            path = folder / network / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(said, encoding="utf-8")
    for part in ("connected", "e1", "spring", "u1"):
        shutil.copytree(folder / "A" / part, folder / "SOME" / part)
    return folder


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_canary_is_printed(question: str, planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(planted / one) if (planted / one).exists() else one for one in question.split()]
    assert cli.main(arguments) in (cli.OK, cli.DIFFERS)
    said = capsys.readouterr()
    assert said.out
    assert [line for line in (said.out + said.err).splitlines() if CANARY in line] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--set", CANARY, "x"],
        ["check", "--set", f"pw={CANARY}", f"tcp://u:{CANARY}@b:1"],
        ["check", "--sett", f"pw={CANARY}", "x", "--wrong"],
        ["check", f"--set=pw={CANARY}", "x", f"pw={CANARY}", "--fail-on", "x"],
        ["reach", "x", "--clint", f"pw={CANARY}"],
    ],
)
def test_an_argument_that_cannot_be_read_is_not_repeated_with_its_secret(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = cli.main(arguments)
    except SystemExit as ended:
        code = ended.code
    assert code == cli.UNREADABLE
    said = capsys.readouterr()
    assert said.err
    assert CANARY not in said.out + said.err
