"""Pages that moved: the old address leads to the new one, on any host, because each is a page of its own.

`extra.redirects` in `mkdocs.yml` names them, a line each: where the source was under `docs/`, and where it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from .page import UnknownName
from .templates import render

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def publish(files: Files, config: MkDocsConfig) -> None:
    """Add a page at each old address. Query and anchor of the address that was called go on to the new one.

    Raises mkdocs.exceptions.PluginError, with all that is wrong, where the old page exists or the new one does not.
    """
    pages = {file.src_uri: file for file in files.documentation_pages()}
    wrong, made = [], []
    for old, new in (config.extra.get("redirects") or {}).items():
        if old in files.src_uris:
            wrong.append(f"mkdocs.yml: redirects: {old} exists: remove the line, or the page")
        elif new not in pages:
            wrong.append(f"mkdocs.yml: redirects: {old}: {UnknownName('page', str(new), sorted(pages))}")
        else:
            made.append(_redirect(config, old, pages[new].url))
    if wrong:
        raise PluginError("\n".join(wrong))
    for file in made:
        files.append(file)


def _redirect(config: MkDocsConfig, old: str, url: str) -> File:
    moved = File.generated(config, old, content="")
    canonical = urljoin(config.site_url, url) if config.site_url else None
    text = render("redirect.html", target=get_relative_url(url, moved.url), canonical=canonical)
    return File.generated(config, moved.dest_uri, content=text)
