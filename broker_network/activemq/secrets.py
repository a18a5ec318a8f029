"""Which attributes of `activemq.xml` and of Spring's elements hold secrets, and which may: those that nobody knows."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from broker_network.redaction import is_secret

from .schema import schema

Treatment = Literal["shown", "secret", "unknown"]

_SPRING = frozenset({
    "abstract", "bean", "class", "depends-on", "destroy-method", "encoding", "factory-bean", "factory-method", "id",
    "index", "init-method", "key", "lazy-init", "local", "location", "locations", "method", "name",
    "noNamespaceSchemaLocation", "parent", "path", "ref", "resource", "schemaLocation", "scope", "type", "value",
})  # fmt: skip
"""Attributes of Spring's elements. `value` is a secret where `name` or `key` beside it is a secret's."""

_HARMLESS = re.compile(r"\s*(?:true|false|[0-9]{1,5}|)\s*", re.IGNORECASE)


def is_hidden(element: str, attribute: str, value: str) -> bool:
    """Whether the value of an attribute is never shown.

    It has a secret's name, or a name that no release knows: somebody may have misspelt that of a secret.
    """
    how = shown(element, attribute)
    return how == "secret" or (how == "unknown" and _HARMLESS.fullmatch(value) is None)


@lru_cache(maxsize=1 << 14)
def shown(element: str, attribute: str) -> Treatment:
    """How the values of an attribute are to be treated. Names may have the prefix of a namespace."""
    element, attribute = _local(element), _local(attribute)
    allowed = schema().elements.get(element)
    known = allowed.attributes.get(attribute) if allowed else None
    if known is not None and known.kind != "text":
        return "shown"
    if is_secret(attribute):
        return "secret"
    if known is not None or attribute in _SPRING or attribute.startswith("xmlns"):
        return "shown"
    return "unknown" if allowed or attribute not in _anywhere() else "shown"


@cache
def _anywhere() -> frozenset[str]:
    """The attributes of all elements: what holders such as `<transportConnectors>` are wrongly given is of them."""
    return frozenset(name for element in schema().elements.values() for name in element.attributes)


def _local(name: str) -> str:
    return name if name.startswith("xmlns") else re.split(r"[ :]", name)[-1]
