"""Words about what brokers need."""

from __future__ import annotations

from .. import sizing
from ..page import Page
from ..templates import render


def calculator(page: Page) -> str:
    """What brokers need for how many servers: a table, and a calculator where there is script."""
    return render("calculator.html", **sizing.context()).strip()
