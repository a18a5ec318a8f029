"""The sentences in which a reader says what a network must do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from broker_network.wording import closest

FORMS = (
    "A reaches B",
    "A reaches B in COLLECTIVE",
    "A never reaches B",
    "ACCOUNT commands COLLECTIVE",
    "ACCOUNT commands COLLECTIVE only",
    "ACCOUNT never commands COLLECTIVE",
    "survives any broker",
    "survives any broker between",
    "survives any link",
    "survives broker NAME",
    "survives link A-B",
)
"""Every form of a sentence. Where one name stands there may be several, as in `a, b and c`, or a pattern with `*`."""

_VERBS = {
    "reaches": "reaches",
    "reach": "reaches",
    "commands": "commands",
    "command": "commands",
    "survives": "survives",
    "survive": "survives",
}


@dataclass(frozen=True, slots=True)
class Reaches:
    """Requests of clients arrive at servers and replies come back; or, with `never`, no request arrives.

    `clients` and `servers` are names of sites or brokers, or patterns. No `collectives` are all.
    """

    clients: tuple[str, ...]
    servers: tuple[str, ...]
    never: bool
    collectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MayCommand:
    """An account may send requests of collectives: at least of these, of these `only`, or `never` of these."""

    accounts: tuple[str, ...]
    collectives: tuple[str, ...]
    only: bool
    never: bool


@dataclass(frozen=True, slots=True)
class Survives:
    """Nobody is cut off when something fails: the broker or link of a name, or any; with `between`, nobody else."""

    kind: Literal["broker", "link"]
    name: str | None
    between: bool = False


Expectation = Reaches | MayCommand | Survives


def parse(text: str) -> Expectation:
    """Read one sentence; raise ValueError, which says what is wrong and what was probably meant."""
    words = text.replace(",", " , ").split()
    at = next((place for place, word in enumerate(words) if word in _VERBS), None)
    if at is None:
        raise ValueError(_no_verb(words))
    verb, before, after = _VERBS[words[at]], words[:at], words[at + 1 :]
    never = bool(before) and before[-1] == "never"
    before = before[:-1] if never else before
    if verb == "survives":
        return _survives(before, after, never)
    subject = _names(before, f'before "{words[at]}"')
    if verb == "commands":
        only = bool(after) and "only" in (after[0], after[-1])
        rest = [word for word in after if word != "only"] if only else after
        if only and never:
            raise ValueError('"never" and "only" exclude each other')
        return MayCommand(subject, _names(rest, f'after "{words[at]}"'), only, never)
    split = after.index("in") if "in" in after else len(after)
    collectives = _names(after[split + 1 :], 'after "in"') if split < len(after) else ()
    return Reaches(subject, _names(after[:split], f'after "{words[at]}"'), never, collectives)


def _survives(before: list[str], after: list[str], never: bool) -> Survives:
    if before or never:
        raise ValueError('"survives" is said of the whole network: begin the sentence with it')
    match after:
        case ["any", "broker"]:
            return Survives("broker", None)
        case ["any", "broker", "between"]:
            return Survives("broker", None, between=True)
        case ["any", "link"]:
            return Survives("link", None)
        case ["broker", name]:
            return Survives("broker", name)
        case ["link", *name] if name:
            return Survives("link", " ".join(name))
    forms = ", ".join(f'"{form}"' for form in FORMS if form.startswith("survives"))
    raise ValueError(f"write one of {forms}")


def _names(words: list[str], where: str) -> tuple[str, ...]:
    """The names of a list such as `a, b and c`."""
    names = [name for name in re.split(r" , | and |^and | and$", " ".join(words)) if name.strip(" ,")]
    if not names:
        raise ValueError(f"there is no name {where}")
    for name in names:
        if " " in name.strip(" ,"):
            raise ValueError(f'"{name.strip(" ,")}" is not one name: separate names by commas')
    return tuple(name.strip(" ,") for name in names)


def _no_verb(words: list[str]) -> str:
    for word in words:
        if meant := closest(word, _VERBS, 0.75):
            return f'"{word}" is no verb of an expectation. Did you mean "{meant}"?'
    forms = ", ".join(f'"{form}"' for form in FORMS)
    return f"there is no verb. Write one of: {forms}"
