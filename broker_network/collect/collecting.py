"""From the paths that somebody names to the files to read: folders, single files, zips."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from broker_network.activemq.read.tree import ReadError, ReadErrors

from . import archive
from .assembling import NO_SETTINGS, assemble
from .bounded_reading import Store
from .reading import Reading

MAX_ENTRIES = 200_000
"""Files and folders that are looked at."""

_UNVISITED = frozenset((".git", ".hg", ".svn"))
_PIECE = 64 * 1024
_UNREAD = ("log4j", "logging")
"""How properties files begin that no broker's file names."""


def read(paths: Sequence[Path], *, settings: Mapping[str, str] = NO_SETTINGS) -> Reading:
    """Read what is at `paths`: folders with everything below them, single files, zips.

    Of folders and zips those XML files are read that hold a `<broker>`, MCollective's `client*.cfg` and
    `server*.cfg`, `hosts.properties`, and the properties and login files that a broker names. Symbolic links that
    lead out of a folder are not followed. Names are those of `paths`, with what is below them.
    `settings` fill placeholders, before any properties file; nothing of the environment does.
    Raises ReadErrors with all that cannot be read, also where no broker is found.
    """
    found = _Collector()
    for path in paths:
        found.take(path)
    reading: Reading | None = None
    try:
        reading = assemble(
            found.store, named=found.named, settings=settings, present=found.present, left_out=tuple(found.left_out)
        )
    except ReadErrors as errors:
        found.errors += errors.errors
    if not found.errors and reading is not None and not reading.network.brokers:
        found.errors += (ReadError(_shown(path), 0, "no XML file with a <broker> was found") for path in paths)
    if reading is None or found.errors or not paths:
        raise ReadErrors(found.errors or [ReadError("", 0, "nothing was named to read")])
    return reading


class _Collector:
    """What was found so far."""

    def __init__(self) -> None:
        self.store = Store()
        self.named: set[str] = set()
        self.present: set[str] = set()
        self.left_out: list[str] = []
        self.errors: list[ReadError] = []
        self._seen: set[str] = set()
        self._entries = 0

    def take(self, path: Path) -> None:
        """Find the files of one path that was named."""
        name = _shown(path)
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                self._folder(path)
            elif not stat.S_ISREG(mode):
                self.errors.append(ReadError(name, 0, "is neither a file nor a folder"))
            elif name.lower().endswith(".zip"):
                self._zip(path, name)
            else:
                self._file(path, name)
        except ReadError as error:
            self.errors.append(error)
        except (OSError, ValueError) as error:
            self.errors.append(ReadError(name, 0, getattr(error, "strerror", None) or str(error)))

    def _file(self, path: Path, name: str) -> None:
        """A file that was named, and what it may refer to beside it."""
        self.named.add(name)
        self._add(path, os.path.realpath(path), name, path.stat().st_size)
        with os.scandir(path.parent) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                shown = _shown(path.parent / entry.name)
                if shown != name and not entry.is_symlink() and entry.is_file():
                    self.present.add(shown)
                    if _may_be_named(entry.name):
                        self._add(Path(entry.path), os.path.realpath(entry.path), shown, entry.stat().st_size)

    def _folder(self, top: Path) -> None:
        """Everything below a folder that was named; links last, so that files go by their own names."""
        inside = os.path.realpath(top)
        links: list[Path] = []
        waiting = [(top, inside)]
        while waiting:
            folder, target = waiting.pop()
            below: list[tuple[Path, str]] = []
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda one: one.name)
            except OSError as error:
                self.left_out.append(f"{_shown(folder)}: {error.strerror}; it was left out.")
                continue
            self._count(len(found), top)
            for entry in found:
                path = folder / entry.name
                if entry.is_symlink():
                    links.append(path)
                elif entry.is_dir():
                    if entry.name not in _UNVISITED:
                        below.append((path, os.path.join(target, entry.name)))
                elif entry.is_file():
                    self._offer(path, os.path.join(target, entry.name), entry.stat().st_size)
            waiting += reversed(below)
        for path in links:
            self._link(path, inside)

    def _link(self, path: Path, inside: str) -> None:
        """A symbolic link: a file of the same tree is read, a folder of it was; nothing outside is looked at."""
        target = os.path.realpath(path)
        if os.path.commonpath((target, inside)) != inside:
            if _is_wanted(path.name) or os.path.isdir(target):
                self.left_out.append(f"{_shown(path)}: leads out of the folder that you named and was not followed.")
        elif os.path.isfile(target):
            self._offer(path, target, os.stat(target).st_size)

    def _offer(self, path: Path, target: str, size: int) -> None:
        """A file that was come upon; `target` is its path without symbolic links."""
        name = _shown(path)
        self.present.add(name)
        if _is_wanted(path.name):
            self._add(path, target, name, size)

    def _add(self, path: Path, target: str, name: str, size: int) -> None:
        if target not in self._seen:
            self._seen.add(target)
            self.store.add(name, size, lambda limit: _read(path, limit))

    def _zip(self, path: Path, name: str) -> None:
        if path.stat().st_size > archive.MAX_ARCHIVE:
            limit = archive.MAX_ARCHIVE // 1024 // 1024
            raise ReadError(name, 0, f"more than {limit} MiB: too large for the files of brokers")
        for member, size, reader in archive.members(_read(path, archive.MAX_ARCHIVE), name):
            self._count(1, path)
            shown = _shown(path / member)
            self.present.add(shown)
            if _is_wanted(member.rpartition("/")[2]):
                self.store.add(shown, size, reader)

    def _count(self, more: int, top: Path) -> None:
        self._entries += more
        if self._entries > MAX_ENTRIES:
            raise ReadError(
                _shown(top), 0, f"more than {MAX_ENTRIES} files and folders: name the folders of your brokers' files"
            )


def _is_wanted(name: str) -> bool:
    """Whether a file that nobody named may be read."""
    low = name.lower()
    return low.endswith(".xml") or (low.endswith(".cfg") and low.startswith(("client", "server"))) or _may_be_named(low)


def _may_be_named(name: str) -> bool:
    """Whether a broker's file may refer to a file of that name."""
    low = name.lower()
    return low == "login.config" or (low.endswith(".properties") and not low.startswith(_UNREAD))


def _read(path: Path, limit: int) -> bytes:
    """At most so many bytes of a file, in pieces: Python makes room for all that is asked for before it reads."""
    parts = []
    with path.open("rb") as file:
        while limit > 0 and (part := file.read(min(limit, _PIECE))):
            parts.append(part)
            limit -= len(part)
    return b"".join(parts)


def _shown(path: Path) -> str:
    """A path as text that can be printed everywhere, whatever bytes its name has."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
