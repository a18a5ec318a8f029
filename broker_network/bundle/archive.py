"""A zip that is the same to the byte on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from broker_network.design import topology

from .files import EXECUTABLE

_EPOCH = (1980, 1, 1, 0, 0, 0)


def zip_bytes(name: str, files: Mapping[str, bytes]) -> bytes:
    """`files` below a folder `name`, sorted, with modes and without times; beside it the schema its topology names.

    Stored and not compressed: what a compressor makes differs between its releases.
    """
    members = {f"{name}/{path}": content for path, content in files.items()}
    members[topology.SCHEMA_FILE] = topology.schema().encode()
    scripts = {f"{name}/{path}" for path in EXECUTABLE}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(members):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path in scripts else 0o100644) << 16
            archive.writestr(entry, members[path])
    return target.getvalue()
