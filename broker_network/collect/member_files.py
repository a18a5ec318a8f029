"""Which files are MCollective's, and what belongs together: a `client.cfg` or `server.cfg`, and its `plugin.d`."""

from __future__ import annotations

import re

from broker_network.activemq.read.encoding import is_utf16
from broker_network.mcollective.read import CLIENT_FILES, PLUGIN_FOLDER, USERS_FILE, Member, read_member

_MEMBER_KEY = re.compile(
    r"^\s*(?:plugin\.\S+|connector|collectives|main_collective|securityprovider|libdir|direct_addressing)\s*=", re.M
)

_PLACE = re.compile(r"(.*?)/?etc/(?:puppetlabs/)?mcollective/[^/]+")
"""A file at its place on a machine, below the folder that the machine's files were copied to."""


def may_be_members(path: str) -> bool:
    """Whether a file of this name, with `/` between folders, may be one of MCollective's, or one in `plugin.d`."""
    folder, _, name = path.lower().rpartition("/")
    if name == USERS_FILE:
        return True
    return name.endswith(".cfg") and (name.startswith(("client", "server")) or _last(folder) == PLUGIN_FOLDER)


def root_of(file: str) -> str | None:
    """The folder that stands for `/` of the machine that a file of MCollective is from; None where it does not tell."""
    found = _PLACE.fullmatch(file)
    return found[1] if found else None


class MemberFiles:
    """The files of MCollective that were found so far."""

    def __init__(self) -> None:
        self._members: dict[str, str] = {}
        self._notes: list[str] = []
        self._plugins: dict[str, dict[str, str]] = {}

    def add(self, file: str, content: bytes, named: bool) -> None:
        """Take a `.cfg` file or a `.mcollective`. One that nobody `named` counts only if it holds such settings."""
        if is_utf16(content):
            why = "it is UTF-16, and MCollective reads UTF-8. Save it as UTF-8."
            self._notes.append(f"{file}: not read, because {why}")
            return
        text = content.decode("utf-8-sig", "replace")
        folder = file.rpartition("/")[0]
        if _last(folder) == PLUGIN_FOLDER:
            self._plugins.setdefault(folder.rpartition("/")[0], {})[file] = text
        elif named or _MEMBER_KEY.search(text):
            self._members[file] = text

    def read(self) -> tuple[tuple[Member, ...], tuple[str, ...]]:
        """The members, in the order of their files; and a sentence for each file that no member reads."""
        notes = list(self._notes)
        members = []
        for file, text in self._members.items():
            if preferred := self._preferred(file):
                notes.append(f"{file}: not read, because `mco` reads {preferred} in its place.")
            else:
                members.append(read_member(text, file, self._plugins.get(file.rpartition("/")[0], {})))
        used = {member.file.rpartition("/")[0] for member in members}
        for folder, plugins in self._plugins.items():
            if folder not in used:
                notes += (
                    f"{file}: not read, because the client.cfg or server.cfg that it belongs to is not among the files."
                    for file in plugins
                )
        return tuple(members), tuple(notes)

    def _preferred(self, file: str) -> str | None:
        """The file of the same machine that `mco` reads in place of this one."""
        first, *others = CLIENT_FILES
        for other in others:
            if file.endswith(other) and (found := file.removesuffix(other) + first) in self._members:
                return found
        return None


def _last(folder: str) -> str:
    return folder.rpartition("/")[2]
