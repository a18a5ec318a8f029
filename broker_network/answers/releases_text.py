"""What `releases` says, as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import phrase
from broker_network.rule_support import Severity
from broker_network.wording import enumerated, listed

from .releases import Advised, JudgedRelease, OpenPoint
from .terminal import BOLD, CYAN, RED, YELLOW, Terminal, plain

_COLORS = {str(Severity.ERROR): RED, str(Severity.WARNING): YELLOW, str(Severity.NOTE): CYAN}


def as_text(found: Advised, terminal: Terminal) -> Iterator[str]:
    """The lines of a report: the releases, the best first, then each point that one of them leaves open, once."""
    yield terminal.fill(plain(" ".join(found.configuration)))
    yield ""
    if found.named:
        yield from _release(found.named, "You named", terminal)
    for number, one in enumerate(found.advised, start=1):
        yield from _release(one, f"{number}.", terminal)
    for avoided in found.avoid:
        yield terminal.paint(terminal.fill(plain(f"Not for these files: {avoided.releases}")), BOLD)
        yield terminal.fill(plain(f"{avoided.id}: {avoided.why} {_known(avoided.measured_on)}"), "   ")
        yield terminal.fill(plain(avoided.helps), "   ")
        yield ""
    shown = (found.named, *found.advised) if found.named else found.advised
    points = {point.id: point for one in shown for point in one.open}
    if points:
        yield terminal.paint("What is open", BOLD)
    for point in points.values():
        yield from _open(point, terminal)
    if points:
        yield ""
    for sentence in found.not_seen:
        yield terminal.fill(plain(sentence), "          ", "not seen: ")
    yield ""
    yield terminal.fill(f"Release data was checked on {phrase('checked')}.")


def _release(one: JudgedRelease, heading: str, terminal: Terminal) -> Iterator[str]:
    about = f"  ({one.date}, Java {one.java}, {_SUPPORT[one.support]})" if one.date and one.support else ""
    yield terminal.paint(plain(f"{heading} ActiveMQ {one.activemq}"), BOLD) + plain(about)
    if one.unknown:
        yield terminal.fill(plain(f"It {one.unknown}."), "   ")
    elif one.why:
        yield terminal.fill(plain(one.why), "   ")
    if one.ran:
        yield terminal.fill(plain(f"Ran here: {one.ran}."), "   ")
    elif one.try_it:
        said = "It did not run here: its notes are the source. To run it yourself, in a clone of this guide:"
        yield terminal.fill(said, "   ")
        yield plain(f"     {one.try_it}")
    for severity in _COLORS:
        named = [point.id for point in one.open if point.severity == severity]
        if named:
            painted = terminal.paint(f"{severity:<8}", _COLORS[severity], BOLD)
            yield f"   {painted}" + terminal.fill(plain(", ".join(named)), " " * 11).lstrip()
    if not one.open and not one.unknown:
        yield "   Nothing that is known is open in these files."
    yield ""


_SUPPORT = {"supported": "supported", "ended": "support has ended"}


def _open(point: OpenPoint, terminal: Terminal) -> Iterator[str]:
    severity = terminal.paint(point.severity, _COLORS[point.severity], BOLD)
    named = terminal.fill(plain(f"{point.id}: {point.title}"), "     ", " " * len(f"   {point.severity} ")).lstrip()
    yield f"   {severity} {named}"
    fixed = f"Fixed in {listed(point.fixed_in)}." if point.fixed_in else "Not fixed."
    measured = " Measured here." if point.measured else ""
    at = enumerated(point.brokers, 6, kept=5)
    yield terminal.fill(plain(f"{point.effect} At {at}. {fixed}{measured}"), "     ")
    yield terminal.fill(plain(point.helps), "     ")


def _known(measured_on: tuple[str, ...]) -> str:
    return f"Measured here on {listed(measured_on)}." if measured_on else "Read, not measured here."
