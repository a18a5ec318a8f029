"""The two readers of YAML that PyYAML has: its own, and libyaml, which takes a quarter of the time.

They differ on a few texts (PyYAML 6.0.4, libyaml 0.2.5), and in the words and places of their errors. Those that a
reader sees are PyYAML's own, so that they are the same on every host: libyaml reads only what both read alike.
"""

from __future__ import annotations

import re

import yaml
from yaml.events import Event, ScalarEvent

_READ_DIFFERENTLY = re.compile("[\t\r!%>?|]")
"""Tabs, returns, tags, directives, keys in the long form and block scalars: what one refuses or places otherwise."""


def read_alike(text: str) -> bool:
    """Whether libyaml is there, and reads what PyYAML reads in a text, unless `LibyamlLoader` raises an error."""
    return bool(yaml.__with_libyaml__) and _READ_DIFFERENTLY.search(text) is None


class LibyamlLoader:
    """The events of a text that is read alike: each with the value, the anchor and the beginning that PyYAML gives."""

    def __init__(self, text: str) -> None:
        self._loader = yaml.CSafeLoader(text)

    def get_event(self) -> Event | None:
        """The next event, None after the last; raise MarkedYAMLError where PyYAML may see something else."""
        event: Event | None = self._loader.get_event()
        if isinstance(event, ScalarEvent) and not event.value and event.implicit[0]:
            raise yaml.MarkedYAMLError(problem="the place of a value left out differs")
        return event
