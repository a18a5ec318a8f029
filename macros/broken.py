"""Pages that could not be rendered in this build. The log tells of them last, where they are seen."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

from broker_network.wording import counted

log = logging.getLogger("mkdocs.hooks.guide")


class Broken(NamedTuple):
    """What stops a page: `message` with its place on the page, and the `cause`, which other pages may share."""

    message: str
    cause: str


_pages: dict[str, Broken] = {}


def begin() -> None:
    """Begin a build: no page is broken."""
    _pages.clear()


def add(src_uri: str, message: str, cause: str) -> None:
    """Remember what stops a page; of several errors the first."""
    _pages.setdefault(src_uri, Broken(message, cause))


def pages() -> Sequence[str]:
    """The sources of the pages that are broken."""
    return list(_pages)


def tell() -> None:
    """Log each cause once, with the place on the first page that it stops."""
    stopped: dict[str, list[str]] = {}
    for one in _pages.values():
        stopped.setdefault(one.cause, []).append(one.message)
    for messages in stopped.values():
        others = f" (and on {counted(len(messages) - 1, 'more page')})" if messages[1:] else ""
        log.error(messages[0] + others)
