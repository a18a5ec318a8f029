"""What each command that asks about a network answers with `--format json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .data import Checked
from .demand import Demanded
from .diff import Changed
from .exposure import Exposures
from .reach import Reached
from .releases import Advised
from .rights import Accounts
from .schema import schema
from .survive import Survived
from .trace import Traces

ANSWERS: Mapping[str, type] = {
    "check": Checked,
    "reach": Reached,
    "trace": Traces,
    "survive": Survived,
    "demand": Demanded,
    "rights": Accounts,
    "exposure": Exposures,
    "releases": Advised,
    "diff": Changed,
}
"""The type of the answer by command."""

FILE = "report.schema.json"
"""What the schema is called where it is published."""


def answers_schema() -> dict[str, Any]:
    """The JSON Schema of every command's document."""
    return schema(ANSWERS)
