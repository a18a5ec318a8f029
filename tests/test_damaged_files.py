"""Whatever is wrong in a set of files: every command ends with an answer or a refusal, and tells no secret."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from broker_network import cli
from tests.support.mutations import SECRET, damaged, sets

SETS = int(os.environ.get("DAMAGED_SETS", "40"))
"""How many are tried; `DAMAGED_SETS=5000 python -m pytest tests/test_damaged_files.py` looks longer."""

COMMANDS = (
    "check --fail-on never",
    "check --activemq 5.16.3 --format json",
    "check --format sarif",
    "reach",
    "reach --format json",
    "trace --client a --server a",
    "rights",
    "exposure --format json",
    "exposure",
    "survive",
    "releases",
    "demand --servers a=1",
    "draw",
    "diff",
)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_set_is_answered_or_refused_without_a_secret(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"{seed} of {SETS}")
    good = sets()
    before = tmp_path / "before"
    for number in range(SETS // 4):
        folder = tmp_path / str(number)
        for name, content in damaged(chance.choice(good), chance).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for command in chance.sample(COMMANDS, 4):
            name, *options = command.split()
            arguments = [name, str(folder), *([str(before)] if name == "diff" else []), *options]
            code = cli.main(arguments)
            said = capsys.readouterr()
            assert code in (cli.OK, cli.DIFFERS, cli.UNREADABLE), arguments
            assert SECRET not in said.out + said.err, arguments
            assert all(one.isprintable() or one in "\n\t" for one in said.out + said.err), arguments
        before = folder
