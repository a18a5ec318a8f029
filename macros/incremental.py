"""What one build of `mkdocs serve` keeps for the next, so that only what an edit changes is made again.

A result is kept with every question that was asked while it was made, and the answer: is this file as it was, where
does this link lead. It serves again as long as all of them have the same answers, and until a module is imported again
that made it or a part of it. What failed or warned is not kept, so that the next build says it again. This module stays
loaded while others are imported again after an edit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs.utils import CountHandler

if TYPE_CHECKING:
    from mkdocs.structure.files import Files, InclusionLevel

T = TypeVar("T")
InputQuestion = tuple[Callable[..., Any], bool, tuple[Hashable, ...]]
"""What is asked, whether about the files of the site, and about what."""
ResultKey = tuple[str, *tuple[Hashable, ...]]
"""What is kept: its kind and which of them. Kinds are `library`: what the library says of an example; `word`, `page`:
what calls on pages, and whole pages, expand to; `compiled`, `names`: a page's source as a template; `file`: what is
published beside pages; `markdown`, `html`, `search`: what is made of a page's text alone."""
Status = tuple[int, int, int] | None
"""Time of the last change, size and inode of a file; None where there is none."""


@dataclass(slots=True)
class _Made:
    """A result, what it was made from, the modules whose functions made it, and the answers that it rests on."""

    inputs: tuple[object, ...]
    makers: set[str]
    answers: dict[InputQuestion, object] = field(default_factory=dict)
    result: Any = None
    failed: bool = False


class Keeper:
    """Keeps results from build to build. Before the first `begin` it keeps none."""

    def __init__(self) -> None:
        self._kept: dict[ResultKey, _Made] = {}
        self._files: Files | None = None
        self._answers: dict[InputQuestion, object] = {}
        self._making: list[_Made] = []

    def begin(self, files: Files) -> None:
        """Begin a build of these files: every question is asked again, once."""
        self._files = files
        self._answers.clear()
        self._making.clear()

    def forget(self, makers: Collection[str] | None = None) -> None:
        """Let go of what functions of these modules made, in whole or in part, or of all."""
        self._kept = {
            key: made for key, made in self._kept.items() if makers is not None and made.makers.isdisjoint(makers)
        }

    def keep(self, key: ResultKey, make: Callable[[], T], *inputs: object) -> T:
        """What `make` returns, or what it returned for this key if inputs and answers are the same.

        `make` is a function of the module that makes the result, or a partial of one: `forget` knows it by that module.
        """
        if self._files is None:
            return make()
        held = self._kept.get(key)
        if held is None or held.inputs != inputs or not self._holds(held):
            held = self._make(key, make, inputs)
        if self._making:
            self._making[-1].answers.update(held.answers)
            self._making[-1].makers.update(held.makers)
        result: T = held.result
        return result

    def fail(self) -> None:
        """Do not keep what is being made now: there is an error in it."""
        for made in self._making:
            made.failed = True

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """The answer to a question, noted for what is being made. Ask before you use what it is about."""
        answer: T = self._noted((question, False, about))
        return answer

    def ask_site(self, question: Callable[..., T], files: Files, *about: Hashable) -> T:
        """The answer to a question about the files of the site, its first argument, noted as well."""
        if files is not self._files:
            return question(files, *about)
        answer: T = self._noted((question, True, about))
        return answer

    def _noted(self, asked: InputQuestion) -> Any:
        answer = self._answer(asked)
        if self._making:
            self._making[-1].answers[asked] = answer
        return answer

    def _answer(self, asked: InputQuestion) -> Any:
        question, of_site, about = asked
        if self._files is None:
            return question(*about)
        if asked not in self._answers:
            # What the question itself asks is part of its answer.
            making, self._making = self._making, []
            try:
                self._answers[asked] = question(self._files, *about) if of_site else question(*about)
            finally:
                self._making = making
        return self._answers[asked]

    def _holds(self, held: _Made) -> bool:
        return all(self._answer(asked) == answer for asked, answer in held.answers.items())

    def _make(self, key: ResultKey, make: Callable[[], Any], inputs: tuple[object, ...]) -> _Made:
        maker = make.func if isinstance(make, partial) else make
        made = _Made(inputs, {maker.__module__})
        self._making.append(made)
        try:
            with _warnings() as warned:
                made.result = make()
        finally:
            self._making.pop()
        self._kept.pop(key, None)
        if not made.failed and not warned.get_counts():
            self._kept[key] = made
        return made


@contextmanager
def _warnings() -> Iterator[CountHandler]:
    """Counts what MkDocs and its plugins warn of."""
    handler = CountHandler()
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)


def status(path: Path) -> Status:
    """Question: how a file differs from what it was, without reading it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def statuses(folder: Path, pattern: str = "*") -> dict[Path, Status]:
    """Question: the same about all files below a folder whose names fit a pattern."""
    return {path: status(path) for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts}


def link_target(files: Files, src_uri: str) -> tuple[str, InclusionLevel] | None:
    """Question: where a link to a source leads, and whether that is published; None for no part of the site."""
    found = files.get_file_from_path(src_uri)
    return (found.url, found.inclusion) if found else None


KEPT = Keeper()
"""What the builds of this process keep."""
