"""The secrets in a file's tree, and the words that the same tree says openly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.redaction import is_secret, parts_of_secret, secrets_in, without_secrets

from ..secrets import is_hidden
from .tree import XmlElement

_WORD = re.compile(r"\w+")
_TELLING = re.compile(r"[@{=]")


def secrets(root: XmlElement) -> Iterator[str]:
    """Every text that is a secret: of attributes that are never shown, and of parts of URIs and placeholders."""
    for element in (root, *root.everything()):
        given = element.attributes
        named_so = _is_named_so(element)
        for name, text in given.items():
            if is_hidden(element.name, name, text) or (named_so and name == "value"):
                yield from parts_of_secret(text)
            elif _TELLING.search(text):
                yield from secrets_in(text)
        if named_so:
            for one in (element, *element.everything()):
                yield from parts_of_secret(one.text)
        elif element.text:
            yield from secrets_in(element.text)


def words(root: XmlElement) -> Iterator[str]:
    """Every value that is shown, and each word of it."""
    for element in (root, *root.everything()):
        named_so = _is_named_so(element)
        for name, text in element.attributes.items():
            if not is_hidden(element.name, name, text) and not (named_so and name == "value"):
                open_text = without_secrets(text)
                yield open_text
                yield from _WORD.findall(open_text)


def _is_named_so(element: XmlElement) -> bool:
    """Whether it is an element such as `<property name="password" value="…"/>` or `<prop key="password">…`."""
    return element.foreign and any(is_secret(element.attributes.get(name, "")) for name in ("name", "key"))
