"""The words that pages say: `{{ file("single-broker", "compose.yaml") }}`.

Every public function of a module of this package is a word, found without a list. Its first argument is the page that
says it. It returns Markdown, or HTML of one piece without blank lines. A whole file or table can stand in a list item
or an admonition when it is indented with Jinja's `indent(4)` filter.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator


def _words() -> Iterator[Callable[..., str]]:
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        for name, word in inspect.getmembers(module, inspect.isfunction):
            if word.__module__ == module.__name__ and not name.startswith("_"):
                yield word


VOCABULARY: tuple[Callable[..., str], ...] = tuple(_words())
