"""The command as one file: it answers questions about a reader's files, and needs only Python."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import broker_network
from broker_network.guide import ADDRESS_FILE

from .incremental import KEPT, statuses

NAME = "broker-network.pyz"
"""What the file is called where it is published."""

_LIBRARY = Path(broker_network.__file__).parent
_LEFT_OUT = {"lab", "evidence", "__pycache__"}
"""Folders that it does not need: the lab brings poms and checksums, and runs where the library is installed."""


def pyz_bytes(install: str, guide: str | None = None) -> bytes:
    """A Python zip application, the same bytes on every machine; runs on Python 3.11 and newer.

    `install` is the command line that installs the whole library. A command that needs more than the
    standard library prints it. `guide` is the address of the site; the command links to it.
    """
    members = {"__main__.py": _MAIN.format(name=NAME, install=install).encode()}
    if guide:
        members[f"broker_network/{ADDRESS_FILE}"] = guide.encode()
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


_MAIN = """import sys

if sys.version_info < (3, 11):
    sys.exit("{name} needs Python 3.11 or newer; this is " + sys.version.split()[0])

from broker_network.cli import main

sys.exit(main(prog="{name}", install={install!r}))
"""


def _files() -> Iterator[Path]:
    for path in sorted(KEPT.ask(statuses, _LIBRARY)):
        if not _LEFT_OUT & set(path.relative_to(_LIBRARY).parts):
            yield path
