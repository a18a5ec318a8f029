"""Words that show files of an example, and parts of files."""

from __future__ import annotations

import posixpath

from .. import addresses, parts, rendered_examples
from ..blocks import block, link, piece
from ..page import Page, UnknownName


def file(page: Page, example: str, path: str) -> str:
    """A whole file: its path as title, a copy button and a download."""
    found = rendered_examples.example(example)
    return block(
        path, rendered_examples.text(found, path).rstrip("\n"), path, page.link(addresses.download(example, path))
    )


def part(page: Page, example: str, broker: str, element: str, name: str | None = None) -> str:
    """A named part of a broker's `activemq.xml`, with the comment above it.

    `name` is the element's `name`; of a `policyEntry` or `authorizationEntry` its queue or topic.
    A single element needs none.
    """
    found = rendered_examples.example(example)
    brokers = [one.name for one in found.plan.network.brokers]
    if broker not in brokers:
        raise UnknownName(f"broker of {example}", broker, brokers)
    path = f"brokers/{broker}/conf/activemq.xml"
    return piece(path, parts.element(rendered_examples.text(found, path), element, name))


def setting(page: Page, example: str, path: str, key: str) -> str:
    """The lines of a file that set `key` or begin with it, with the comment above them."""
    return piece(path, parts.setting(rendered_examples.text(rendered_examples.example(example), path), key))


def download(page: Page, example: str, path: str | None = None) -> str:
    """A link to all files of an example as one zip, or to one of its files."""
    found = rendered_examples.example(example)
    if path is None:
        target, label = addresses.archive(example), f"Download all {len(found.files)} files as {example}.zip"
    else:
        rendered_examples.text(found, path)
        target, label = addresses.download(example, path), f"Download {posixpath.basename(path)}"
    return link(page.link(target), label, target)
