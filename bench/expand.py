"""The project in this folder as plain MkDocs Material would have it: `python -m bench.expand TO`.

The files come from a build of the project, so that this module need not know its folders.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

_CONFIGURATION = "mkdocs.yml"


class Keep(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]  # by MkDocs
    """Writes each page as it is when all macros are expanded, and each file that is published beside the pages."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> None:
        """Write a page with its front matter."""
        text = f"---\n{yaml.safe_dump(dict(page.meta))}---\n{markdown.replace('/README.md)', '/README.md.txt)')}"
        self._write(page.file.src_uri, text.encode())

    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:
        """Write the other files, except those that the theme brings itself."""
        for file in files:
            is_published = file.page is None and file.inclusion is not InclusionLevel.EXCLUDED
            if is_published and file.src_dir not in config.theme.dirs:
                self._write(_published(file), file.content_bytes)

    def _write(self, path: str, content: bytes) -> None:
        target = self._docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _published(file: File) -> str:
    """The path of a file; Markdown that is published as it is gets a name that plain MkDocs publishes as it is."""
    return f"{file.src_uri}.txt" if file.src_uri.endswith(".md") else file.src_uri


def expand(to: Path) -> None:
    """Write the plain project: expanded pages, the same files, the same settings without hooks and macros."""
    settings = yaml_load(Path(_CONFIGURATION).read_text(encoding="utf-8"))
    settings = {key: value for key, value in settings.items() if key not in ("hooks", "watch", "nav")}
    settings["theme"].pop("custom_dir")
    settings["plugins"] = ["search"]
    to.mkdir()
    (to / _CONFIGURATION).write_text(yaml.safe_dump(settings), encoding="utf-8")
    with tempfile.TemporaryDirectory() as site:
        config = load_config(_CONFIGURATION, site_dir=site)
        config.plugins["keep"] = Keep(to / settings["docs_dir"])
        config.plugins.on_startup(command="build", dirty=False)
        build(config)


if __name__ == "__main__":
    expand(Path(sys.argv[1]))
