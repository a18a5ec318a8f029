from __future__ import annotations

import io
import zipfile
from pathlib import Path

from broker_network import bundle
from tests.support.networks import planned
from tests.support.programs import needs, run, succeeded

FILES = {"b.txt": b"b", "make-secrets": b"#!/bin/sh\n", "a/c.txt": b"c"}


def test_the_same_files_make_the_same_bytes_in_whatever_order_they_come() -> None:
    assert bundle.zip_bytes("mine", FILES) == bundle.zip_bytes("mine", dict(reversed(FILES.items())))


def test_everything_is_in_one_folder_beside_the_schema_with_its_content_and_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle.zip_bytes("mine", FILES))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["mine/a/c.txt", "mine/b.txt", "mine/make-secrets", "topology.schema.json"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("mine/b.txt") == b"b"


@needs("unzip")
def test_unpacked_the_script_can_be_run_and_the_rest_only_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.zip"
    bundle.write_bytes(path, bundle.zip_bytes("mine", bundle.files(planned([("a", "b")]))))
    succeeded(run("unzip", "-q", path, cwd=tmp_path))
    runnable = {
        file.relative_to(tmp_path / "mine").as_posix()
        for file in (tmp_path / "mine").rglob("*")
        if file.is_file() and file.stat().st_mode & 0o111
    }
    assert runnable == bundle.EXECUTABLE
