"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from broker_network.activemq.releases import Release
from broker_network.network import Source

from .fix import NO_FIX, Fix
from .prose import Prose, files_of, prose_of

if TYPE_CHECKING:
    from .case import Case


class Severity(IntEnum):
    """How serious a finding is; the larger, the worse."""

    NOTE = 1
    """Worth knowing."""
    WARNING = 2
    """It will cause trouble one day, or under load."""
    ERROR = 3
    """Something does not work, or is open."""

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a rule says is wrong at one place.

    `broker` is the broker's name, None where no single broker is at fault. `source` is the element; with
    `attribute`, the place is that attribute of it, and the element itself where it lacks it. `message` says in one
    sentence what is wrong here, with the names of this network; `fix` which attribute or element to change to what, in
    words alone where no edit is exact.
    `severity` is given where the fault weighs less or more than the rule's own.
    """

    broker: str | None
    source: Source | None
    message: str
    fix: Fix | str
    attribute: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the id of the rule that found it, and its severity; `fix` is in words, `change` the same as data."""

    rule: str
    severity: Severity
    broker: str | None
    source: Source | None
    message: str
    fix: str
    attribute: str | None = None
    change: Fix = field(default=NO_FIX, compare=False)


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that does not count, for a reason that stands in `file`; `in_source` is whether as a comment there."""

    finding: Finding
    reason: str
    file: str
    in_source: bool


@dataclass(frozen=True)
class Rule:
    """A fault that can be seen in files, described once for the command line and the reference page.

    A rule is a package: `package` is its name, and the last part of it is the rule's id. Beside the code lie
    `rule.md`, which is its `prose`, and the folders `before` and `after`: the smallest set of files that shows the
    fault, and the same set without it. Both give file names (`a.xml`, `server.cfg`, `de/server.cfg`) and their text;
    an XML file may be the bare `<broker>` element. These files are read when they are asked for.

    `find` yields the faults of a case: some in `before`, none in `after`. It never raises: what it cannot know it does
    not report. A rule `about_mcollective` is asked only where MCollective is present. `releases` says for which
    ActiveMQ releases it holds, "all" where for all; a fault of single releases is `shown_on` one of them, and where the
    release alone is at fault, the same set is `fixed_on` another. `decides` says why fixes that are given in words
    alone are the reader's to decide, a clause.
    """

    package: str
    find: Callable[[Case], Iterable[Fault]]
    severity: Severity
    about_mcollective: bool = False
    releases: str = "all"
    decides: str = ""
    shown_on: Release | None = None
    fixed_on: Release | None = None

    @property
    def id(self) -> str:
        """The rule's name in findings, in comments that silence it and on the reference page."""
        return self.package.rpartition(".")[2].replace("_", "-")

    def findings(self, case: Case) -> Iterator[Finding]:
        """What the rule finds in a case; nothing where it is not asked."""
        if self.about_mcollective and not case.has_mcollective:
            return
        for one in self.find(case):
            severity = one.severity or self.severity
            change = one.fix if isinstance(one.fix, Fix) else Fix((), one.fix, self.decides)
            yield Finding(
                self.id, severity, one.broker, one.source, one.message, change.text(one.source), one.attribute, change
            )

    def findings_by_release(self, case: Case) -> Iterator[Finding]:
        """What the rule finds, each broker judged by the release that it runs."""
        for of_release, names in case.by_release:
            for finding in self.findings(of_release):
                if names is None or finding.broker is None or finding.broker in names:
                    yield finding

    @cached_property
    def prose(self) -> Prose:
        """The text for readers; raise ValueError where `rule.md` lacks a part, or has one of another name."""
        return prose_of(self.package)

    @cached_property
    def before(self) -> Mapping[str, str]:
        """The smallest set of files that shows the fault."""
        return files_of(self.package, "before")

    @cached_property
    def after(self) -> Mapping[str, str]:
        """The same set without the fault."""
        return files_of(self.package, "after")
