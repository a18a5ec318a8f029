"""Files are changed in one step or not at all, and no secret is in a patch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broker_network.fixes import NotSaved, content_of, patch, save


def test_a_file_keeps_its_mode_and_the_folder_has_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    save({str(file): (b"old", b"new")})
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.xml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.xml").write_bytes(b"old")
    (tmp_path / "a.xml").symlink_to("real.xml")
    save({str(tmp_path / "a.xml"): (b"old", b"new")})
    assert (tmp_path / "a.xml").is_symlink()
    assert (tmp_path / "real.xml").read_bytes() == b"new"


def test_nothing_is_written_where_one_file_has_changed_meanwhile(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_bytes(b"old")
    with pytest.raises(NotSaved, match=r"b\.xml was changed"):
        save({str(tmp_path / "a.xml"): (b"old", b"new"), str(tmp_path / "b.xml"): (b"other", b"new")})
    assert (tmp_path / "a.xml").read_bytes() == b"old"


def test_a_file_in_a_zip_has_no_content_to_change(tmp_path: Path) -> None:
    assert content_of(f"{tmp_path}/a.zip/activemq.xml") is None


def test_a_patch_strikes_out_secrets() -> None:
    old = b'<a password="Rqk2xWv0"\n  b="1"/>\n'
    lines = list(patch({"a.xml": (old, old.replace(b"1", b"2"))}))
    assert lines[:2] == ["--- a/a.xml", "+++ b/a.xml"]
    assert '+  b="2"/>' in lines
    assert "Rqk2xWv0" not in "".join(lines)


def test_a_patch_of_an_absolute_path_names_it_as_patch_and_git_read_it() -> None:
    assert next(patch({"/etc/activemq/activemq.xml": (b"a\n", b"b\n")})) == "--- a/etc/activemq/activemq.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<a>\r\n<b/>\r\n</a>\r\n", b"<a>\r\n<c/>\r\n</a>\r\n"),
        (b"<a>\n</a>", b"<a>\n<b/>\n</a>"),
        (b"<a>\n</b>", b"<a>\n</a>"),
        ("<!-- \u2028 \x85 \x0c -->\n<a/>\n".encode(), "<!-- \u2028 \x85 \x0c -->\n<b/>\n".encode()),
    ],
)
def test_a_patch_has_the_lines_that_the_file_has(old: bytes, new: bytes) -> None:
    lines = list(patch({"a.xml": (old, new)}))[3:]
    for mark, content in (("-", old), ("+", new)):
        side = ""
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if line[0] in f" {mark}":
                side += line[1:] + ("" if after.startswith("\\") else "\n")
        assert side.encode() == content
