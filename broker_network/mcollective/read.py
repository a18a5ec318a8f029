"""What MCollective's `client.cfg` and `server.cfg` say. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from broker_network.network import Source

DEFAULT_PORT = 61613
"""Of a pool's broker where the file names none (lib/mcollective/connector/activemq.rb)."""

_YES = re.compile(r"(1|yes|true|y|t)", re.IGNORECASE)
_NO = re.compile(r"(0|no|false|n|f)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line `key = value`."""

    key: str
    value: str
    source: Source


PLUGIN_FOLDER = "plugin.d"
"""Beside a `client.cfg` or `server.cfg`: the folder of files for single plugins."""

USERS_FILE = ".mcollective"
"""In a user's home: what `mco` reads there in place of `client.cfg` (lib/mcollective/util.rb)."""

CLIENT_FILES = ("etc/puppetlabs/mcollective/client.cfg", "etc/mcollective/client.cfg")
"""Where `mco` looks then, in this order; it reads the first that it may read (lib/mcollective/util.rb)."""

_PLUGIN_FILE = re.compile(r"(\w+)\.cfg")


@dataclass(frozen=True)
class Member:
    """One `client.cfg` or `server.cfg`, with the files in `plugin.d` beside it.

    Of a key that is set twice the last value holds, and those of `plugin.d` come last, as in MCollective. `texts` are
    the texts of these files by their names.
    """

    kind: Literal["client", "server"]
    file: str
    settings: tuple[Setting, ...]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    @cached_property
    def _by_key(self) -> dict[str, Setting]:
        return {setting.key: setting for setting in self.settings}

    def setting(self, key: str) -> Setting | None:
        """The setting of that key that holds, with its line; None where no file sets it."""
        return self._by_key.get(key)

    def get(self, key: str) -> str | None:
        """The value of a key; None where no file sets it."""
        found = self._by_key.get(key)
        return found.value if found else None

    def flag(self, key: str) -> bool | None:
        """A yes or no; None where the key is not set, or its value is neither (lib/mcollective/util.rb)."""
        value = (self.get(key) or "").strip()
        if _YES.fullmatch(value):
            return True
        return False if _NO.fullmatch(value) else None


def read_member(text: str, file: str, plugins: Mapping[str, str] = MappingProxyType({})) -> Member:
    """Read one file, and those of its `plugin.d`, by their names.

    The name tells whose it is: `client.cfg`, `client*.cfg` and `.mcollective` are a client's, any other a server's.
    Lines that are empty, comments, without `=` or without a value say nothing, as in MCollective
    (lib/mcollective/config.rb). A file in `plugin.d` whose name is not that of a plugin says nothing either.
    """
    settings = list(_settings(text, file))
    for name, content in plugins.items():
        if plugin := _PLUGIN_FILE.fullmatch(_base(name)):
            settings += _settings(content, name, f"plugin.{plugin[1]}.")
    base = _base(file)
    kind: Literal["client", "server"] = "client" if base.startswith("client") or base == USERS_FILE else "server"
    return Member(kind, file, tuple(settings), {file: text, **plugins})


def _settings(text: str, file: str, prefix: str = "") -> Iterator[Setting]:
    for number, line in enumerate(text.splitlines(), start=1):
        key, _, value = line.strip().partition("=")
        if value.strip() and not key.startswith("#"):
            yield Setting(prefix + key.strip(), value.strip(), Source(file, number))


def _base(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]
