"""The templates of what pages say."""

from __future__ import annotations

from pathlib import Path

from broker_network.templates import environment

from .incremental import KEPT, status

_FOLDER = Path(__file__).with_name("templates")
_ENVIRONMENT = environment(_FOLDER)


def render(template: str, /, **context: object) -> str:
    """The text of a template of `macros/templates/`, filled with `context`.

    Raises jinja2.UndefinedError for a name that `context` lacks.
    """
    KEPT.ask(status, _FOLDER / template)
    return _ENVIRONMENT.get_template(template).render(context)
