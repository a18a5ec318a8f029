"""`draw`: a picture of what was read."""

from __future__ import annotations

from pathlib import Path

from broker_network import cli
from tests.support.paths import FAULTY


def test_a_network_that_was_read_can_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "network.svg"
    assert cli.main(["draw", str(FAULTY), "--to", str(path)]) == cli.OK
    text = path.read_text(encoding="utf-8")
    assert all(name in text for name in ("broker1", "broker2", "broker3"))
