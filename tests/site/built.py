"""A built site, and projects to build: shared by the tests of pages, browser and bench."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from mkdocs.utils.yaml import yaml_load

from tests.support.paths import EXAMPLES, ROOT

BASE = "/some/guide/"
"""The path below which the tests serve the site: links must not depend on where it is."""


class Build(NamedTuple):
    """What `mkdocs build` said and made."""

    code: int
    output: str
    folder: Path


def build(project: Path, folder: Path, *options: str, env: Mapping[str, str] = {}) -> Build:
    """Run `mkdocs build` in a project."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder), *options]
    variables = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", **env}
    done = subprocess.run(command, cwd=project, env={**os.environ, **variables}, capture_output=True, text=True)
    return Build(done.returncode, done.stdout + done.stderr, folder)


def project(folder: Path, pages: Mapping[str, str], examples: str = "*") -> Path:
    """A small project in `folder`: all that mkdocs.yml names, with other pages and the examples that fit a pattern."""
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = yaml_load(configuration)
    for name in (*settings["watch"], *settings["hooks"], settings["theme"]["custom_dir"]):
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=partial(_left_out, examples), dirs_exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    shutil.copytree(ROOT / settings["docs_dir"], folder / settings["docs_dir"], ignore=shutil.ignore_patterns("*.md"))
    before, _, after = configuration.partition("\nnav:\n")
    # Navigation and redirects name the guide's own pages.
    others = re.sub(r"^  redirects:\n(?:    .*\n)*", "", after.partition("\n\n")[2], flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(f"{before}\n{others}", encoding="utf-8")
    for path, text in pages.items():
        target = folder / settings["docs_dir"] / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _left_out(examples: str, folder: str, names: list[str]) -> set[str]:
    """What a small project does without: of examples, all but the topologies of those that fit a pattern."""
    path = Path(folder)
    if path == EXAMPLES:
        return set(names) - {found.parent.name for found in path.glob(f"{examples}/topology.yaml")}
    if path.parent == EXAMPLES:
        return set(names) - {"topology.yaml"}
    return {"__pycache__"}


class Reference(NamedTuple):
    """A link or an embedded resource: the element, the attribute and its value."""

    element: str
    attribute: str
    value: str


class Html(HTMLParser):
    """What a page refers to, and the anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[Reference] = []
        self.anchors: set[str] = set()
        self.inside: list[str] = []
        self.svg_links: list[str] = []
        self._svg = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element refers to and is called."""
        self._svg += tag == "svg"
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            if name in ("href", "src", "xlink:href", "data-href") and value is not None:
                self.references.append(Reference(tag, name, value))
            if self._svg and tag == "a" and name == "href" and value is not None:
                self.svg_links.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Note where a picture ends."""
        self._svg -= tag == "svg"


def pages(folder: Path) -> Iterator[Path]:
    """Every page of a built site."""
    yield from sorted(folder.rglob("*.html"))
