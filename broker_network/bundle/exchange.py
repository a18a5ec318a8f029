"""Whole parts of a folder exchanged for new ones, each in one step, and back again when something goes wrong."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path, PurePosixPath

WHOLE = PurePosixPath(".")
"""The part that is the folder itself."""

_HERE = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def parts(folder: Path, paths: Iterable[str], ours: Collection[str], *, whole: bool) -> tuple[PurePosixPath, ...]:
    """What to exchange so that all of `paths` change, in as few steps as can be.

    Of each path that is the topmost folder above it that is not there, or that holds nothing but files that are `ours`;
    else the file. The folder itself is among them only if it may be taken as a `whole`.
    """

    @cache
    def movable(part: PurePosixPath) -> bool:
        place = folder / part
        if part == WHOLE and not whole:
            return False
        if place.is_symlink() or not place.is_dir():
            return not os.path.lexists(place)
        for one in place.iterdir():
            inside = one.relative_to(folder)
            is_folder = one.is_dir() and not one.is_symlink()
            if not (movable(PurePosixPath(inside)) if is_folder else inside.as_posix() in ours):
                return False
        return True

    def topmost(one: PurePosixPath) -> PurePosixPath:
        return next((part for part in reversed(one.parents) if movable(part)), one)

    return tuple(dict.fromkeys(topmost(PurePosixPath(path)) for path in paths))


def put_in(folder: Path, new: Path, old: Path, chosen: tuple[PurePosixPath, ...]) -> None:
    """Exchange parts of `folder` for those of `new`; what has none there goes to `old`. On an error all is put back."""
    before = {part: _identity(folder / part) for part in chosen}
    try:
        for part in chosen:
            target, source = folder / part, new / part
            if not os.path.lexists(source):
                move(target, old / part)
            elif before[part] is None:
                move(source, target)
            elif not swap(source, target):
                move(target, old / part)
                move(source, target)
    except BaseException:
        for part in reversed(chosen):
            _put_back(folder / part, new / part, old / part, before[part])
        raise


def _put_back(target: Path, source: Path, kept: Path, before: tuple[int, int] | None) -> None:
    now = _identity(target)
    if now == before:
        return
    if before is None:
        move(target, source)
    elif _identity(source) == before:
        swap(source, target)
    else:
        if now is not None:
            move(target, source)
        move(kept, target)


def move(source: Path, target: Path) -> None:
    """Rename a file or a folder; the folders above its new place are made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def swap(one: Path, other: Path) -> bool:
    """Exchange two files or folders in one step; False where the system cannot, and nothing has changed."""
    rename = _renameat2()
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@cache
def _renameat2() -> ctypes._NamedFuncPointer | None:
    try:
        found: ctypes._NamedFuncPointer = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return None  # not Linux, or an old one
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return found


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
