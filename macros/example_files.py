"""What the site publishes of an example beside its page: every file, all of them as one zip, and the diagram."""

from __future__ import annotations

from broker_network import bundle, diagram

from . import addresses, rendered_examples
from .incremental import KEPT, status


def of(name: str) -> list[tuple[str, str | bytes]]:
    """Where each is published, and what it holds."""
    example = rendered_examples.example(name)
    KEPT.ask(status, diagram.STYLESHEET)
    return [
        *((addresses.download(example.name, path), content) for path, content in example.files.items()),
        (addresses.archive(example.name), bundle.zip_bytes(example.name, example.files)),
        (addresses.picture(example.name), diagram.standalone_svg(example.plan)),
    ]
