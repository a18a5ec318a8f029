"""Which modules can do something else after an edit: those edited, and those that import them, directly or not.

It is read from the imports in their sources, also from those inside functions. A package that only passes on a name
ties an importer of that name to the module that the name comes from, not to all that the package imports.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .incremental import Status, status

_FINDERS = (b"import_module", b"iter_modules", b"walk_packages", b"__import__")
"""Who says one of these may import whatever is below its own package."""


@dataclass(slots=True)
class _Imports:
    """What a module imports; modules by absolute name."""

    modules: set[str] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)
    """What `from module import name` takes: the module and the name."""
    passed_on: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Where names come from that a package takes from others alone."""
    finds: bool = False


@dataclass(slots=True)
class _Edges:
    """Modules that one rests on: on all that they can do, or on their text alone, as on a package on the way."""

    whole: set[str] = field(default_factory=set)
    text: set[str] = field(default_factory=set)


class Dependents:
    """The modules of some packages in a folder. Each source is parsed once, and again when its file has changed."""

    def __init__(self, root: Path, *packages: str) -> None:
        self._root, self._packages = root, packages
        self._parsed: dict[Path, tuple[Status, _Imports]] = {}
        for name, path in self._modules().items():
            self._imports(name, path)

    def of(self, changed: Collection[Path]) -> frozenset[str]:
        """The modules to import again after files changed, came or went, by name.

        A file that is no Python belongs to the modules of the nearest package above it.
        """
        modules = self._modules()
        modules.update({self._name(path): path for path in changed if path.suffix == ".py"})
        edited = {self._name(path) for path in changed if path.suffix == ".py"}
        for path in (path for path in changed if path.suffix != ".py"):
            owner = next((folder for folder in path.parents if (folder / "__init__.py").exists()), None)
            edited |= {name for name, module in modules.items() if module.parent == owner}
        edges = {name: self._edges(name, modules) for name in modules}
        return frozenset(_reaching(edited, edges))

    def _modules(self) -> dict[str, Path]:
        return {
            self._name(path): path
            for package in self._packages
            for path in (self._root / package).rglob("*.py")
            if "__pycache__" not in path.parts
        }

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self._root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _imports(self, name: str, path: Path) -> _Imports:
        now = status(path)
        held = self._parsed.get(path)
        if held is None or held[0] != now:
            held = self._parsed[path] = now, _parsed(path, name)
        return held[1]

    def _edges(self, name: str, modules: dict[str, Path]) -> _Edges:
        imports, edges = self._imports(name, modules[name]), _Edges()
        edges.text.update(_packages_of(name))
        for module in imports.modules:
            self._add(module, modules, edges)
        for module, taken in imports.names:
            self._add_name(module, taken, modules, edges, set())
        if imports.finds:
            package = name if modules[name].name == "__init__.py" else name.rpartition(".")[0]
            edges.whole.update(one for one in modules if one.startswith(f"{package}.") and one != name)
        return edges

    def _add(self, module: str, modules: dict[str, Path], edges: _Edges) -> None:
        if module in modules:
            edges.whole.add(module)
        edges.text.update(_packages_of(module))

    def _add_name(
        self, module: str, name: str, modules: dict[str, Path], edges: _Edges, seen: set[tuple[str, str]]
    ) -> None:
        """What `from module import name` rests on; `seen` are the names on the way to it."""
        if f"{module}.{name}" in modules:
            self._add(f"{module}.{name}", modules, edges)
            # A package may bind a name that is a module's too.
            edges.text.add(module)
            return
        source = self._imports(module, modules[module]).passed_on.get(name) if module in modules else None
        if source is None or source in seen:
            self._add(module, modules, edges)
            return
        edges.text.update((module, *_packages_of(module)))
        self._add_name(*source, modules, edges, seen | {source})


def _packages_of(module: str) -> Iterator[str]:
    parts = module.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts)))


def _reaching(edited: set[str], edges: dict[str, _Edges]) -> set[str]:
    importers: dict[str, set[str]] = {}
    for name, found in edges.items():
        for module in found.whole:
            importers.setdefault(module, set()).add(name)
    reached = edited | {name for name, found in edges.items() if found.text & edited}
    ahead = list(reached)
    while ahead:
        fresh = importers.get(ahead.pop(), set()) - reached
        reached |= fresh
        ahead += fresh
    return reached


def _parsed(path: Path, name: str) -> _Imports:
    """What a module imports; nothing where its file is gone or is no Python: it is then itself what was edited."""
    try:
        text = path.read_bytes()
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError):
        return _Imports()
    is_package = path.name == "__init__.py"
    package = name if is_package else name.rpartition(".")[0]
    found = _Imports(finds=any(one in text for one in _FINDERS))
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            found.modules.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(package, node.module, node.level)
            found.names.update((source, one.name) for one in node.names if one.name != "*")
            found.modules.update(source for one in node.names if one.name == "*")
    if is_package:
        found.passed_on = _passed_on(tree, package)
    return found


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """All statements but those that only type checkers read."""
    for block in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, block, ()):
            if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
                yield from (one for other in child.orelse for one in (other, *_statements(other)))
                continue
            if isinstance(child, ast.stmt):
                yield child
            yield from _statements(child)


def _passed_on(tree: ast.Module, package: str) -> dict[str, tuple[str, str]]:
    """Where the names come from that a package takes from others, and does not bind to anything else."""
    taken = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = {
        one.asname or one.name: (_absolute(package, node.module, node.level), one.name)
        for node in taken
        for one in node.names
    }
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return {name: source for name, source in names.items() if name not in bound}


def _absolute(package: str, module: str | None, level: int) -> str:
    if not level:
        return module or ""
    parts = package.split(".")
    base = parts[: len(parts) - level + 1]
    return ".".join([*base, *([module] if module else [])])
