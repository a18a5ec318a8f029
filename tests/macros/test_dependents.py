"""After an edit, everything that can come out otherwise is made again, and little else."""

from __future__ import annotations

import functools
import gc
import importlib
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, SimpleNamespace
from typing import Any, Literal, NamedTuple

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.dependents import Dependents
from macros.incremental import KEPT
from macros.page import Page
from macros.reloading import _drop
from macros.vocabulary import VOCABULARY
from tests.support.paths import DOCS, ROOT

Style = Literal["name", "module", "dotted", "passed on", "late", "relative"]
STYLES: tuple[Style, ...] = ("name", "module", "dotted", "passed on", "late", "relative")
HALF = 4
"""Modules in each of two packages; those of the second may import those of the first."""


class Tree(NamedTuple):
    """Modules of two packages: which earlier ones each imports, and how."""

    imports: Sequence[dict[int, Style]]

    def resting_on(self, edited: int) -> set[int]:
        """The modules whose value changes with that of another."""
        found = {edited}
        for number, imported in enumerate(self.imports):
            if found & set(imported):
                found.add(number)
        return found

    def value(self, number: int, texts: Sequence[str]) -> str:
        """What a module's function returns, by the texts of all."""
        return texts[number] + "".join(f"({self.value(one, texts)})" for one in sorted(self.imports[number]))

    def write(self, root: Path, package: str, texts: Sequence[str]) -> None:
        """Write the packages below a folder."""
        for half in "ab":
            folder = root / package / half
            folder.mkdir(parents=True, exist_ok=True)
            numbers = range(HALF) if half == "a" else range(HALF, 2 * HALF)
            passed = "".join(f"from .m{number} import value_{number}\n" for number in numbers)
            (folder / "__init__.py").write_text(passed)
            for number in numbers:
                (folder / f"m{number}.py").write_text(self.source_of(number, package, texts[number]))
        (root / package / "__init__.py").write_text("")

    def source_of(self, number: int, package: str, text: str) -> str:
        """A module with a function that returns its text and what those that it imports return."""
        heads, inside, calls = [], [], []
        for one, style in sorted(self.imports[number].items()):
            place = _place(package, one)
            holder = place.rpartition(".")[0]
            taken = f"value_{one}"
            match style:
                case "name":
                    heads.append(f"from {place} import {taken}")
                case "module":
                    heads.append(f"from {holder} import m{one} as it_{one}")
                    taken = f"it_{one}.{taken}"
                case "dotted":
                    heads.append(f"import {place} as it_{one}")
                    taken = f"it_{one}.{taken}"
                case "passed on":
                    heads.append(f"from {holder} import {taken}")
                case "late":
                    inside.append(f"    from {holder} import {taken}")
                case "relative":
                    heads.append(f"from ..{holder.rpartition('.')[2]}.m{one} import {taken}")
            calls.append(f' + "(" + {taken}() + ")"')
        return "\n".join([*heads, f"def value_{number}():", *inside, f"    return {text!r}{''.join(calls)}", ""])


def _place(package: str, number: int) -> str:
    return f"{package}.{'a' if number < HALF else 'b'}.m{number}"


def _file(root: Path, package: str, number: int) -> Path:
    return root.joinpath(*_place(package, number).split(".")).with_suffix(".py")


trees = st.tuples(
    *(st.dictionaries(st.integers(0, number - 1), st.sampled_from(STYLES)) if number else st.just({})
      for number in range(2 * HALF))
).map(Tree)  # fmt: skip
_COUNT = itertools.count()


def _values(package: str) -> list[str]:
    importlib.invalidate_caches()
    return [
        getattr(importlib.import_module(_place(package, number)), f"value_{number}")() for number in range(2 * HALF)
    ]


@settings(max_examples=60, deadline=None)
@given(tree=trees, edited=st.integers(0, 2 * HALF - 1))
def test_what_rests_on_an_edited_module_is_imported_again_and_nothing_else(
    tree: Tree, edited: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, package = tmp_path_factory.mktemp("tree"), f"tree{next(_COUNT)}"
    texts = [f"v{number}" for number in range(2 * HALF)]
    tree.write(root, package, texts)
    sys.path.insert(0, str(root))
    try:
        assert _values(package) == [tree.value(number, texts) for number in range(2 * HALF)]
        known = Dependents(root, package)
        texts[edited] = "longer than before"
        tree.write(root, package, texts)
        stale = known.of([_file(root, package, edited)])
        assert {name for name in stale if name.rpartition(".m")[1]} == {
            _place(package, number) for number in tree.resting_on(edited)
        }
        _drop(stale)
        assert _values(package) == [tree.value(number, texts) for number in range(2 * HALF)]
    finally:
        sys.path.remove(str(root))
        _drop([name for name in sys.modules if name.partition(".")[0] == package])


def _written(root: Path, sources: dict[str, str]) -> Dependents:
    for path, text in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Dependents(root, "p")


@pytest.mark.parametrize(
    ("edited", "others"),
    [
        ("p/b.py", {"p.reads_b"}),
        ("p/__init__.py", {"p.b", "p.reads_b", "p.finder", "p.typed", "p.s", "p.s.c", "p.s.reads_s", "p.s.plain"}),
        ("p/s/c.py", {"p.s", "p.finder", "p.s.reads_s"}),
        ("p/s/__init__.py", {"p.finder", "p.s.c", "p.s.reads_s", "p.s.plain"}),
        ("p/s/data/words.json", {"p.s", "p.s.c", "p.s.reads_s", "p.s.plain", "p.finder"}),
        ("p/s/brand_new.py", {"p.finder"}),
    ],
)
def test_each_way_to_rest_on_a_file_is_known(edited: str, others: set[str], tmp_path: Path) -> None:
    known = _written(
        tmp_path,
        {
            "p/__init__.py": "",
            "p/b.py": "import os\n",
            "p/reads_b.py": "def f():\n    if True:\n        from . import b\n",
            "p/typed.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .b import x\n",
            "p/finder.py": "import pkgutil\n\nfound = pkgutil.iter_modules\n",
            "p/s/__init__.py": "from .c import taken\n\nmade = taken()\n",
            "p/s/c.py": "def taken(): ...\n",
            "p/s/reads_s.py": "from p.s import made\n",
            "p/s/plain.py": "",
        },
    )
    path = tmp_path / edited
    path.parent.mkdir(exist_ok=True)
    path.write_text("# edited\n")
    own = edited.removesuffix(".py").removesuffix("/__init__").replace("/", ".") if edited.endswith(".py") else None
    expected = others | ({own} if own else set())
    finders = {"p.finder"}  # it may import whatever is below its package
    assert known.of([path]) - finders == expected - finders
    assert ("p.finder" in known.of([path])) is True


def test_a_module_that_is_gone_is_missed_by_who_imports_it(tmp_path: Path) -> None:
    known = _written(tmp_path, {"p/__init__.py": "", "p/b.py": "", "p/c.py": "from p.b import x\n", "p/d.py": ""})
    (tmp_path / "p/b.py").unlink()
    assert known.of([tmp_path / "p/b.py"]) == {"p.b", "p.c"}


def test_a_module_that_is_no_python_is_imported_again_itself(tmp_path: Path) -> None:
    known = _written(tmp_path, {"p/__init__.py": "", "p/b.py": "", "p/c.py": "from p.b import x\n"})
    (tmp_path / "p/b.py").write_text("this is no python\n")
    assert known.of([tmp_path / "p/b.py"]) == {"p.b", "p.c"}


# The project itself: what runs, and what is read, while a word is said.


class Call(NamedTuple):
    """How a page says a word: its positional and its other arguments."""

    arguments: list[Any]
    others: dict[str, Any]


def _calls() -> dict[str, Call]:
    """The words that pages say, each with its first call."""
    env = jinja2.Environment(comment_start_string="{##", comment_end_string="##}")
    found: dict[str, Call] = {}
    for path in sorted(DOCS.rglob("*.md")):
        for call in env.parse(path.read_text(encoding="utf-8")).find_all(jinja2.nodes.Call):
            if isinstance(call.node, jinja2.nodes.Name):
                others = {one.key: one.value.as_const() for one in call.kwargs}
                found.setdefault(call.node.name, Call([one.as_const() for one in call.args], others))
    return found


CALLS = _calls()


@pytest.fixture(scope="module")
def dependents() -> Callable[[Path], frozenset[str]]:
    """The modules that an edit of a file touches. All are imported now, so that no import runs while a word is said."""
    for path in [*(ROOT / "broker_network").rglob("*.py"), *(ROOT / "macros").rglob("*.py")]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name not in ("macros.hooks", "macros.site_build"):
            importlib.import_module(name)
    known = Dependents(ROOT, "broker_network", "macros")
    of = functools.cache(lambda path: known.of([path]))
    return lambda path: of(path if path.suffix == ".py" else path.parent / "any.data")


@pytest.fixture(scope="module")
def page() -> Page:
    sources = {
        str(path.relative_to(DOCS)): SimpleNamespace(
            src_uri=str(path.relative_to(DOCS)),
            content_string=path.read_text(encoding="utf-8"),
            url="x/",
            inclusion=None,
        )
        for path in DOCS.rglob("*.md")
    }
    files: Any = SimpleNamespace(
        documentation_pages=lambda: list(sources.values()),
        get_file_from_path=lambda uri: sources.get(uri) or SimpleNamespace(url="x/", inclusion=None),
    )
    return Page("design/layout.md", "design/layout/", "", files, "https://guide.example.net/")


_OPENED: list[set[str]] = []


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _OPENED and isinstance(arguments[0], str):
        _OPENED[-1].add(arguments[0])


sys.addaudithook(_note_opened)


@contextmanager
def _noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Path]]:
    """The files whose functions run, and those that are read without being asked for: then an edit is noticed anyway.

    Nothing that was computed before is at hand.
    """
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith(("broker_network", "macros")):
            one.cache_clear()
    ran: set[CodeType] = set()
    opened: set[str] = set()
    asked: list[Any] = []
    found: set[Path] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        ran.add(frame.f_code)

    def ask(question: Callable[..., Any], *about: Any) -> Any:
        asked.extend(about)
        return question(*about)

    monkeypatch.setattr(KEPT, "ask", ask)
    _OPENED.append(opened)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)
        _OPENED.pop()
        places = [one for one in asked if isinstance(one, Path)]
        read = (Path(file) for file in opened)
        found.update(path for path in read if not any(path.is_relative_to(place) for place in places))
        found.update(Path(code.co_filename) for code in ran if code.co_name != "<module>")


@pytest.mark.parametrize(
    "word", [word for word in VOCABULARY if word.__name__ in CALLS], ids=lambda word: str(word.__name__)
)
def test_what_runs_and_what_is_read_for_a_word_makes_it_be_said_again(
    word: Callable[..., str],
    dependents: Callable[[Path], frozenset[str]],
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = CALLS[word.__name__]
    with _noted(monkeypatch) as files:
        word(page, *call.arguments, **call.others)
    for path in files:
        if path.is_relative_to(ROOT / "broker_network") or path.is_relative_to(ROOT / "macros"):
            assert word.__module__ in dependents(path), path.relative_to(ROOT)
