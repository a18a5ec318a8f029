"""From the paths that somebody names to the files to read: folders, single files, zips."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from broker_network.activemq.read.tree import ReadError, ReadErrors
from broker_network.mcollective.read import PLUGIN_FOLDER

from . import archive
from .assembling import NO_SETTINGS, assemble
from .bounded_reading import Store
from .member_files import may_be_members
from .reading import Reading

MAX_ENTRIES = 200_000
"""Files and folders that are looked at."""

_UNVISITED = frozenset((".git", ".hg", ".svn"))
_PIECE = 64 * 1024
_UNREAD = ("log4j", "logging")
"""How properties files begin that no broker's file names."""


def read(
    paths: Sequence[Path],
    *,
    settings: Mapping[str, str] = NO_SETTINGS,
    changed: Mapping[str, bytes] = MappingProxyType({}),
) -> Reading:
    """Read what is at `paths`: folders with everything below them, single files, zips.

    Of folders and zips those XML files are read that hold a `<broker>`, MCollective's `client*.cfg`, `server*.cfg` and
    `.mcollective` with their `plugin.d`, `hosts.properties`, and the properties and login files that a broker names.
    Symbolic links that lead out of a folder are not followed. Names are those of `paths`, with what is below them.
    `settings` fill placeholders, before any properties file; nothing of the environment does. `changed` are contents
    that count in place of those of files that are found, by their names.
    Raises ReadErrors with all that cannot be read, also where neither a broker nor a file of MCollective is found.
    """
    found = _Collector(changed)
    for path in paths:
        found.take(path)
    reading: Reading | None = None
    try:
        reading = assemble(
            found.store, named=found.named, settings=settings, present=found.present, left_out=tuple(found.left_out)
        )
    except ReadErrors as errors:
        found.errors += errors.errors
    if not found.errors and reading is not None and not reading.network.brokers and not reading.members:
        found.errors += (
            ReadError(_shown(path), 0, "no XML file with a <broker> was found, and no client.cfg or server.cfg")
            for path in paths
        )
    if reading is None or found.errors or not paths:
        raise ReadErrors(found.errors or [ReadError("", 0, "nothing was named to read")])
    return reading


class _Collector:
    """What was found so far."""

    def __init__(self, changed: Mapping[str, bytes]) -> None:
        self._changed = changed
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
        for beside in self._files_in(path.parent):
            shown = _shown(path.parent / beside.name)
            if shown != name:
                self.present.add(shown)
                if _may_be_named(beside.name):
                    self._add(Path(beside.path), os.path.realpath(beside.path), shown, beside.stat().st_size)
        if may_be_members(name):
            for plugin in self._files_in(path.parent / PLUGIN_FOLDER):
                shown = _shown(path.parent / PLUGIN_FOLDER / plugin.name)
                self._add(Path(plugin.path), os.path.realpath(plugin.path), shown, plugin.stat().st_size)

    def _files_in(self, folder: Path) -> list[os.DirEntry[str]]:
        """The files in a folder, without links, in the order of their names; none where there is no such folder."""
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.is_symlink() and entry.is_file()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(found, key=lambda one: one.name)

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
            before = (folder / "_").as_posix()[:-1]  # a Path for each file of a thousand folders takes longer
            for entry in found:
                if entry.is_symlink():
                    links.append(folder / entry.name)
                elif entry.is_dir():
                    if entry.name not in _UNVISITED:
                        below.append((folder / entry.name, os.path.join(target, entry.name)))
                elif entry.is_file():
                    self._offer(before + entry.name, os.path.join(target, entry.name))
            waiting += reversed(below)
        for path in links:
            self._link(path, inside)

    def _link(self, path: Path, inside: str) -> None:
        """A symbolic link: a file of the same tree is read, a folder of it was; nothing outside is looked at."""
        target = os.path.realpath(path)
        if os.path.commonpath((target, inside)) != inside:
            if _is_wanted(path.as_posix()) or os.path.isdir(target):
                self.left_out.append(f"{_shown(path)}: leads out of the folder that you named and was not followed.")
        elif os.path.isfile(target):
            self._offer(path.as_posix(), target)

    def _offer(self, path: str, target: str) -> None:
        """A file that was come upon; `target` is its path without symbolic links."""
        name = _printable(path)
        self.present.add(name)
        if _is_wanted(path):
            self._add(path, target, name, os.stat(target).st_size)

    def _add(self, path: str | Path, target: str, name: str, size: int) -> None:
        if target not in self._seen:
            self._seen.add(target)
            if (content := self._changed.get(name)) is not None:
                self.store.add(name, len(content), lambda limit: content[:limit])
            else:
                self.store.add(name, size, lambda limit: _read(path, limit))

    def _zip(self, path: Path, name: str) -> None:
        if path.stat().st_size > archive.MAX_ARCHIVE:
            limit = archive.MAX_ARCHIVE // 1024 // 1024
            raise ReadError(name, 0, f"more than {limit} MiB: too large for the files of brokers")
        for member, size, reader in archive.members(_read(path, archive.MAX_ARCHIVE), name):
            self._count(1, path)
            shown = _shown(path / member)
            self.present.add(shown)
            if _is_wanted(member):
                self.store.add(shown, size, reader)

    def _count(self, more: int, top: Path) -> None:
        self._entries += more
        if self._entries > MAX_ENTRIES:
            raise ReadError(
                _shown(top), 0, f"more than {MAX_ENTRIES} files and folders: name the folders of your brokers' files"
            )


def _is_wanted(path: str) -> bool:
    """Whether a file that nobody named may be read."""
    return path.lower().endswith(".xml") or may_be_members(path) or _may_be_named(path.rpartition("/")[2])


def _may_be_named(name: str) -> bool:
    """Whether a broker's file may refer to a file of that name."""
    low = name.lower()
    return low == "login.config" or (low.endswith(".properties") and not low.startswith(_UNREAD))


def _read(path: str | Path, limit: int) -> bytes:
    """At most so many bytes of a file, in pieces: Python makes room for all that is asked for before it reads."""
    parts = []
    with open(path, "rb", buffering=0) as file:
        while limit > 0 and (part := file.read(min(limit, _PIECE))):
            parts.append(part)
            limit -= len(part)
    return b"".join(parts)


def _shown(path: Path) -> str:
    """A path as text that can be printed everywhere, whatever bytes its name has."""
    return _printable(path.as_posix())


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
