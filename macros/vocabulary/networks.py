"""Words that show what a network looks like, and what is where in it."""

from __future__ import annotations

from broker_network import diagram as diagrams
from broker_network import tables

from .. import addresses, rendered_examples
from ..incremental import KEPT
from ..page import Page, UnknownName
from ..templates import render


def diagram(page: Page, example: str) -> str:
    """The diagram of a network. Each broker in it links to its configuration."""
    found = rendered_examples.example(example)
    target = page.href(addresses.page(example))
    if addresses.page(example) == page.src_uri:
        target = ""
    return diagrams.figure(found.plan, href=lambda broker: f"{target}#broker-{broker}", ident=example)


def table(page: Page, example: str, kind: str) -> str:
    """A table about a network, of a kind in `tables.KINDS`: `reach`, `ports`, `links` and others."""
    made = KEPT.keep(("library", "table", example, kind), lambda: _table(example, kind))
    return render("table.html", table=made).strip()


def _table(name: str, kind: str) -> tables.Table:
    plan = rendered_examples.example(name).plan
    if kind not in tables.KINDS:
        raise UnknownName("table", kind, list(tables.KINDS))
    return tables.table(kind, *plan)
