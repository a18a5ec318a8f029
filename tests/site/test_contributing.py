"""What the contributing pages say about the code is true: every folder has its place, every name exists."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import DOCS, ROOT

CONTRIBUTING = DOCS / "contributing"
INDEX = (CONTRIBUTING / "index.md").read_text(encoding="utf-8")
STRUCTURE = (CONTRIBUTING / "structure.md").read_text(encoding="utf-8")
MADE = {".venv", ".git", ".cache", "site", "__pycache__"}
"""Folders that are made here, and belong to nobody's change; others with a dot and `cache` are too."""
CODE = ("broker_network", "macros", "tests")


def folders(folder: Path) -> set[str]:
    """The folders directly inside one, by their paths from the root."""
    found = {path for path in folder.iterdir() if path.is_dir() and path.name not in MADE}
    # `examples/<name>/` is named as one; tools keep caches and data with names of their own.
    tracked = {path for path in found if not re.fullmatch(r"\..*(cache|hypothesis|venv|vscode|idea)", path.name)}
    return {str(path.relative_to(ROOT)) for path in tracked}


def mapped() -> set[str]:
    """Every path that the map of folders names."""
    section = INDEX.partition("\n## Where things are\n")[2].partition("\n## ")[0]
    cells = "\n".join(line.partition("|")[2] for line in section.splitlines() if line.startswith("|"))
    return {path.rstrip("/") for path in re.findall(r"`([\w.][\w./<>-]*/[\w./<>-]*)`", cells)}


def layers() -> list[str]:
    """The layers as the page lists them, from the highest."""
    section = STRUCTURE.partition("\n## Layers\n")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [" | ".join(re.findall(r"`(\w+)`", cell)) for cell in first]


def stops() -> Iterator[str]:
    """Every dotted name of code on the page."""
    yield from re.findall(r"`((?:broker_network|macros|tests)(?:\.\w+)+)`", STRUCTURE)


def test_the_map_has_every_folder_and_no_other() -> None:
    named = mapped()
    wanted = folders(ROOT) | {path for folder in CODE for path in folders(ROOT / folder)}
    missing = {path for path in wanted if not any(one == path or one.startswith(f"{path}/") for one in named)}
    assert not missing, "docs/contributing/index.md, Where things are: give each a row"
    gone = {path for path in named if "<" not in path and not (ROOT / path).exists()}
    assert not gone, "docs/contributing/index.md, Where things are: these are gone"


def test_the_page_has_the_layers_of_the_contract_in_their_order() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (one for one in pyproject["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    assert layers() == contract["layers"]


def test_every_module_and_package_of_the_library_is_in_a_layer() -> None:
    in_layers = {name for layer in layers() for name in layer.split(" | ")}
    library = {path.stem for path in (ROOT / "broker_network").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert in_layers == library - {"__init__", "__pycache__"}


@pytest.mark.parametrize("name", sorted(set(stops())))
def test_every_stop_of_the_ways_through_the_code_exists(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(module), attribute), f"docs/contributing/structure.md: {name}"


def test_there_are_five_ways_and_each_has_more_than_a_few_stops() -> None:
    ways = re.split(r"\n### ", STRUCTURE.partition("\n## Five paths through the code\n")[2])[1:]
    assert len(ways) == 5
    assert all(len(re.findall(r"^\d+\. `", way, re.MULTILINE)) > 4 for way in ways)
