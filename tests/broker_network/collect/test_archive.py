"""The members of a zip that somebody else made."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read import ReadError
from broker_network.collect.archive import members


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_members_come_with_name_and_size_and_are_unpacked_when_asked_for() -> None:
    ((name, size, read),) = members(packed({"a/activemq.xml": b"<broker/>"}), "z.zip")
    assert (name, size, read(100)) == ("a/activemq.xml", 9, b"<broker/>")


def test_no_more_is_unpacked_than_was_asked_for() -> None:
    ((_, _, read),) = members(packed({"a": b"x" * 1000}), "z.zip")
    assert len(read(10)) == 10


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/../../b", "C:/a", "..\\a"])
def test_a_zip_with_a_file_outside_of_itself_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match="a file outside of itself"):
        list(members(packed({name: b""}), "z.zip"))


def test_a_zip_with_a_file_that_has_no_name_is_refused() -> None:
    with pytest.raises(ReadError, match="is damaged: it has a file without a name"):
        list(members(packed({"name": b""}).replace(b"name", b"\0ame"), "z.zip"))


def test_folders_and_symbolic_links_are_left_out() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.mkdir("folder")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert list(members(target.getvalue(), "z.zip")) == []


def test_a_file_that_unpacks_to_far_more_than_its_size_is_not_unpacked() -> None:
    ((_, _, read),) = members(packed({"bomb": b"\0" * 4 * 1024 * 1024}), "z.zip")
    with pytest.raises(ReadError, match="claims to unpack to more than"):
        read(10)


def test_what_is_packed_in_another_way_is_refused_with_what_to_do() -> None:
    ((_, _, read),) = members(packed({"a": b"x" * 100}, zipfile.ZIP_LZMA), "z.zip")
    with pytest.raises(ReadError, match="pack it with deflate"):
        read(10)


@given(st.binary(max_size=300))
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError):
        list(members(content, "z.zip"))


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_damaged_zip_is_read_or_refused_and_never_more(place: int, byte: int) -> None:
    damaged = bytearray(packed({"a/activemq.xml": b"<broker/>" * 5, "b": b"y"}))
    damaged[place % len(damaged)] = byte
    try:
        for _, _, read in members(bytes(damaged), "z.zip"):
            read(1000)
    except ReadError as error:
        assert str(error).startswith("z.zip")
