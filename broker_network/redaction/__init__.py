"""The one place that makes text fit to be printed: without secrets and without control characters.

Everything that a command prints passes here: quoted lines, messages, answers, diagrams. Standard library only.
"""

from __future__ import annotations

from .escapes import in_json, printable
from .known import remember, remembering, without_known
from .names import is_secret
from .patterns import parts_of_secret, secrets_in, struck, without_patterns, without_secrets

__all__ = [
    "in_json",
    "is_secret",
    "parts_of_secret",
    "printable",
    "redacted",
    "remember",
    "remembering",
    "secrets_in",
    "struck",
    "without_secrets",
]


def redacted(text: str) -> str:
    """The text with every secret masked: those that were read and are remembered, and whatever looks like one.

    What looks like one are passwords in URIs, and the values of names of secrets. Each character becomes an asterisk,
    so that lines and columns stay the same. `${placeholders}` stay, but not their defaults.
    """
    return without_known(without_patterns(text))
