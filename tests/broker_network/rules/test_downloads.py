"""What readers download holds every rule with the files beside its code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from broker_network import rules
from macros.pyz import pyz_bytes
from macros.wheel import wheel

FOLDER = Path(rules.__path__[0])


@pytest.mark.parametrize("built", [lambda: pyz_bytes("pipx install x"), lambda: wheel()[1]], ids=["one file", "wheel"])
def test_every_file_of_every_rule_is_in_it(built: Callable[[], bytes]) -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    with zipfile.ZipFile(io.BytesIO(built())) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if name.startswith("broker_network/rules/")}
    assert held == {f"broker_network/rules/{path.relative_to(FOLDER).as_posix()}": path.read_bytes() for path in files}
