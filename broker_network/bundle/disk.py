"""Generated files on the disk: written all or none, compared, and never in place of a file of the reader's."""

from __future__ import annotations

import difflib
import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from broker_network.errors import ReaderError
from broker_network.templates import MARK

from .exchange import WHOLE, parts, put_in
from .files import EXECUTABLE
from .temporary import remove_abandoned, temporary

_ROOTS = (
    "brokers",
    "clients",
    "firewall",
    "ipsec",
    "mcollective",
    "servers",
    "README.md",
    "compose.yaml",
    "make-secrets",
)
"""Everything generated is one of these or inside. Nothing else in a folder is ever looked at."""

_HEAD = 1024
"""The mark stands within so many bytes."""

_KEEPER = {"classes.txt": "server.cfg"}
"""Files whose format has no comments, and the file beside them that carries the mark for both."""


class BundleRefused(ReaderError):
    """What is in the way: files that were not generated, and symbolic links. `paths` are relative to the folder."""

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        self.paths = paths
        links = [path for path in paths if (folder / path).is_symlink()]
        files = [path for path in paths if path not in links]
        told = [
            f"{reason}:{''.join(f'{chr(10)}  {folder / path}' for path in found)}"
            for reason, found in (
                ("these files were not generated (they do not say so near their top), and would be replaced", files),
                ("these are symbolic links, which are not followed", links),
            )
            if found
        ]
        super().__init__("\n".join([*told, "Move them away, or write elsewhere with --to."]))


def write(files: Mapping[str, bytes], folder: Path) -> tuple[str, ...]:
    """Make `folder` hold `files`; return the paths that were written or removed, sorted.

    Files that are as they should be are not touched. Generated files that are not among `files` any more are
    removed; whatever does not say that it was generated is left alone, and no symbolic link is followed. Everything is
    first written to a temporary folder. Then whole parts of `folder` are exchanged for it, each in one step: the folder
    itself where it holds only generated files, else each of its folders that does. On an error or Ctrl-C all that was
    exchanged is put back; the next run removes what a killed one left.
    Raises BundleRefused, before anything is changed, when a file in the way was not generated, and OSError with the
    name of the file or folder that cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    for parent in (folder.parent, folder):
        if parent.is_dir():
            remove_abandoned(parent, folder.name)
    leftover = stale(files, folder)
    is_new = not folder.exists()
    changed = tuple(path for path in sorted(files) if is_new or not _is_current(folder, path, files[path]))
    obstacles = dict.fromkeys(one for path in changed if (one := _obstacle(folder, path)))
    if obstacles:
        raise BundleRefused(folder, tuple(obstacles))
    if not changed and not leftover:
        return ()
    chosen = parts(folder, (*changed, *leftover), {*files, *leftover}, whole=_may_be_exchanged(folder))
    # Inside a folder that is there: it may be a file system of its own, into which nothing can be renamed from outside.
    with temporary(folder.parent if chosen == (WHOLE,) else folder, folder.name) as unfinished:
        new, old = unfinished / "new", unfinished / "old"
        _stage(new, folder, {path: content for path, content in files.items() if _is_in(path, chosen)}, set(changed))
        try:
            put_in(folder, new, old, chosen)
        except BaseException:
            _remove_empty(folder, changed)
            raise
    _remove_empty(folder, leftover)
    return tuple(sorted((*changed, *leftover)))


def _may_be_exchanged(folder: Path) -> bool:
    """Whether another folder may take the place of this one: nobody stands in it, and it is no file system."""
    here = Path.cwd()
    return not (folder in (here, *here.parents) or os.path.ismount(folder)) and os.access(folder.parent, os.W_OK)


def _is_in(path: str, chosen: tuple[PurePosixPath, ...]) -> bool:
    one = PurePosixPath(path)
    return any(part in chosen for part in (one, *one.parents))


def differences(files: Mapping[str, bytes], folder: Path) -> str:
    """What `write` would change, as a unified diff; empty when it would change nothing."""
    parts = [_difference(folder, path, files[path]) for path in sorted(files)]
    parts += [_diff(path, _read(folder / path), None) for path in stale(files, folder)]
    return "".join(parts)


def stale(files: Mapping[str, bytes], folder: Path) -> tuple[str, ...]:
    """The generated files in `folder` that are not among `files` any more, sorted."""
    return tuple(
        path
        for path in sorted(found.relative_to(folder).as_posix() for found in _generated(folder))
        if path not in files
    )


def write_bytes(path: Path, content: bytes) -> None:
    """Make `path` hold `content` in one step: the old file or the new one is there, never a part.

    Raises IsADirectoryError with the path where a folder is in its place, and OSError as `write` does.
    """
    path = path.resolve()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary(path.parent, path.name) as unfinished:
        new = unfinished / path.name
        _put(new, content, executable=False, shown=path)
        new.replace(path)


def _difference(folder: Path, path: str, wanted: bytes) -> str:
    found = _read(folder / path)
    modes = ""
    if found is not None and path in EXECUTABLE and not _is_executable(folder / path):
        modes = f"{path} is not executable\n"
    return modes + ("" if found == wanted else _diff(path, found, wanted))


def _diff(path: str, old: bytes | None, new: bytes | None) -> str:
    lines = difflib.unified_diff(
        _lines(old),
        _lines(new),
        "/dev/null" if old is None else f"a/{path}",
        "/dev/null" if new is None else f"b/{path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "backslashreplace").splitlines(keepends=True)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _is_executable(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXUSR)


def _is_current(folder: Path, path: str, wanted: bytes) -> bool:
    target = folder / path
    if target.is_symlink() or _link_above(folder, path) or _read(target) != wanted:
        return False
    return path not in EXECUTABLE or _is_executable(target)


def _is_generated(path: Path) -> bool:
    keeper = _KEEPER.get(path.name)
    carrier = path.with_name(keeper) if keeper else path
    if not carrier.is_file():
        return False
    with carrier.open("rb") as file:
        return MARK.encode() in file.read(_HEAD)


def _obstacle(folder: Path, path: str) -> str | None:
    """What stands in the way of `path` and was not generated: itself, or a link or a file instead of a folder above."""
    if link := _link_above(folder, path):
        return link
    target = folder / path
    if target.is_symlink() or target.exists():
        return None if target.is_file() and _is_generated(target) else path
    above = [parent for parent in PurePosixPath(path).parents if (folder / parent).exists()]
    return None if all((folder / parent).is_dir() for parent in above) else path


def _link_above(folder: Path, path: str) -> str | None:
    """The topmost symbolic link among the folders above a file."""
    above = (parent for parent in reversed(PurePosixPath(path).parents) if (folder / parent).is_symlink())
    return next((str(parent) for parent in above if parent != WHOLE), None)


def _generated(folder: Path) -> Iterator[Path]:
    for root in (folder / name for name in _ROOTS):
        if root.is_symlink():
            continue
        candidates = (root,) if root.is_file() else root.rglob("*") if root.is_dir() else ()
        yield from (path for path in candidates if path.is_file() and _is_generated(path))


def _stage(new: Path, folder: Path, files: Mapping[str, bytes], changed: Collection[str]) -> None:
    """Make in `new` what is to come into `folder`; a file that does not change is the one that is there."""
    for parent in dict.fromkeys((new / path).parent for path in files):
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        if path not in changed:
            try:
                os.link(folder / path, new / path)
                continue
            except OSError:
                pass  # not every file system has links
        _put(new / path, content, executable=path in EXECUTABLE, shown=folder / path)
    for place in (new, *new.rglob("*")):
        there = folder / place.relative_to(new)
        if place.is_dir() and there.is_dir():
            shutil.copymode(there, place)


def _put(target: Path, content: bytes, *, executable: bool, shown: Path) -> None:
    """Write a file; an OSError names the place that it is for."""
    try:
        target.write_bytes(content)
        if executable:
            target.chmod(0o755)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(shown)) from None


def _remove_empty(folder: Path, paths: tuple[str, ...]) -> None:
    """Remove the folders of `paths`, up to `folder`, that nothing is left in."""
    for path in paths:
        for parent in PurePosixPath(path).parents:
            candidate = folder / parent
            if candidate.is_dir() and not any(candidate.iterdir()):
                candidate.rmdir()
