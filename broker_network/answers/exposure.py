"""What `exposure` says about each thing that can be stolen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broker_network.exposure import Exposure, Power
from broker_network.wording import enumerated

from .terminal import BOLD, RED, Terminal, plain


@dataclass(frozen=True, slots=True)
class Exposures:
    """What follows for each subject that was asked about."""

    subjects: tuple[Exposure, ...]


def as_text(found: Exposures, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    for one in found.subjects:
        yield terminal.paint(plain(f"If stolen: {one.subject}"), BOLD)
        if one.needs_certificate:
            yield terminal.fill(
                f"Of use only together with a client certificate: {_all(one.needs_certificate)} ask for one.", "  "
            )
        for power in one.powers:
            yield from _power(power, terminal)
        if not one.powers:
            yield "  nothing"
        if one.untold:
            yield terminal.fill(
                f"More may be possible at {_all(one.untold)}: the files do not show their rights.", "  "
            )
        if one.beyond:
            yield terminal.fill(f"Not known: what is beyond {_all(one.beyond)}.", "  ")
        yield ""
    commanding = [str(one.subject) for one in found.subjects if one.commands]
    yield terminal.fill(plain(f"Can command servers: {', '.join(commanding) or 'none of them'}."))


def _power(power: Power, terminal: Terminal) -> Iterator[str]:
    verb = terminal.paint(f"{power.verb:<6}", RED if power.verb == "forge" and power.counts else BOLD)
    text: str = power.what
    if power.collective:
        text += f" of {power.collective}"
    if power.whom:
        text += f", of {_all(power.whom)}" if power.verb in ("read", "take") else f", to {_all(power.whom)}"
    if power.at:
        text += f", at {_all(power.at)}"
    beyond = [name for name in power.over if name not in power.at]
    if beyond:
        text += f", over {_all(beyond)}"
    if power.counts is False:
        text += " (dropped: no signature that counts)"
    if not power.sure:
        text += " (if rights allow it, which the files do not show)"
    yield f"  {verb} " + terminal.fill(plain(text), " " * 9).lstrip()


def _all(names: Iterable[str]) -> str:
    return enumerated(names, 6, kept=5)
