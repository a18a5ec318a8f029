"""The one way to make a Jinja2 environment: templates print, they decide nothing."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from broker_network.activemq.releases import phrase

MARK = "Generated from topology.yaml by `"
"""How that sentence begins in every network: what carries it may be replaced."""

_ESCAPED = (".xml", ".html", ".svg")


def _escapes(name: str | None) -> bool:
    return name is not None and name.removesuffix(".jinja").endswith(_ESCAPED)


def in_markdown(text: str) -> str:
    """A reader's words as a page shows them: no character means anything to Markdown, HTML or the macros."""
    return re.sub(r"""[<>&"`*_{}\[\]|~#\\$]""", lambda found: f"&#{ord(found[0])};", text)


def environment(folder: Path) -> Environment:
    """An environment for the templates below `folder`.

    A final `.jinja` of a template's name is ignored; values are escaped in `.xml`, `.html` and `.svg` only. Each
    template is compiled once, and again when its file changes. `release(…)` says a phrase about releases. A name that
    the context lacks raises jinja2.UndefinedError.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=_escapes,
    )
    made.filters["in_markdown"] = in_markdown
    made.globals["release"] = phrase
    return made


_ENVIRONMENT = environment(Path(__file__).parent)


def render(template: str, /, **context: object) -> str:
    """The text of a template filled with `context`.

    `template` is a path below this package: `bundle/templates/client.cfg`. Raises jinja2.UndefinedError for a name
    that `context` lacks.
    """
    return _ENVIRONMENT.get_template(template).render(context)


def mark(name: str) -> str:
    """The sentence that every generated file carries near its top, without the comment signs around it.

    `name` is that of a folder, so it may hold what would end a comment; such characters are shown as hyphens.
    """
    shown = re.sub(r"[^A-Za-z0-9._]+", "-", name)
    return f"{MARK}broker-network generate {shown}`; edit that instead."
