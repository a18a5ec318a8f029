"""Where the guide is published, as far as the command knows it."""

from __future__ import annotations

import pkgutil
from functools import cache

ADDRESS_FILE = "guide_address.txt"
"""A file of this package that holds the guide's address. The site writes it into the commands that it publishes."""


@cache
def built_in() -> str | None:
    """The address of the site that this command was downloaded from; None in a clone."""
    try:
        found = pkgutil.get_data(__package__ or "", ADDRESS_FILE)
    except OSError:
        return None
    return found.decode().strip() if found else None


def rule_page(ident: str, guide: str | None) -> str:
    """The page of a rule; without the guide's address, the path of the page in the guide."""
    address = guide or built_in() or ""
    return f"{address}{'/' if address and not address.endswith('/') else ''}reference/rules/#{ident}"
