"""The environment that programs of the lab run in."""

from __future__ import annotations

import os
from collections.abc import Mapping


def search_path() -> str:
    """Where programs are looked for; not every root shell has sbin on its path."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])


def environment(further: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of this process, with the search path above and what is asked for."""
    return {**os.environ, "PATH": search_path(), **(further or {})}
