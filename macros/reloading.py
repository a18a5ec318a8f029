"""Python keeps a module once it is imported; `mkdocs serve` imports again what was edited, and what rests on it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection
from pathlib import Path

from .dependents import Dependents
from .incremental import KEPT, Status, status, statuses

_PROJECT = Path(__file__).parents[1]
_PACKAGES = ("broker_network", "macros")
_LASTING = ("dependents", "incremental", "reloading", "site_build")
"""The modules of `macros` that hold what builds keep. An edit of one lets go of everything."""

_READ_EACH_TIME = {".css"}
"""Kinds of files of the library of which its modules hold nothing."""

_OF_THE_WHEEL = ("pyproject.toml", "README.md", "LICENSE")
"""What the wheel is made of beside the library."""


class Reloading:
    """Knows the project's files as they were when its modules were imported."""

    def __init__(self) -> None:
        self._dependents = Dependents(_PROJECT, *_PACKAGES)
        self._files = _files()
        self.is_failed = False

    def drop_edited(self) -> None:
        """Let what was edited since the last call be imported again, and all of the project after a build that failed.

        What the modules that are imported again have made is made again too. What is made of that alone, such as the
        HTML of pages, stays where it comes out the same.
        """
        before, self._files = self._files, _files()
        edited = {path for path in {*before, *self._files} if before.get(path) != self._files.get(path)}
        lasting = {_PROJECT / "mkdocs.yml", *(_PROJECT / "macros" / f"{name}.py" for name in _LASTING)}
        if edited & lasting:
            KEPT.forget()
            _drop(_loaded())
            importlib.import_module(__name__)  # it takes over now: the next edit may come before the next build
        elif edited or self.is_failed:
            wheel = _PROJECT / "macros" / "wheel.py"
            of_modules = {wheel if path.name in _OF_THE_WHEEL and path.parent == _PROJECT else path for path in edited}
            stale = _loaded() if self.is_failed else self._dependents.of(of_modules)
            stale = stale - {f"macros.{name}" for name in _LASTING}
            KEPT.forget(stale)
            _drop(stale)
        self.is_failed = False


def _files() -> dict[Path, Status]:
    """The files that modules are made of or may hold: not what `macros` asks for each time."""
    library = statuses(_PROJECT / "broker_network")
    beside = [_PROJECT / name for name in ("mkdocs.yml", *_OF_THE_WHEEL)]
    return {
        **{path: one for path, one in library.items() if path.suffix not in _READ_EACH_TIME},
        **statuses(_PROJECT / "macros", "*.py"),
        **{path: status(path) for path in beside},
    }


def _loaded() -> frozenset[str]:
    return frozenset(name for name in sys.modules if name.partition(".")[0] in _PACKAGES)


def _drop(modules: Collection[str]) -> None:
    for name in modules:
        dropped = sys.modules.pop(name, None)
        package, _, own = name.rpartition(".")
        # A package that stays would go on to give the module as it was.
        if dropped is not None and getattr(sys.modules.get(package), own, None) is dropped:
            delattr(sys.modules[package], own)
    importlib.invalidate_caches()


RELOADING = Reloading()
"""The project as this process has imported it."""
