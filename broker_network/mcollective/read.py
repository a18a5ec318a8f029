"""What MCollective's `client.cfg` and `server.cfg` say. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
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


@dataclass(frozen=True)
class Member:
    """One `client.cfg` or `server.cfg`. Of a key that is set twice the last value holds, as in MCollective."""

    kind: Literal["client", "server"]
    file: str
    settings: tuple[Setting, ...]
    text: str = field(default="", repr=False)

    @cached_property
    def _by_key(self) -> dict[str, Setting]:
        return {setting.key: setting for setting in self.settings}

    def setting(self, key: str) -> Setting | None:
        """The setting of that key that holds, with its line; None where the file does not set it."""
        return self._by_key.get(key)

    def get(self, key: str) -> str | None:
        """The value of a key; None where the file does not set it."""
        found = self._by_key.get(key)
        return found.value if found else None

    def flag(self, key: str) -> bool | None:
        """A yes or no; None where the key is not set, or its value is neither (lib/mcollective/util.rb)."""
        value = (self.get(key) or "").strip()
        if _YES.fullmatch(value):
            return True
        return False if _NO.fullmatch(value) else None


def read_member(text: str, file: str) -> Member:
    """Read one file. Its name tells which it is: `client.cfg` and `client*.cfg` a client's, any other a server's.

    Lines that are empty, comments or without `=` say nothing, as in MCollective (lib/mcollective/config.rb).
    """
    settings = []
    for number, line in enumerate(text.splitlines(), start=1):
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith("#"):
            settings.append(Setting(key.strip(), value.strip(), Source(file, number)))
    name = file.replace("\\", "/").rpartition("/")[2]
    return Member("client" if name.startswith("client") else "server", file, tuple(settings), text)
