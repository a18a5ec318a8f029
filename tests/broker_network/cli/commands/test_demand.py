"""`demand`: counts, where the files have none."""

from __future__ import annotations

import pytest

from broker_network import cli
from tests.support.paths import FAULTY


def test_demand_needs_counts_where_files_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demand", str(FAULTY)]) == cli.UNREADABLE
    assert "--servers" in capsys.readouterr().err
    assert cli.main(["demand", str(FAULTY), "--servers", "broker2=sixty"]) == cli.UNREADABLE
    assert "BROKER=COUNT" in capsys.readouterr().err
    assert cli.main(["demand", str(FAULTY), "--servers", "broker2=60", "--clients", "broker3=2"]) == cli.OK
    assert "60" in capsys.readouterr().out
