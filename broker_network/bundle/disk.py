"""Generated files on the disk: written all or none, compared, and never in place of a file of the reader's."""

from __future__ import annotations

import difflib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from broker_network.errors import ReaderError
from broker_network.templates import MARK

from .files import EXECUTABLE

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
    """Files in the way that were not generated. `paths` are they, relative to the folder."""

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        self.paths = paths
        listed = "".join(f"\n  {folder / path}" for path in paths)
        super().__init__(
            f"these files were not generated (they do not say so near their top), and would be replaced:{listed}\n"
            "Move them away, or write elsewhere with --to."
        )


def write(files: Mapping[str, bytes], folder: Path) -> tuple[str, ...]:
    """Make `folder` hold `files`; return the paths that were written or removed, sorted.

    Files that are as they should be are not touched. Generated files that are not among `files` any more are
    removed; whatever does not say that it was generated is left alone. Everything is first written to a temporary
    folder and then renamed; on an error or Ctrl-C all that was renamed is put back.
    Raises BundleRefused, before anything is changed, when a file in the way was not generated, and OSError with the
    folder's name where it cannot be written to.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    leftover = stale(files, folder)
    is_new = not folder.exists()
    changed = tuple(path for path in sorted(files) if is_new or not _is_current(folder, path, files[path]))
    foreign = () if is_new else tuple(path for path in changed if not _may_replace(folder, path))
    if foreign:
        raise BundleRefused(folder, foreign)
    if not changed and not leftover:
        return ()
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Inside a folder that is there: it may be a file system of its own, into which nothing can be renamed from outside.
    with _temporary(folder if folder.is_dir() else folder.parent, folder.name) as temporary:
        new, old = Path(temporary, "new"), Path(temporary, "old")
        _stage(new, {path: files[path] for path in changed})
        _swap(folder, new, old, changed, leftover)
    return tuple(sorted((*changed, *leftover)))


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
    with _temporary(path.parent, path.name) as temporary:
        new = Path(temporary, path.name)
        new.write_bytes(content)
        new.replace(path)


@contextmanager
def _temporary(parent: Path, name: str) -> Iterator[str]:
    """A folder for what is not complete yet; an OSError names `parent`, which the reader knows.

    It is gone afterwards, also when Ctrl-C comes while it is being removed.
    """
    try:
        folder = tempfile.mkdtemp(prefix=f".{name}.", dir=parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(parent)) from None
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder)
        except KeyboardInterrupt:
            shutil.rmtree(folder)
            raise


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
    if target.is_symlink() or _read(target) != wanted:
        return False
    return path not in EXECUTABLE or _is_executable(target)


def _is_generated(path: Path) -> bool:
    keeper = _KEEPER.get(path.name)
    carrier = path.with_name(keeper) if keeper else path
    if not carrier.is_file():
        return False
    with carrier.open("rb") as file:
        return MARK.encode() in file.read(_HEAD)


def _may_replace(folder: Path, path: str) -> bool:
    """Whether what is at `path`, or in the place of a folder above it, is nothing or generated."""
    target = folder / path
    if target.is_symlink() or target.exists():
        return target.is_file() and _is_generated(target)
    above = [folder / parent for parent in PurePosixPath(path).parents]
    return all(parent.is_dir() or not (parent.is_symlink() or parent.exists()) for parent in above)


def _generated(folder: Path) -> Iterator[Path]:
    for root in (folder / name for name in _ROOTS):
        candidates = (root,) if root.is_file() else root.rglob("*") if root.is_dir() else ()
        yield from (path for path in candidates if path.is_file() and _is_generated(path))


def _stage(folder: Path, files: Mapping[str, bytes]) -> None:
    for parent in dict.fromkeys((folder / path).parent for path in files):
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        _put(folder / path, content, executable=path in EXECUTABLE)


def _put(target: Path, content: bytes, *, executable: bool) -> None:
    target.write_bytes(content)
    if executable:
        target.chmod(0o755)


def _swap(folder: Path, new: Path, old: Path, changed: tuple[str, ...], leftover: tuple[str, ...]) -> None:
    """Move `changed` from `new` into `folder`, and what was there, with `leftover`, to `old`; or change nothing."""
    try:
        for path in (*changed, *leftover):
            if (folder / path).is_file():
                _move(folder / path, old / path)
        for part in _missing_parts(folder, changed):
            _move(new / part, folder / part)
    except BaseException:
        for path in changed:
            if not (new / path).exists():
                (folder / path).unlink(missing_ok=True)
        for path in (*changed, *leftover):
            if (old / path).exists():
                _move(old / path, folder / path)
        _remove_empty(folder, changed)
        raise
    _remove_empty(folder, leftover)


def _missing_parts(folder: Path, paths: tuple[str, ...]) -> tuple[PurePosixPath, ...]:
    """What to move so that all of `paths` come in: the topmost folder of each that is not there yet, or the file."""
    present: dict[PurePosixPath, bool] = {}

    def is_missing(part: PurePosixPath) -> bool:
        if part not in present:
            present[part] = (folder / part).is_dir()
        return not present[part]

    found = (next(filter(is_missing, [*reversed(one.parents), one])) for one in map(PurePosixPath, paths))
    return tuple(dict.fromkeys(found))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _remove_empty(folder: Path, paths: tuple[str, ...]) -> None:
    """Remove the folders of `paths`, up to `folder`, that nothing is left in."""
    for path in paths:
        for parent in PurePosixPath(path).parents:
            candidate = folder / parent
            if candidate.is_dir() and not any(candidate.iterdir()):
                candidate.rmdir()
