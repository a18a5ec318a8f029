"""Words that show what `check` finds."""

from __future__ import annotations

import re

from .. import claims, command_output
from ..blocks import block
from ..page import Page
from ..templates import render


def checked(page: Page, name: str) -> str:
    """What `check` says about a set of files with faults, a folder under `examples/faulty/`."""
    return block(f"broker-network check examples/faulty/{name}", command_output.checked(name), "output.txt", None)


def rules(page: Page) -> str:
    """Every rule of `check`: what you see, why, how to fix it, and the smallest set that shows it."""
    listed = [
        (one, [_with_claims(page, source) for source in one.rule.prose.sources]) for one in command_output.shown()
    ]
    return render("rules.md", rules=listed).strip()


def symptoms(page: Page) -> str:
    """From lines of logs and from what operators see to the rules behind them."""
    return render(
        "symptoms.md",
        logs=command_output.symptoms(),
        rules=[shown.rule for shown in command_output.shown()],
        reference=page.link("reference/rules.md"),
    ).strip()


def _with_claims(page: Page, source: str) -> list[tuple[str, str | None]]:
    """A rule's source in pieces, with a link to its claim for each recorded result that it names."""
    pieces = re.split(r"\bevidence/([\w-]+)", source)
    # Every second piece is what the pattern caught: the name of an experiment.
    return [
        (f"evidence/{piece}", claims.where_claimed(page, piece)) if number % 2 else (piece, None)
        for number, piece in enumerate(pieces)
    ]
