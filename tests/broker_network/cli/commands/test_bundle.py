"""`bundle`: what the archive holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

from broker_network import cli


def test_a_bundle_holds_every_file_and_the_topology(topology: Path, tmp_path: Path) -> None:
    assert cli.main(["bundle", str(topology), str(tmp_path / "out.zip")]) == cli.OK
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
    assert "my-network/topology.yaml" in names
    assert "my-network/make-secrets" in names
    assert not list(tmp_path.glob(".*"))
