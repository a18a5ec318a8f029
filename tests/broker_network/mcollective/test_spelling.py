"""No other module spells MCollective's destinations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker_network.mcollective import destinations
from tests.support.paths import ROOT

HOME = Path(destinations.__file__)
_SPELLED = re.compile(r"\.(?:nodes|agents|reply\.|(?:[\w-]+|\*)\.agent)(?![\w-])|\.reply\.|\.agent(?![\w-])")


def spelled(code: str) -> Iterator[int]:
    """Lines with an f-string that puts something before `.nodes`, `.reply.`, `.agents` or `.<agent>.agent`."""
    for text in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)):
        for before, part in zip(text.values, text.values[1:], strict=False):
            known = isinstance(part, ast.Constant) and isinstance(part.value, str) and _SPELLED.match(part.value)
            if isinstance(before, ast.FormattedValue) and known:
                yield part.lineno


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f"{name}.nodes"', [1]),
        ('f"queue {name}.reply.>"', [1]),
        ('f"{name}.{agent}.agent"', [1]),
        ('f"{name}.*.agent"', [1]),
        ('f"{name}.agents"', [1]),
        ('"<collective>.nodes"', []),
        ('f"{name}.nodesize and {one}.reply"', []),
    ],
)
def test_what_puts_a_collective_before_a_destination_is_found(code: str, found: list[int]) -> None:
    assert list(spelled(code)) == found


def test_destinations_are_built_in_one_module() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("broker_network", "macros")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != HOME
        for line in spelled(path.read_text(encoding="utf-8"))
    ]
    assert not found, "ask broker_network.mcollective.destinations for these"
