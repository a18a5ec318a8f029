"""Python keeps a module once it is imported; `mkdocs serve` imports again what was edited, and what rests on it.

The library knows nothing of `macros`, so an edit there leaves the library loaded, with all that it holds ready.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from .incremental import KEPT, Status, status, statuses

_PROJECT = Path(__file__).parents[1]
_LASTING = ("incremental", "reloading", "site_build")
"""The modules of `macros` that hold what builds keep. An edit of one lets go of everything."""

_READ_EACH_TIME = {".css"}
"""Kinds of files of the library of which its modules hold nothing."""


class Reloading:
    """Knows the project's files as they were when its modules were imported."""

    def __init__(self) -> None:
        self._everything = _everything()
        self._library = _library()
        self._macros = _macros()
        self.is_failed = False

    def drop_edited(self) -> None:
        """Let what was edited since the last call be imported again, and all of the project after a build that failed.

        What pages say is made again then; what is made of that alone, such as their HTML, stays.
        """
        everything, library, macros = _everything(), _library(), _macros()
        if everything != self._everything:
            KEPT.forget()
            _drop("macros", "broker_network")
            importlib.import_module(__name__)  # it takes over now: the next edit may come before the next build
        elif library != self._library or self.is_failed:
            KEPT.forget("word", "page", "file", "library")
            _drop("macros", "broker_network", but=_LASTING)
        elif macros != self._macros:
            KEPT.forget("word", "page", "file")
            _drop("macros", but=_LASTING)
        self._everything, self._library, self._macros = everything, library, macros
        self.is_failed = False


def _everything() -> dict[Path, Status]:
    paths = [_PROJECT / "mkdocs.yml", *(_PROJECT / "macros" / f"{name}.py" for name in _LASTING)]
    return {path: status(path) for path in paths}


def _library() -> dict[Path, Status]:
    """The library's files, and those that its wheel is made of beside them."""
    found = statuses(_PROJECT / "broker_network")
    beside = {path: status(path) for path in (_PROJECT / name for name in ("pyproject.toml", "README.md", "LICENSE"))}
    return {**beside, **{path: one for path, one in found.items() if path.suffix not in _READ_EACH_TIME}}


def _macros() -> dict[Path, Status]:
    return statuses(_PROJECT / "macros", "*.py")


def _drop(*packages: str, but: tuple[str, ...] = ()) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in packages and name not in {f"macros.{one}" for one in but}:
            del sys.modules[name]
    importlib.invalidate_caches()


RELOADING = Reloading()
"""The project as this process has imported it."""
