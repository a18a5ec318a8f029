"""The checker as one file: what answers questions about a reader's files, and needs nothing but Python."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import broker_network

NAME = "broker-network.pyz"
"""What the file is called where it is published."""

_LIBRARY = Path(broker_network.__file__).parent

_PLACES = (
    "__init__.py",
    "activemq/__init__.py",
    "activemq/read",
    "answers",
    "collect",
    "activemq/releases.py",
    "activemq/schema.json",
    "activemq/schema.py",
    "changes",
    "cli",
    "errors.py",
    "exposure",
    "mcollective/__init__.py",
    "mcollective/destinations.py",
    "mcollective/read.py",
    "network",
    "routes",
    "rules",
)
"""The modules and packages in it, with the data that stands beside them."""

_MAIN = f"""import sys

if sys.version_info < (3, 11):
    sys.exit("{NAME} needs Python 3.11 or newer; this is " + sys.version.split()[0])

from broker_network.cli import main, queries

sys.exit(main(groups=(queries,), prog="{NAME}"))
"""


def pyz_bytes() -> bytes:
    """A Python zip application, the same bytes on every machine; runs on Python 3.11 and newer."""
    members = {"__main__.py": _MAIN.encode()}
    for path in _files():
        members[f"broker_network/{path.relative_to(_LIBRARY).as_posix()}"] = path.read_bytes()
    target = io.BytesIO(b"#!/usr/bin/env python3\n")
    target.seek(0, io.SEEK_END)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, members[name])
    return target.getvalue()


def _files() -> Iterator[Path]:
    for place in _PLACES:
        path = _LIBRARY / place
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (one for one in found if one.is_file() and "__pycache__" not in one.parts)
