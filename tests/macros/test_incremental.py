"""What is kept from build to build, and what is made again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from macros.incremental import Keeper, status, statuses


class Counted:
    """Makes one result after another, and counts them."""

    def __init__(self, also: Callable[[], object] = lambda: None) -> None:
        self.made = 0
        self._also = also

    def __call__(self) -> int:
        """The number of this result."""
        self._also()
        self.made += 1
        return self.made


def _begin(keeper: Keeper) -> None:
    files: Any = object()
    keeper.begin(files)


@pytest.fixture
def keeper() -> Keeper:
    """One that has begun its first build."""
    made = Keeper()
    _begin(made)
    return made


def test_what_rests_on_nothing_is_made_once(keeper: Keeper) -> None:
    make = Counted()
    for _ in range(3):
        assert keeper.keep(("word", "x"), make) == 1
        _begin(keeper)


def test_before_the_first_build_nothing_is_kept() -> None:
    make = Counted()
    assert [Keeper().keep(("word", "x"), make) for _ in range(2)] == [1, 2]


def test_other_inputs_make_it_again(keeper: Keeper) -> None:
    make = Counted()
    assert [keeper.keep(("word", "x"), make, given) for given in ("a", "a", "b", "a")] == [1, 1, 2, 3]


def test_a_file_that_changed_comes_or_goes_makes_it_again(keeper: Keeper, tmp_path: Path) -> None:
    file = tmp_path / "file"
    make = Counted(lambda: keeper.ask(status, file))

    def kept() -> int:
        _begin(keeper)
        return keeper.keep(("word", "x"), make)

    assert [kept(), kept()] == [1, 1]
    file.write_text("a")
    assert [kept(), kept()] == [2, 2]
    os.utime(file, ns=(1, 1))
    assert [kept(), kept()] == [3, 3]
    file.unlink()
    assert [kept(), kept()] == [4, 4]


def test_a_new_file_in_a_folder_makes_it_again(keeper: Keeper, tmp_path: Path) -> None:
    make = Counted(lambda: keeper.ask(statuses, tmp_path))
    assert keeper.keep(("word", "x"), make) == 1
    (tmp_path / "new").write_text("a")
    _begin(keeper)
    assert keeper.keep(("word", "x"), make) == 2


def test_in_one_build_a_question_has_one_answer(keeper: Keeper, tmp_path: Path) -> None:
    before = keeper.ask(status, tmp_path / "file")
    (tmp_path / "file").write_text("a")
    assert keeper.ask(status, tmp_path / "file") == before


def test_what_is_inside_is_asked_for_what_is_outside(keeper: Keeper, tmp_path: Path) -> None:
    inner = Counted(lambda: keeper.ask(status, tmp_path / "file"))
    outer = Counted(lambda: keeper.keep(("word", "inner"), inner))
    keeper.keep(("word", "inner"), inner)
    assert keeper.keep(("page", "outer"), outer) == 1
    (tmp_path / "file").write_text("a")
    _begin(keeper)
    assert keeper.keep(("page", "outer"), outer) == 2


def test_what_warns_is_made_again_so_that_it_warns_again(keeper: Keeper) -> None:
    make = Counted(lambda: logging.getLogger("mkdocs.structure.pages").warning("a broken link"))
    assert [keeper.keep(("markdown", "x"), make) for _ in range(2)] == [1, 2]


def test_what_failed_is_made_again(keeper: Keeper) -> None:
    make = Counted(keeper.fail)
    assert [keeper.keep(("page", "x"), make) for _ in range(2)] == [1, 2]


def _made_by(module: str, make: Callable[[], object]) -> Callable[[], object]:
    def made() -> object:
        return make()

    made.__module__ = module
    return made


@pytest.mark.parametrize("bound", [False, True])
def test_what_a_module_that_is_forgotten_has_made_is_made_again_alone_or_inside(bound: bool, keeper: Keeper) -> None:
    inner, outer, other = Counted(), Counted(), Counted()

    def of_inner(make: Callable[[], object]) -> object:
        return make()

    of_inner.__module__ = "macros.inner"
    make_inner = partial(of_inner, inner) if bound else _made_by("macros.inner", inner)

    def make_outer() -> object:
        keeper.keep(("word", "inner"), make_inner)
        return outer()

    for forgotten in (set(), {"macros.inner"}, {"macros.other"}, {"macros.nothing"}):
        keeper.forget(forgotten)
        keeper.keep(("word", "inner"), make_inner)  # it may be made before what it is a part of
        keeper.keep(("page", "outer"), _made_by("macros.outer", make_outer))
        keeper.keep(("word", "other"), _made_by("macros.other", other))
    assert [inner.made, outer.made, other.made] == [2, 2, 2]
    keeper.forget()
    assert keeper.keep(("word", "other"), _made_by("macros.other", other)) == 3
