"""What stands in a page as it is: a file, a piece of one, the output of a command, and links to downloads."""

from __future__ import annotations

import posixpath
import re

from . import parts
from .templates import render

_LANGUAGES = {
    ".cfg": "ini",
    ".env": "sh",
    ".example": "properties",
    ".md": "markdown",
    ".nft": "text",
    ".properties": "properties",
    ".rb": "ruby",
    ".sh": "sh",
    ".txt": "text",
    ".xml": "xml",
    ".yaml": "yaml",
}
_SCRIPTS = {"env": "sh", "make-secrets": "sh", "user-data": "yaml"}


def block(title: str, text: str, path: str, link: str | None) -> str:
    """A text under a title, colored as what its path says it is, with a copy button; `link` is its download."""
    name = posixpath.basename(path)
    language = _SCRIPTS.get(name) or _LANGUAGES.get(posixpath.splitext(name)[1], "text")
    return render("file.md", title=title, text=text, language=language, fence=fence(text), link=link, name=name).strip()


def piece(path: str, piece: parts.Part) -> str:
    """A piece of a file, with its lines in the title."""
    lines = f"line {piece.first}" if piece.first == piece.last else f"lines {piece.first} to {piece.last}"
    return block(f"{path}, {lines}", piece.text, path, None)


def link(target: str, label: str, src_uri: str) -> str:
    """A link to a download, which browsers save under the name of its source."""
    return render("link.md", target=target, label=label, name=posixpath.basename(src_uri)).strip()


def fence(text: str) -> str:
    """A fence that no line of the text can close."""
    longest = max((len(run) for run in re.findall(r"^[ +-]*(~+)", text, re.MULTILINE)), default=0)
    return "~" * max(4, longest + 1)
