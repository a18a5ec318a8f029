"""Folders for what is not complete yet. One that a killed run left is removed by the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SUFFIX = ".generating"


@contextmanager
def temporary(parent: Path, name: str) -> Iterator[Path]:
    """A folder beside or inside of what it is for; an OSError names `parent`, which the reader knows.

    It is gone afterwards, also when Ctrl-C comes while it is being removed.
    """
    remove_abandoned(parent, name)
    try:
        folder = tempfile.mkdtemp(prefix=f".{name}.{os.getpid()}-", suffix=_SUFFIX, dir=parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(parent)) from None
    try:
        yield Path(folder)
    finally:
        try:
            shutil.rmtree(folder)
        except KeyboardInterrupt:
            shutil.rmtree(folder)
            raise


def remove_abandoned(parent: Path, name: str) -> None:
    """Remove what runs left in `parent` that were killed; those that still run keep theirs."""
    prefix = f".{name}."
    with os.scandir(parent) as entries:
        found = [one.name for one in entries if one.name.startswith(prefix) and one.name.endswith(_SUFFIX)]
    for left in found:
        process = left.removeprefix(prefix).partition("-")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(parent / left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is somebody else's
    return True
