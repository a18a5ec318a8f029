"""Words that list what there is: keys, attributes, destinations, sources."""

from __future__ import annotations

from .. import reference
from ..page import Page
from ..templates import render


def keys(page: Page) -> str:
    """Every key of `topology.yaml`: type, default and meaning, from the model itself."""
    return render("keys.md", groups=reference.groups()).strip()


def attributes(page: Page) -> str:
    """The elements of `activemq.xml` that the guide's tools know, and each attribute with its default by release."""
    listed = [
        (element, [(one, [source(page, ident) for ident in one.sources]) for one in element.attributes])
        for element in reference.elements()
    ]
    return render("attributes.md", elements=listed).strip()


def destinations(page: Page) -> str:
    """The destinations that MCollective uses, who writes and who reads each."""
    return render("destinations.md", kinds=reference.destinations()).strip()


def source(page: Page, ident: str) -> str:
    """A reference to where a statement comes from, by its id in `docs/sources.yml`."""
    return render("source.md", source=reference.source(ident)).strip()
