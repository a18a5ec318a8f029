"""The secrets in a file's elements, and the words that the same elements say openly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from broker_network.redaction import is_secret, parts_of_secret, secrets_in, without_secrets

from ..schema import schema
from ..secrets import is_hidden, shown
from .tree import XmlElement

_WORD = re.compile(r"\w+")


def secrets(files: Iterable[Sequence[XmlElement]]) -> set[str]:
    """Every text that is a secret: of attributes that are never shown, and of parts of URIs and placeholders.

    The elements of a thousand files give the same few texts, so that each text is looked at once, at the end.
    """
    hidden: set[str] = set()
    shown_texts: set[str] = set()
    for element in (one for elements in files for one in elements if one.attributes or one.text):
        given = element.attributes
        named_so = element.foreign and _is_named_so(element)
        if not named_so and given.keys() <= _surely_shown(element.name):
            shown_texts.update(given.values())
        else:
            hiding = _may_hide(element.name, tuple(given))
            for name, text in given.items():
                is_one = (name in hiding and is_hidden(element.name, name, text)) or (named_so and name == "value")
                (hidden if is_one else shown_texts).add(text)
        if named_so:
            hidden.update(one.text for one in (element, *element.everything()))
        else:
            shown_texts.add(element.text)
    found = {part for text in hidden for part in parts_of_secret(text)}
    for text in shown_texts:
        if "{" in text or "@" in text or "=" in text:
            found.update(secrets_in(text))
    return found


@lru_cache(maxsize=1 << 12)
def _surely_shown(element: str) -> frozenset[str]:
    """The attributes of an element that ActiveMQ knows and that hold no secret: most elements have no others."""
    allowed = schema().elements.get(element)
    return frozenset(name for name in (allowed.attributes if allowed else ()) if shown(element, name) == "shown")


@lru_cache(maxsize=1 << 14)  # the elements of a thousand files have the same few sets of attributes
def _may_hide(element: str, attributes: tuple[str, ...]) -> frozenset[str]:
    """The attributes whose values are a secret, or may be one."""
    return frozenset(name for name in attributes if shown(element, name) != "shown")


def words(elements: Sequence[XmlElement]) -> Iterator[str]:
    """Every value that is shown, and each word of it."""
    for element in elements:
        named_so = _is_named_so(element)
        for name, text in element.attributes.items():
            if not is_hidden(element.name, name, text) and not (named_so and name == "value"):
                open_text = without_secrets(text)
                yield open_text
                yield from _WORD.findall(open_text)


def _is_named_so(element: XmlElement) -> bool:
    """Whether it is an element such as `<property name="password" value="…"/>` or `<prop key="password">…`."""
    return element.foreign and any(is_secret(element.attributes.get(name, "")) for name in ("name", "key"))
