"""The examples as the pages see them: each with its plan and every published file."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network import examples
from broker_network.examples import Example

from .incremental import KEPT, status
from .page import UnknownName


def example(name: str) -> Example:
    """The example of that name; raise UnknownName with the known names, or what is wrong with the topology."""
    now = KEPT.ask(status, examples.FOLDER / name / "topology.yaml")
    if now is None:
        raise UnknownName("example", name, KEPT.ask(examples.names))
    return KEPT.keep(("library", "example", name), lambda: examples.example(name), now)


def text(found: Example, path: str) -> str:
    """The text of a published file; raise UnknownName with the known paths when there is none."""
    if path not in found.files:
        raise UnknownName(f"file of {found.name}", path, list(found.files))
    return found.files[path].decode()


def in_reading_order(*, tolerant: bool) -> Iterator[tuple[str, Example | None]]:
    """Every example, smallest network first. With `tolerant` one that cannot be planned comes last, as None."""
    held: list[tuple[int, str, Example | None]] = []
    for name in KEPT.ask(examples.names):
        try:
            found = example(name)
        except Exception:
            if not tolerant:
                raise
            held.append((10**9, name, None))
        else:
            held.append((len(found.plan.network.brokers), name, found))
    for _, name, one in sorted(held, key=lambda entry: entry[:2]):
        yield name, one
