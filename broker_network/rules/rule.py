"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from broker_network.network import Source

if TYPE_CHECKING:
    from .case import Case


class Severity(IntEnum):
    """How much a finding hurts; the larger, the worse."""

    NOTE = 1
    """Worth knowing."""
    WARNING = 2
    """It will hurt one day, or under load."""
    ERROR = 3
    """Something does not work, or is open."""

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place.

    `broker` is the broker's name, None where no single broker is at fault. `source` is the element; with
    `attribute`, the place is that attribute of it, and the element itself where it lacks it. `message` says in one
    sentence what is wrong here, with the names of this network; `fix` which attribute or element to change to what.
    """

    rule: str
    severity: Severity
    broker: str | None
    source: Source | None
    message: str
    fix: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault that can be seen in files, told once for the command line and for the reference page.

    `title` names the fault in a few words. `symptom` is what the reader sees, `log` the lines the log then shows (parts
    of them, as ActiveMQ or MCollective words them), `cause` why, `fix` the change in general. `sources` are where this
    is known from: a file of a release, a page, or `evidence/<experiment>`, a recorded result. `releases` says for which
    ActiveMQ releases it holds, "all" where for all. A rule `about_mcollective` is asked only where MCollective is
    present.

    `before` and `after` are the smallest set of files that shows the fault and the same set mended: file names
    (`a.xml`, `server.cfg`) and their text; an XML file may be the bare `<broker>` element. `find` finds `before` and
    does not find `after`. A fault of single releases is `shown_on` one of them.

    `find` yields the findings of a case, each with this rule's `id`. It never raises: what it cannot know it
    does not report.
    """

    id: str
    severity: Severity
    title: str
    symptom: str
    cause: str
    fix: str
    sources: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]
    find: Callable[[Case], Iterable[Finding]]
    log: tuple[str, ...] = ()
    releases: str = "all"
    about_mcollective: bool = False
    shown_on: str | None = None
