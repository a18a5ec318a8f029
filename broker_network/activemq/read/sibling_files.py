"""The files that stand beside an `activemq.xml` and that it names: properties, logins, imports."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from typing import Protocol

_SCHEME = re.compile(r"(?:file|classpath\*?):(?://(?=/))?")
_ELSEWHERE = re.compile(r"(?!file:)[A-Za-z*]{2,}:")
_FOLDERS = re.compile(
    r"\$\{(?:activemq\.conf|(?:activemq\.(?:base|home)|ACTIVEMQ_(?:BASE|HOME))\}/conf|ACTIVEMQ_CONF)\}?/"
)
"""How files name the folder of configuration that they are in themselves."""

_UNTOUCHED = frozenset({
    "broker-localhost.cert", "broker.ts", "client.ks", "client.ts", "credentials-enc.properties", "java.security",
    "jmx.access", "jmx.password", "logging.properties", "wrapper.conf",
})  # fmt: skip
"""What comes with ActiveMQ in its folder `conf` and hardly anybody changes.

Two of these show a whole folder, in which a file can be missed. Users, groups, logins, logging and the console's own
files do not: those are what people lay over the folder that an image or a package brings.
"""


class SiblingFiles(Protocol):
    """What can be asked about the files around one file."""

    def holds(self, resource: str) -> bool | None:
        """Whether a resource that a file names is there; None where that cannot be told."""

    def read(self, resource: str) -> bytes | None:
        """The content of a resource that a file names, as far as it was found."""

    def name(self, resource: str) -> str | None:
        """The name, as shown to the reader, of the file that `read` reads."""


class Nothing:
    """Of a file that is read alone nothing is known beside it."""

    def holds(self, resource: str) -> bool | None:
        """Not known."""
        return None

    def read(self, resource: str) -> bytes | None:
        """Nothing."""
        return None

    def name(self, resource: str) -> str | None:
        """Nothing."""
        return None


class Folder:
    """What stands beside `file`: its text from `files`, whether it is there from `present` as well."""

    def __init__(self, file: str, files: Mapping[str, bytes], present: Container[str] = ()) -> None:
        self._folder = posixpath.dirname(file)
        self._files = files
        self._present = present

    def holds(self, resource: str) -> bool | None:
        """Whether a resource that a file names is beside it.

        None where that cannot be told: for what is read from a class path or another place, and where the folder is
        not a whole `conf` but a few files that somebody took from one.
        """
        if not resource.strip() or _ELSEWHERE.match(resource) or "*" in resource:
            return None
        if any(self._is_there(name) for name in self._names(resource)):
            return True
        path = _FOLDERS.sub("", _SCHEME.sub("", resource))
        if path.startswith("/") or "${" in path:
            return None
        whole = sum(self._is_there(posixpath.join(self._folder, name)) for name in _UNTOUCHED) > 1
        return False if whole else None

    def read(self, resource: str) -> bytes | None:
        """The first of the files that the resource may be."""
        name = self.name(resource)
        return None if name is None else self._files[name]

    def name(self, resource: str) -> str | None:
        """The name of that file."""
        return next((name for name in self._names(resource) if name in self._files), None)

    def _is_there(self, name: str) -> bool:
        return name in self._files or name in self._present

    def _names(self, resource: str) -> Iterator[str]:
        """Where a resource may be: at its place in the folder, or in the folder itself; never outside."""
        path = _FOLDERS.sub("", _SCHEME.sub("", resource.strip().replace("\\", "/")), count=1)
        if not path.startswith("/") and "${" not in path:
            inside = posixpath.normpath(path)
            if not inside.startswith(".."):
                yield posixpath.join(self._folder, inside)
            yield posixpath.join(self._folder, posixpath.basename(path))
        elif posixpath.basename(path):
            yield posixpath.join(self._folder, posixpath.basename(path))
