"""Words that show all examples side by side."""

from __future__ import annotations

from broker_network import tables

from .. import addresses, rendered_examples
from ..incremental import KEPT
from ..page import Page, UnknownName
from ..templates import render

COMPARISONS = ("survival", "cost")


def examples(page: Page) -> str:
    """A table of all examples: what each is, how large, and where its page is."""
    rows = [
        (one.plan.inventory, one.plan.network, page.link(addresses.page(name)))
        for name, one in rendered_examples.in_reading_order(tolerant=False)
        if one is not None
    ]
    return render("examples.md", rows=rows).strip()


def comparison(page: Page, kind: str) -> str:
    """All examples side by side: what each survives (`survival`), or costs and needs opened (`cost`)."""
    if kind not in COMPARISONS:
        raise UnknownName("comparison", kind, COMPARISONS)
    rows = [
        (one.plan.inventory.title, page.link(addresses.page(name)), _compared(name))
        for name, one in rendered_examples.in_reading_order(tolerant=False)
        if one is not None
    ]
    return render("comparison.md", kind=kind, rows=rows).strip()


def _compared(name: str) -> tables.Comparison:
    return KEPT.keep(("library", "comparison", name), lambda: tables.comparison(*rendered_examples.example(name).plan))
