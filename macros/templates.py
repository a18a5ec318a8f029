"""The templates of what pages say."""

from __future__ import annotations

from pathlib import Path

from broker_network.templates import environment

_ENVIRONMENT = environment(Path(__file__).with_name("templates"))


def render(template: str, /, **context: object) -> str:
    """The text of a template of `macros/templates/`, filled with `context`.

    Raises jinja2.UndefinedError for a name that `context` lacks.
    """
    return _ENVIRONMENT.get_template(template).render(context)
