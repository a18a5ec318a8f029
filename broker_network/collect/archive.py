"""The members of a zip that somebody else made, without trust in what it says of itself."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from broker_network.activemq.read.tree import MAX_BYTES, ReadError

from .bounded_reading import Reader

MAX_ARCHIVE = 64 * 1024 * 1024
"""Bytes of a zip. Brokers' files are text of some kilobytes each."""

MAX_DIRECTORY = 4 * 1024 * 1024
"""Bytes of its list of members: some 40,000 of them."""

MAX_RATIO = 200
"""How many times its packed size a member may have, from the size of `_HARMLESS` on. Configuration packs to a tenth."""

_HARMLESS = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, NotImplementedError)


def members(content: bytes, file: str) -> Iterator[tuple[str, int, Reader]]:
    """The files in a zip: name inside, size, and what reads it. Raises ReadError for a zip not to be trusted.

    Nothing is unpacked before it is asked for, and never more than its size that was looked at.
    """
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        raise ReadError(file, 0, "is no zip")
    (listed,) = struct.unpack_from("<L", content, end + 12)
    if listed > MAX_DIRECTORY:
        raise ReadError(file, 0, "lists more files than a network of brokers has")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (*_DAMAGE, OSError) as error:
        raise _damaged(file, error) from None
    for entry in entries:
        if not entry.filename:
            raise ReadError(file, 0, "is damaged: it has a file without a name")
        if _is_outside(entry.filename) or _is_outside(entry.orig_filename):
            raise ReadError(file, 0, f"has a file outside of itself, and is not read: {entry.filename!r}")
    for entry in entries:
        if not entry.is_dir() and not stat.S_ISLNK(entry.external_attr >> 16):
            yield entry.filename, entry.file_size, _reader(archive, entry, file)


def _is_outside(name: str) -> bool:
    """Whether a name leads out of the folder it would be unpacked to, on any system."""
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in PurePosixPath(path).parts or path[1:2] == ":" or "\0" in path


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> Reader:
    def read(limit: int) -> bytes:
        name = f"{file}/{entry.filename}"
        if entry.flag_bits & 1:
            raise ReadError(name, 0, "is encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(name, 0, "is packed in a way that is not read: pack it with deflate")
        if entry.file_size > _HARMLESS and entry.file_size > MAX_RATIO * entry.compress_size:
            raise ReadError(name, 0, f"claims to unpack to more than {MAX_RATIO} times its size, and is not read")
        try:
            with archive.open(entry) as member:
                return member.read(min(limit, entry.file_size + 1, MAX_BYTES + 1))
        except (*_DAMAGE, OSError) as error:
            raise _damaged(name, error) from None

    return read


def _damaged(file: str, error: Exception) -> ReadError:
    return ReadError(file, 0, f"is damaged: {error}")
